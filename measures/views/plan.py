"""The plan, and what is done with it. A teacher has no plan page: a measure is met on My day."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from cases.models import Involvement
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from common.views import form_page
from measures import actions, forms
from measures.cards import Board
from measures.models import Plan
from measures.sheet import Sheet
from measures.views.fetch import address_of, form_about, get_plan
from organisations.roles import Permission


@require_safe
def plan(request, case, pk=None):
    """The only plan of the case, the chosen one, or where one is started."""
    case = get_case(request, case)
    plans = list(Plan.objects.visible_to(request.viewer).filter(case=case).for_page())
    shown = next((found for found in plans if pk in (None, found.pk)), None)
    if pk and shown is None:
        raise Http404
    exposed = case.involvements.filter(role=Involvement.Role.EXPOSED, ends_on=None)
    owners = {found.about_id for found in plans}
    context = {
        "case": case,
        "plan": shown,
        "others": [found for found in plans if found != shown],
        "without_plan": [one for one in exposed.select_related("pupil") if one.pk not in owners],
        "may_write": case.is_open and request.viewer.may(Permission.WRITE_CASES, case.held_by_id),
        "form": None,
    }
    if shown:
        shown.case = case
        context |= _board(shown, request.viewer.today)
    return render(request, "measures/plan.html", context)


@require_POST
def start_plan(request, case):
    case = get_case(request, case)
    chosen = request.POST.get("about", "")
    about = next((one for one in case.involvements.all() if str(one.pk) == chosen), None)
    asked = {"case": case, "about": about, "by": request.user, "now": timezone.now()}
    with refusal_as_message(request):
        return redirect("measures:write", actions.start_plan(**asked).pk)
    return redirect("measures:plan", case.pk)


@form_page
def write(request, pk):
    plan = get_plan(request, pk)
    form = forms.PlanForm(
        posted_or_kept(request), plan=plan, cancel=address_of(plan), today=request.viewer.today
    )
    if form.submit(actions.write_plan, plan=plan, by=request.user, now=timezone.now()):
        messages.success(request, _("The text is saved."))
        return redirect(address_of(plan))
    return form_about(request, plan, form, _("What the plan is for"))


@form_page
def complete(request, pk):
    plan = get_plan(request, pk)
    board = Board(Sheet(plan, request.viewer.today))
    form = forms.CompleteForm(
        posted_or_kept(request),
        is_first=plan.state == Plan.State.DRAFT,
        cancel=address_of(plan),
        today=request.viewer.today,
    )
    if form.submit(actions.complete_plan, plan=plan, by=request.user, now=timezone.now()):
        messages.success(request, _("The plan is complete. The measures start on their dates."))
        return redirect(address_of(plan))
    context = {"plan": plan, "board": board, "form": form}
    return render(request, "measures/complete.html", context)


def _board(plan, today):
    sheet = Sheet(plan, today)
    latest = plan.versions.order_by("-number").first()
    changed = latest is not None and sheet.has_changed_since(latest)
    return {"board": Board(sheet), "sheet": sheet, "latest": latest, "changed": changed}
