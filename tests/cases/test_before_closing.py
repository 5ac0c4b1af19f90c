"""What is read before a case is closed, and why a step is not possible yet."""

import re

import pytest

from tests.clock import TODAY
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import CaseFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.voices import HearingFactory

pytestmark = pytest.mark.usefixtures("english")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school, state="follow_up")


def test_it_says_what_stops_it_what_was_said_and_who_is_not_heard(fjellet, signed_in, case):
    row = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    HearingFactory(involvement=row)
    earlier = InvolvementFactory(case=case, pupil=row.pupil, role="unclear", ends_on=TODAY)
    SafetyAnswerFactory(involvement=earlier, value=2, day="2026-11-16")
    SafetyAnswerFactory(involvement=row, value=4)
    InvolvementFactory(case=case, pupil__name="Ola Berg")
    plan = PlanFactory(case=case, about=row)
    MeasureFactory.create_batch(2, plan=plan, running=True, evaluate_on=TODAY)
    MeasureFactory(plan=plan, state="finished")
    page = signed_in(fjellet.principal).get(f"/cases/{case.pk}/steps/close/")
    said = text(page)
    assert "2 measures are planned or run. Finish or stop them first. Go to the plan" in said
    assert "Sárá Nilsen: Safe (The pupil, Monday 23 November 2026, week 48)" in said
    assert "Ola Berg: nothing is said yet about how safe it is." in said
    assert "Ola Berg is not heard yet. Go to the people" in said
    assert "Sárá Nilsen is not heard yet" not in said
    assert said.index("Before you close") < said.index("Why is the case closed?")


def test_that_nobody_has_asked_since_takes_nothing_from_what_was_said(fjellet, signed_in, case):
    row = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    SafetyAnswerFactory(involvement=row, value=2, day="2026-11-16")
    SafetyAnswerFactory(involvement=row, value=None, missing="not_asked")
    other = InvolvementFactory(case=case, pupil__name="Ola Berg")
    SafetyAnswerFactory(involvement=other, value=None, missing="declined")
    said = text(signed_in(fjellet.principal).get(f"/cases/{case.pk}/steps/close/"))
    assert "Sárá Nilsen: Unsafe (The pupil, Monday 16 November 2026, week 47)" in said
    assert "Ola Berg: Does not want to answer (Monday 23 November 2026, week 48)" in said


def test_on_hold_it_says_so_and_leads_to_its_end(fjellet, signed_in, case):
    hold = LegalHoldFactory(case=case)
    page = signed_in(fjellet.principal).get(f"/cases/{case.pk}/steps/close/")
    assert "On legal hold the case is neither closed" in text(page)
    assert f"/cases/{case.pk}/hold/{hold.pk}/end/" in page.content.decode()


@pytest.mark.parametrize(
    ("state", "plan", "missing"),
    [
        ("reported", "draft", ["No plan is complete yet.", "The case can be closed once"]),
        ("investigating", "complete", ["The case can be closed once"]),
        ("follow_up", "complete", ["1 measure is planned or runs."]),
    ],
)
def test_the_case_says_what_is_missing_for_a_step(fjellet, signed_in, case, state, plan, missing):
    type(case).objects.update(state=state)
    completed = {"completed_at": case.created_at} if plan == "complete" else {}
    MeasureFactory(plan=PlanFactory(case=case, about=None, state=plan, **completed))
    said = text(signed_in(fjellet.principal).get(case.get_absolute_url()))
    every = ["No plan is complete yet.", "The case can be closed once", "1 measure is planned"]
    for one in every:
        assert (one in said) is any(words.startswith(one) for words in missing), one
    said = text(signed_in(fjellet.deputy).get(case.get_absolute_url()))
    assert "The case can be closed once" not in said
