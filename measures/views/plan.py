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
from common.views import form_page, submitted
from measures import actions, forms
from measures.cards import Board
from measures.fit.content import has_changed_since
from measures.models import Plan
from measures.sheet import Sheet
from measures.views.common_day import form_of
from measures.views.coverage import Grid
from measures.views.fetch import address_of, form_about, get_plan
from organisations.roles import Permission


@require_safe
def plan(request, case, pk=None):
    """One plan, which shows nothing of another: the only one of the case, or the chosen one. Where
    there are several, or somebody exposed has none, which one is chosen first."""
    case = get_case(request, case)
    plans = list(Plan.objects.visible_to(request.viewer).filter(case=case).for_page())
    chosen = next((found for found in plans if found.pk == pk), None)
    if pk and chosen is None:
        raise Http404
    people = _without_plan(case, plans)
    is_only = len(plans) == 1 and not people
    shown = plans[0] if is_only else chosen
    may_write = case.is_open and request.viewer.may(Permission.WRITE_CASES, case.held_by_id)
    context = {"case": case, "plan": shown, "plans": plans, "without_plan": people}
    context |= {"is_only": is_only, "may_write": may_write}
    # Until something runs there is nothing to evaluate.
    runs = any(found.runs for found in plans)
    context["day_form"] = form_of(case) if may_write and runs else None
    if shown is None:
        return render(request, "measures/plans.html", context)
    shown.case = case
    context |= _board(request, shown)
    return render(request, "measures/plan.html", context)


def _without_plan(case, plans):
    """Those exposed now who have no plan."""
    exposed = case.involvements.filter(role=Involvement.Role.EXPOSED, ends_on=None)
    owners = {found.about_id for found in plans}
    return [one for one in exposed.select_related("pupil") if one.pk not in owners]


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
    if submitted(request, form, actions.write_plan, plan=plan):
        messages.success(request, _("The text is saved."))
        return redirect(address_of(plan))
    return form_about(request, plan, form, _("What the plan is for"))


@form_page
def complete(request, pk):
    plan = get_plan(request, pk)
    sheet = Sheet(plan, request.viewer.today)
    form = forms.CompleteForm(
        posted_or_kept(request),
        sheet=sheet,
        latest=plan.versions.order_by("-number").first(),
        cancel=address_of(plan),
    )
    if submitted(request, form, actions.complete_plan, plan=plan):
        messages.success(request, _("The plan is complete. The measures start on their dates."))
        return redirect(address_of(plan))
    board = Board(sheet, opens_shared=_opens_shared(request, plan))
    context = {"plan": plan, "board": board, "grid": Grid(sheet), "form": form}
    return render(request, "measures/complete.html", context)


def _opens_shared(request, plan):
    return request.viewer.may(Permission.WRITE_CASES, at=plan.case.unit_id)


def _board(request, plan):
    sheet = Sheet(plan, request.viewer.today)
    latest = plan.versions.order_by("-number").first()
    changed = latest is not None and has_changed_since(sheet, latest)
    return {
        "board": Board(sheet, opens_shared=_opens_shared(request, plan)),
        "grid": Grid(sheet),
        "sheet": sheet,
        "latest": latest,
        "changed": changed,
        "form": None,
    }
