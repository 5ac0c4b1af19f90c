"""What is next with a measure that has had no effect twice in a row."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from common.views import form_page
from measures import actions, forms
from measures.models import Decision
from measures.views.fetch import form_about, get_measure, page_of
from organisations.roles import Permission


@form_page
def decide(request, pk):
    measure = get_measure(request, pk)
    if not request.viewer.may(Permission.CLOSE_CASES, measure.case.held_by_id):
        raise PermissionDenied
    if measure.decide_on is None:
        messages.info(request, _("Somebody has decided this already."))
        return redirect(page_of(measure))
    form = forms.DecisionForm(posted_or_kept(request), cancel=page_of(measure))
    asked = {"measure": measure, "by": request.user, "now": timezone.now()}
    if made := form.submit(actions.decide, **asked):
        messages.success(request, _("It is saved what you decided."))
        changes = made.way == Decision.Way.CHANGE
        return redirect("measures:change", pk) if changes else redirect(page_of(measure))
    label = _("Decide what is next")
    return form_about(request, measure.plan, form, label, about=measure)
