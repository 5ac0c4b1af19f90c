"""What is next with a measure that has had no effect twice in a row."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from common.views import form_page, submitted
from measures import actions, forms
from measures.models import Decision
from measures.views.fetch import form_about, get_measure, page_of
from organisations.roles import Permission


@form_page
def decide(request, pk):
    measure = get_measure(request, pk)
    if not request.viewer.may(Permission.CLOSE_CASES, measure.case.held_by_id):
        raise PermissionDenied
    data = posted_or_kept(request)
    if data is None and measure.decide_on is None:
        messages.info(request, _("Somebody has decided this already."))
        return redirect(page_of(measure))
    form = forms.DecisionForm(data, cancel=page_of(measure))
    if made := submitted(request, form, actions.decide, measure=measure):
        messages.success(request, _("It is saved what you decided."))
        if made.way == Decision.Way.PPT:
            return redirect("opened:ask", measure.case_id)
        changes = made.way == Decision.Way.CHANGE
        return redirect("measures:change", pk) if changes else redirect(page_of(measure))
    label = _("Decide what is next")
    return form_about(request, measure.plan, form, label, about=measure)
