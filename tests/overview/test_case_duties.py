"""What waits in a case: the page of the case has all that My day knows of it."""

from datetime import timedelta

from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.factories.authorities import CountyCaseFactory, LetterFactory, OrderedActFactory
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.digital import PhoneLogFactory
from tests.factories.measures import MeasureFactory
from tests.factories.owner import OwnerNoticeFactory
from tests.factories.voices import TrustedAdultFactory


def test_everything_that_my_day_knows_of_the_case_stands_there(fjellet, signed_in):
    set_up = scene(fjellet)
    case = set_up.case
    InvolvementFactory(case=case, role="exposed")
    TrustedAdultFactory(
        involvement=InvolvementFactory(case=case, role="bystander"),
        adult=fjellet.teacher,
        talk_on=TODAY,
    )
    PhoneLogFactory(involvement=set_up.pupil, return_on=TODAY)
    county = CountyCaseFactory(case=case)
    LetterFactory(county_case=county, answer_due_on=TODAY + timedelta(days=9))
    OrderedActFactory(county_case=county)
    OwnerNoticeFactory(case=case)
    MeasureFactory(
        plan=set_up.measure.plan, title="Ferdig", state="finished", look_on=TODAY,
        responsible=fjellet.teacher,
    )  # fmt: skip
    CaseAccessFactory(case=case, person=fjellet.teacher)
    client = signed_in(fjellet.principal)
    found = client.get(case.get_absolute_url()).context["file"].duties
    shown = {(str(duty.what), duty.title) for duty in found}
    heaps = client.get("/today/").context["workday"].heaps
    of_day = {(str(duty.what), duty.title) for heap in heaps for duty in heap.duties}
    assert shown == of_day
    assert len(shown) > 10
