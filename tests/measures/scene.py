"""A case with one exposed pupil, and the plan for that pupil."""

import uuid
from datetime import date

from measures.models import Plan
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory, SuccessionFactory
from tests.scope import acting

WEEK_48 = {"starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 27)}
WEEK_49 = {"starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 4)}
WEEK_50 = {"starts_on": date(2026, 12, 7), "ends_on": date(2026, 12, 11)}
# Why there is no measure, for every group that a plan may lack one toward.
ASIDE = dict.fromkeys(
    ("exposed", "violating", "bystanders", "class", "unit", "parents"), "Ikke aktuelt ennå."
)
NOBODY_ELSE = ["deputy", "case_worker", "principal"]
OUTSIDERS = [
    "teacher", "school_administrator", "other_principal", "ppt_adviser", "owner_adviser",
    "owner_administrator", "data_protection_officer",
]  # fmt: skip


def plan_at(place, *, state="reported", complete=False, **plan):
    """``complete`` is the plan's state; the case is in ``state``."""
    ended = {"ended_reason": "Skrevet da."} if state in ("closed", "void") else {}
    case = CaseFactory(unit=place.school, state=state, **ended)
    about = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    if complete:
        plan = {"state": Plan.State.COMPLETE, "completed_at": NOW} | plan
    return PlanFactory(case=case, about=about, **plan)


def measure_in(plan, place, **measure):
    return MeasureFactory(plan=plan, **{"responsible": place.teacher} | measure)


def comes_after(measure, *before):
    for one in before:
        SuccessionFactory(measure=measure, predecessor=one)


def fields(place, **other):
    """What is written about a new measure."""
    return {
        "title": "Klassemøte",
        "how": "Hver mandag i første time.",
        "why": "Mange ser på uten å si fra.",
        "target_groups": ["class"],
        "level": "system",
        "responsible": place.teacher,
        "starts_on": TODAY,
        **other,
    }


def do(action, by, *, now=NOW, **asked):
    """Run an action as the web does for this person."""
    with acting(by, TODAY):
        return action(**asked, by=by, now=now)


def add(place, plan, by=None, **other):
    """Put a new measure in through the action."""
    from measures.actions import add_measure

    given = {"token": uuid.uuid4()} | fields(place, **other)
    return do(add_measure, by or place.principal, plan=plan, **given)


def chain(plan, place, **last):
    """A in week 48, B in week 49 after it, and C in week 50 after B."""
    a = measure_in(plan, place, title="A", **WEEK_48)
    b = measure_in(plan, place, title="B", **WEEK_49)
    c = measure_in(plan, place, title="C", **WEEK_50 | last)
    comes_after(b, a)
    comes_after(c, b)
    return a, b, c
