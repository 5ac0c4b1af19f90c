"""The front door leads each role to its own first page."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from organisations.roles import ROLES_AT, Permission, Role
from organisations.viewers import Viewer

# Of the owner's people, those with a page of the owner's.
OWNER = (Role.OWNER_ADVISER, Role.OWNER_ADMINISTRATOR)


def front_page(viewer: Viewer) -> str:
    """The name of the first page: whoever works at a unit begins with what is to be done there."""
    if viewer.has_role(Role.SCHOOL_ADMINISTRATOR) and not viewer.may(Permission.TAKE_PART):
        return "organisations:calendars"
    if viewer.has_role(*ROLES_AT["school"]):
        return "overview:today"
    if viewer.has_role(*ROLES_AT["ppt"]):
        return "ppt:inbox"
    return "overview:owner" if viewer.has_role(*OWNER) else "overview:today"


@require_safe
def home(request):
    return redirect(front_page(request.viewer))
