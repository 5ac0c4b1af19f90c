"""A case is handed on over the summer: its steps, each on a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from cases import actions, rules
from cases.forms.handovers import CheckInForm, ClassDivisionForm, SummerContactForm, SummerForm
from cases.models import Handover
from cases.querysets import people_who_see, people_who_take_part
from cases.views.closing import exposed_in, voice_at
from cases.views.fetch import get_case
from common.views import form_page, submitted
from organisations.calendars import calendar_for
from organisations.law import advice_on
from organisations.law.wording import speak_of
from organisations.roles import Permission

WRITE = Permission.WRITE_CASES


@dataclass(frozen=True)
class Page:
    """The form of one kind of step, the action behind it, and what is said when it is done."""

    form: Any
    action: Any
    done: Any


PAGES = {
    Handover.Kind.MAY: Page(
        ClassDivisionForm, actions.write_class_division, gettext_lazy("The note is saved.")
    ),
    Handover.Kind.JUNE: Page(
        SummerForm, actions.hand_over_for_summer, gettext_lazy("The handover is saved.")
    ),
    Handover.Kind.AUGUST: Page(
        CheckInForm, actions.check_in_after_summer, gettext_lazy("The talk is saved.")
    ),
}
CONTACT = Page(
    SummerContactForm, actions.change_summer_contact, gettext_lazy("Who is there is saved.")
)


@require_safe
def handovers(request, pk):
    case = get_case(request, pk)
    rows = case.handovers.select_related("contact", "done_by").order_by("-due_on", "kind")
    today = request.viewer.today
    context = {
        "case": case,
        "waiting": rows.waiting(today).reverse(),
        "done": [row for row in rows if row.is_done],
        "contact": rows.summer_contacts(today).first(),
        "may_write": case.is_open and request.viewer.may(WRITE, case.held_by_id),
    }
    return render(request, "cases/handovers.html", context)


@form_page
def handover(request, pk):
    row = _step(request, pk)
    if row.kind == Handover.Kind.PLAN:
        return redirect("measures:new_year", row.pk)
    if request.method != "POST" and row.is_done:
        messages.info(request, _("Somebody has done this step already."))
        return redirect("cases:handovers", row.case_id)
    return _form_page(request, row, PAGES[Handover.Kind(row.kind)], row.get_kind_display())


@form_page
def contact(request, pk):
    row = get_object_or_404(Handover.objects.visible_to(request.viewer), pk=pk, kind="june")
    return _form_page(request, _step(request, row.pk), CONTACT, _("Who is there in the summer"))


def _form_page(request, row, page, heading):
    back = redirect("cases:handovers", row.case_id)
    form = page.form(posted_or_kept(request), **_asked(request, row), cancel=back.url)
    if submitted(request, form, page.action, handover=row):
        messages.success(request, str(page.done))
        return back
    context = {"step": row, "case": row.case, "form": form, "heading": heading}
    return render(request, "cases/handover.html", context)


def _step(request, pk):
    """404 for one who does not see the case, 403 for one who only reads it."""
    found = Handover.objects.visible_to(request.viewer)
    row = get_object_or_404(found.select_related("case__unit", "case__held_by"), pk=pk)
    if not request.viewer.may(WRITE, row.case.held_by_id):
        raise PermissionDenied
    speak_of(row.case.unit)
    return row


def _asked(request, row):
    """What the form of the step is made with."""
    today, case = request.viewer.today, row.case
    if row.kind == Handover.Kind.MAY:
        return {"today": today}
    if row.kind == Handover.Kind.AUGUST:
        people = people_who_take_part(case, today)
        asked = {"exposed": exposed_in(case), "voice": voice_at(case, today)}
        return asked | {"people": people, "today": today, "initial": _trusted(case, people)}
    return {"people": people_who_see(case, today), "today": today, "initial": _summer(row, today)}


def _summer(row, today):
    """Who is named and for which days; until then the days between the two school years."""
    if row.contact_id:
        days = row.contact_from, row.contact_until
    else:
        small_children = row.case.unit.kind == row.case.unit.Kind.KINDERGARTEN
        calendar, advice = calendar_for(row.case.unit), advice_on("handover", today)
        days = rules.summer(calendar, row.school_year, advice, small_children=small_children)
        days = max(days[0], today), max(days[1], today)
    return {"contact": str(row.contact_id or ""), "first_day": days[0], "last_day": days[1]}


def _trusted(case, people):
    """The pupil's trusted adult is proposed, where there is one who takes part."""
    adults = case.trusted_adults.current().filter(adult__in=people).values_list("adult", flat=True)
    return {"contact": str(adults.first() or "")}
