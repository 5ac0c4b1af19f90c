"""What breaks a promise about what was opened to PPT."""

from tests.clock import NOW
from tests.config.broken_endings import sound_case
from tests.factories.audit import EventFactory
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.ppt import MeasureRequestFactory


def opened_in(place, case=None, **fields):
    opening = PptOpeningFactory(case=case or sound_case(place), **fields)
    EventFactory(
        name="ppt.opened", at=NOW, target_id=opening.pk, case_id=opening.case_id,
        person_id=opening.opened_by_id,
    )  # fmt: skip
    return opening


def open_in_a_case_that_has_ended(place):
    """What was ended, and what is open in an open case, is as it should be."""
    opened_in(place, withdrawn=True)
    opened_in(place)
    case = sound_case(place, state="void", ended_reason="Feil.")
    opened_in(place, case)


def opened_by_nobody(place):
    PptOpeningFactory(case=sound_case(place))


def asked_in(place, case=None, **fields):
    case = case or sound_case(place)
    type(case.alert).objects.filter(pk=case.alert_id).update(office=place.office)
    case.alert.refresh_from_db()
    measure = MeasureFactory(plan=PlanFactory(case=case), responsible=place.teacher)
    row = MeasureRequestFactory(measure=measure, **{"asked_by": place.principal} | fields)
    EventFactory(
        name="ppt.measure_asked", at=NOW, target_id=measure.pk, case_id=case.pk,
        person_id=row.asked_by_id, data={"request": str(row.pk)},
    )  # fmt: skip
    return row


def taken_on_without_being_let_in(place):
    """Whoever was let in is as it should be, also when that has ended."""
    let_in = asked_in(place, taken=True, ended_by=place.ppt_adviser)
    CaseAccessFactory(
        case=let_in.case, person=place.ppt_adviser, kind="takes_part", ground="needed",
        given_by=place.principal, ended_at=NOW,
    )  # fmt: skip
    asked_in(place)
    asked_in(place, taken=True, ended_by=place.ppt_leader)


def asked_by_nobody(place):
    plan = asked_in(place).measure.plan
    measure = MeasureFactory(plan=plan, responsible=place.teacher)
    MeasureRequestFactory(measure=measure, asked_by=place.deputy)


BROKEN = {
    "whoever at PPT took on a measure was let in, by the one who asked": (
        taken_on_without_being_let_in
    ),
    "PPT is asked of a measure of the case by the one who is named": asked_by_nobody,
    "nothing of a case that has ended is open to PPT": open_in_a_case_that_has_ended,
    "what was opened to PPT was opened by the one who is named": opened_by_nobody,
}
