"""The one way in which a page gets its case."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from cases.models import Case, CaseDraft
from organisations.law.wording import speak_of


def get_case(request, pk, permission=None):
    """404 outside the viewer's scope; 403 for what the role may not do to what it sees. From here
    on the page speaks in the words of the unit."""
    cases = Case.objects.visible_to(request.viewer).with_labels()
    cases = cases.select_related("unit", "held_by")
    case = get_object_or_404(cases, pk=pk)
    if permission and not request.viewer.may(permission, case.held_by_id):
        raise PermissionDenied
    speak_of(case.unit)
    return case


def own_draft(request, pk):
    """One's own sheet of a new case, in the words of its unit. None where there is none: it may
    have become a case meanwhile."""
    drafts = CaseDraft.objects.visible_to(request.viewer).select_related("unit__parent")
    draft = drafts.filter(pk=pk).first()
    if draft is not None:
        speak_of(draft.unit)
    return draft
