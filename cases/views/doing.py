"""How a view hands a form to its action."""

from common.errors import ActionError


def done(request, form, action, **asked):
    """What the action gave, or None when the form or the action refuses; then the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return action(by=request.user, **asked, **form.told())
    except ActionError as refused:
        form.add_error(None, str(refused))
        return None
