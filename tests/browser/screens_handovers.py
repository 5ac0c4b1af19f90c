"""A case is handed on over the summer: the list of its steps, and each step."""

from datetime import timedelta

from cases.models import Case
from organisations.calendar import school_year_of
from tests.factories.handovers import HandoverFactory


def handovers_screens(made):
    """Who opens it, its name, its address and what that is asked with."""
    case = Case.objects.get(unit=made.places["fjellet"], state="follow_up")
    child = Case.objects.filter(unit=made.places["blaaklokka"]).first()
    today = made.today
    step = {"school_year": school_year_of(today), "due_on": today}
    may = HandoverFactory(case=case, kind="may", **step)
    august = HandoverFactory(case=case, kind="august", **step)
    plan = HandoverFactory(case=case, kind="plan", **step)
    june = HandoverFactory(
        case=case,
        kind="june",
        contact=made.people["rektor"],
        contact_from=today,
        contact_until=today + timedelta(days=60),
        done=True,
        done_by=made.people["rektor"],
        **step,
    )
    yield "rektor", "summer", "cases:handovers", case.pk
    yield "rektor", "summer-division", "cases:handover", may.pk
    yield "rektor", "summer-division-errors", "cases:handover", may.pk
    yield "rektor", "summer-talk", "cases:handover", august.pk
    yield "rektor", "summer-talk-errors", "cases:handover", august.pk
    yield "rektor", "summer-measures", "measures:new_year", plan.pk
    yield "rektor", "summer-contact", "cases:summer_contact", june.pk
    waits = HandoverFactory(case=child, kind="june", **step)
    small = HandoverFactory(case=child, kind="may", **step)
    yield "styrer", "kindergarten-summer", "cases:handover", waits.pk
    yield "styrer", "kindergarten-summer-errors", "cases:handover", waits.pk
    yield "styrer", "kindergarten-division", "cases:handover", small.pk
