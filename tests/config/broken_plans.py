"""What breaks a promise about how a plan fits its case."""

from tests.config.broken_endings import sound_case
from tests.factories.measures import MeasureFactory, PlanFactory, SetAsideFactory


def set_aside_and_covered(place):
    plan = PlanFactory(case=sound_case(place))
    MeasureFactory(plan=plan, responsible=place.principal, target_groups=["exposed", "unit"])
    for target in ("bystanders", "unit"):
        SetAsideFactory(plan=plan, target=target)


BROKEN = {
    "no group is set aside while its plan has a measure under way toward it": set_aside_and_covered,
}
