"""The newest lines of the log, on the page of the case."""

from tests.evaluations.scene import scene
from tests.factories.audit import EventFactory
from tests.factories.measures import PlanReferenceFactory, SharedMeasureFactory
from tests.overview.test_case import address, text


def test_a_shared_measure_is_named_in_the_newest_lines(fjellet, signed_in):
    set_up = scene(fjellet)
    shared = SharedMeasureFactory(unit=fjellet.school, title="Flere voksne ute")
    reference = PlanReferenceFactory(plan=set_up.measure.plan, shared=shared)
    for name in ("reference.added", "reference.removed"):
        EventFactory(case_id=set_up.case.pk, name=name, target_id=reference.pk)
    said = text(signed_in(fjellet.principal).get(address(set_up.case)))
    assert "put the shared measure “Flere voksne ute” in the plan." in said
    assert "took the shared measure “Flere voksne ute” out of the plan." in said
