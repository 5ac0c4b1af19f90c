"""What somebody must do, derived from what is: nothing here is stored, and nothing is ticked off.

A duty is gone when the thing itself says so: the measure got its next date, the plan is complete.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import wraps
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.models import Case, Involvement, PptAlert
from measures.models import Measure, Plan
from organisations.calendar import add_working_days
from organisations.roles import Permission
from organisations.viewers import Viewer

MOST = 200
"""Rows that each area asks for, and duties on one page: the most urgent ones. What else there is
comes up as these are done."""

SOON_DAYS = 3
"""Working days ahead of what is soon due."""


@dataclass(frozen=True)
class Duty:
    """One thing to do by a date: a verb, the case's reference, and where it is done. No names."""

    due_on: date
    what: Any
    reference: str
    button: Any
    url: str
    title: str = ""
    days_over: int = 0
    # Before the others of its day.
    is_first: bool = False


Area = Callable[[Viewer], list[Duty]]


def only_for(*permissions: Permission) -> Callable[[Area], Area]:
    """An area that asks nothing of those without one of these: for them no question is put
    together, which costs most of what My day does."""

    def limited(area: Area) -> Area:
        @wraps(area)
        def asked(viewer: Viewer) -> list[Duty]:
            return area(viewer) if any(map(viewer.may, permissions)) else []

        return asked

    return limited


@dataclass(frozen=True)
class Heap:
    """The duties that are equally urgent."""

    key: str
    heading: Any
    duties: list[Duty]

    @property
    def by_case(self) -> list[list[Duty]]:
        """The same, with what is asked of one case together: in the order of its first duty. What
        lies ahead is by date, and together only where it follows upon each other."""
        named = [(str(duty.reference) or place, duty) for place, duty in enumerate(self.duties)]
        if self.key not in ("overdue", "today"):
            runs = groupby(named, lambda one: one[0])
            return [[duty for _name, duty in run] for _key, run in runs]
        found: dict[Any, list[Duty]] = {}
        for name, duty in named:
            found.setdefault(name, []).append(duty)
        return list(found.values())


HEADINGS = {
    "overdue": _("Overdue"),
    "today": _("Today"),
    "soon": _("Soon due"),
    "week": _("This week"),
    "later": _("Later"),
}


def heaps(duties: Iterable[Duty], today: date) -> list[Heap]:
    """Overdue, today, soon due (three working days), this week (until Sunday), later: those that
    hold something, oldest first."""
    return [
        Heap(key, HEADINGS[key], list(same))
        for key, same in groupby(in_order(duties, today), lambda duty: urgency(duty.due_on, today))
    ]


def in_order(duties: Iterable[Duty], today: date) -> list[Duty]:
    """By date, then what cannot wait, by case, and by what it is about; each with its days over."""
    counted = [counting(duty, today) for duty in duties]
    return sorted(counted, key=_place_of)


def _place_of(duty: Duty) -> tuple[date, bool, str, str]:
    return duty.due_on, not duty.is_first, str(duty.reference), duty.title


def counting(duty: Duty, today: date) -> Duty:
    """The duty with the number of calendar days it is overdue."""
    return replace(duty, days_over=max(0, (today - duty.due_on).days))


def urgency(due_on: date, today: date) -> str:
    if due_on <= today:
        return "today" if due_on == today else "overdue"
    if due_on <= add_working_days(today, SOON_DAYS):
        return "soon"
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if due_on <= sunday else "later"


START = _("Start the measure")


def in_one_line(found: Iterable[Duty]) -> list[Duty]:
    """Measures of one case that should have started are one thing to do, where its plan stands."""
    late: dict[str, list[Duty]] = {}
    others = []
    for duty in found:
        if duty.what is START:
            late.setdefault(duty.url, []).append(duty)
        else:
            others.append(duty)
    return others + [_all_of(same) for same in late.values()]


def _all_of(same: list[Duty]) -> Duty:
    first = min(same, key=lambda duty: duty.due_on)
    if len(same) == 1:
        return first
    count = len(same)
    said = ngettext("%(count)s measure", "%(count)s measures", count) % {"count": count}
    return replace(first, what=_("Start the measures"), title=said)


def of_measure(measure: Measure, reference: str, today: date) -> Duty | None:
    """Evaluate it while it runs; start it when its day has passed and it still stands planned."""
    if measure.evaluate_on:
        return Duty(
            due_on=measure.evaluate_on,
            what=_("Evaluate"),
            title=measure.title,
            reference=reference,
            button=_("Evaluate"),
            url=reverse("evaluations:record", args=[measure.pk]),
        )
    asked = measure.questioned_on is not None
    waits = measure.follows == Measure.Follows.WHEN_EVALUATED or asked
    if measure.state == Measure.State.PLANNED and measure.starts_on < today and not waits:
        return Duty(
            due_on=measure.starts_on,
            what=START,
            title=measure.title,
            reference=reference,
            button=_("Go to the plan"),
            url=reverse("measures:plan", args=[measure.case_id]),
        )
    return None


def is_planned(plans: Iterable[Plan], involvements: Iterable[Involvement]) -> bool:
    """A complete plan for the group, or one for each who is exposed now (design, 4.3)."""
    about = {plan.about_id for plan in plans if plan.state == Plan.State.COMPLETE}
    exposed = {
        row.pk
        for row in involvements
        if row.role == Involvement.Role.EXPOSED and row.ends_on is None
    }
    return None in about or bool(about) and exposed <= about


def of_case(case: Case, *, planned: bool, today: date, has_plan: bool = False) -> list[Duty]:
    """Make the plan until each exposed has a complete one; ask PPT when their answer is late. Reads
    the alert.

    While a case is investigated, also anew, a complete plan is one of before: completing one leads
    on to follow-up. Monitored without any plan, a case needs none now; where others have a complete
    plan (``has_plan``), one who is exposed needs it also then.
    """
    if not case.is_open:
        return []
    found = []
    investigated = case.state == Case.State.INVESTIGATING
    if investigated or not planned and (has_plan or case.state != Case.State.MONITORING):
        found.append(
            Duty(
                due_on=case.plan_due_on,
                what=_("Make the plan"),
                reference=case.reference,
                button=_("Make the plan"),
                url=reverse("measures:plan", args=[case.pk]),
            )
        )
    if case.alert.state == PptAlert.State.NEW and case.alert.answer_by < today:
        found.append(
            Duty(
                due_on=case.alert.answer_by,
                what=_("Ask PPT why the alert is not answered"),
                reference=case.reference,
                button=_("Go to the case"),
                url=case.get_absolute_url(),
            )
        )
    return found
