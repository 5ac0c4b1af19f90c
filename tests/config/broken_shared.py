"""What breaks a promise about shared measures."""

from datetime import timedelta

from tests.clock import NOW, TODAY
from tests.config.broken_endings import sound_case
from tests.factories.evaluations import SharedEvaluationFactory
from tests.factories.measures import PlanFactory, PlanReferenceFactory, SharedMeasureFactory
from tests.factories.notifications import HeartbeatFactory


def shared_at(place, **fields):
    return SharedMeasureFactory(unit=place.school, **{"responsible": place.teacher} | fields)


def in_a_plan_elsewhere(place):
    elsewhere = SharedMeasureFactory(unit=place.other_school, responsible=place.other_principal)
    PlanReferenceFactory(plan=PlanFactory(case=sound_case(place)), shared=elsewhere)
    PlanReferenceFactory(plan=PlanFactory(case=sound_case(place)), shared=shared_at(place))


def answered_already(place):
    shared = shared_at(place, running=True)
    SharedEvaluationFactory(shared=shared, due_on=shared.evaluate_on)


def carried_out_by_nobody(place):
    shared_at(place, responsible=place.other_principal)
    shared_at(place, responsible=place.other_principal, state="stopped")


def not_reminded(place):
    shared_at(place, running=True, evaluate_on=TODAY - timedelta(days=3))
    HeartbeatFactory(loop="sweep", succeeded_at=NOW)


BROKEN = {
    "a shared measure stands only in plans of its own unit": in_a_plan_elsewhere,
    "a running shared measure waits for an evaluation that has not been given": answered_already,
    "whoever carries out a shared measure still works at its unit": carried_out_by_nobody,
    "whoever carries out a shared measure was told of an evaluation that is due": not_reminded,
}
