"""What waits in a case: the page of the case has all that My day knows of it."""

from datetime import timedelta

import pytest

from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.factories.authorities import CountyCaseFactory, LetterFactory, OrderedActFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.digital import PhoneLogFactory
from tests.factories.measures import MeasureFactory
from tests.factories.owner import OwnerNoticeFactory
from tests.factories.voices import TrustedAdultFactory

CLOSING = "Safe for eight weeks: talk about whether to close"
pytestmark = pytest.mark.usefixtures("english")


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


@pytest.mark.parametrize(
    ("ago", "state", "is_asked"),
    [
        (0, "follow_up", True),
        (14, "monitoring", True),
        (15, "follow_up", False),
        (0, "void", False),
    ],
)
def test_where_all_have_been_safe_for_so_long_closing_is_talked_about(
    fjellet, signed_in, ago, state, is_asked
):
    """For two weeks, on My day and on the page of the case."""
    day = TODAY - timedelta(days=ago)
    ended = "Feil." if state == "void" else ""
    case = CaseFactory(unit=fjellet.school, state=state, review_on=day, ended_reason=ended)
    client = signed_in(fjellet.principal)
    heaps = client.get("/today/").context["workday"].heaps
    asked = [duty for heap in heaps for duty in heap.duties if str(duty.what) == CLOSING]
    found = client.get(case.get_absolute_url()).context["file"].duties
    on_page = [duty for duty in found if str(duty.what) == CLOSING]
    due = [(day + timedelta(days=14), case.reference)] if is_asked else []
    for shown in (asked, on_page):
        assert [(duty.due_on, duty.reference) for duty in shown] == due
    assert CLOSING not in str(signed_in(fjellet.teacher).get("/today/").content)
