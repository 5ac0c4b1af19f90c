"""The principal opens the problem and how the plan stands; PPT sees exactly that, and after it is
withdrawn, at the next request, nothing. A word that stands in every other text is never seen there.
"""

import pytest

from audit.models import Reading
from cases.models import PptOpening
from tests.browser.drawing import look
from tests.browser.hand import Hand
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory, PlanFactory

CANARY = "KANARIFUGL"
PROBLEM = "Eleven står alene i friminuttene."


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def case(school):
    """Every text but the problem says the same word."""
    place, today = school.place, school.today
    case = CaseFactory(
        unit=place.school, alert__office=place.office, state="follow_up",
        what_happened=CANARY, serious=True, serious_reason=CANARY,
    )  # fmt: skip
    row = InvolvementFactory(case=case, pupil=school.pupils[0], starts_on=today)
    plan = PlanFactory(case=case, about=row, problem=PROBLEM, goal=CANARY, together=CANARY)
    measure = MeasureFactory(
        plan=plan, title=f"{CANARY} ute", why=CANARY, how=CANARY, running=True, evaluate_on=today,
        responsible=place.teacher,
    )  # fmt: skip
    EvaluationFactory(measure=measure, note=CANARY, not_as_planned=CANARY)
    EntryFactory(case=case, text=CANARY)
    SafetyAnswerFactory(involvement=row, day=today, value=1)
    return case


def opens(hand, case, web):
    """By a decision, without consent; the name of the pupil is pointed out first."""
    page = hand.page
    page.goto(f"{web.url}/cases/{case.pk}/")
    hand.press(page.locator("main").get_by_role("link", name="see what has been opened to them"))
    hand.press(page.get_by_role("link", name="Open parts to PPT"))
    hand.choose("parts", "problem")
    hand.choose("parts", "plan")
    hand.choose("ground", "needed")
    hand.write("reason", "PPT skal hjelpe med klassen.")
    hand.write("problem", f"Jonas. {PROBLEM}")
    look(page, "open")
    hand.press(page.locator("main form .form-actions button").first)
    assert "“Jonas Čáhppesvuotna” stands under “The problem”" in page.inner_text(".error-summary")
    look(page, "open-name")
    hand.write("problem", PROBLEM)
    hand.send()
    look(page, "of-case")


def test_ppt_sees_what_is_opened_and_nothing_after_it_is_withdrawn(
    school, case, programs, new_page
):
    web, place = programs.web(), school.place
    leader = Hand(sign_in(new_page("desktop"), web, place.principal))
    desk = sign_in(new_page("desktop"), web, place.ppt_adviser)
    alert = f"{web.url}/ppt/{case.alert_id}/"
    desk.goto(alert)
    assert "What has been opened to you" not in desk.inner_text("main")
    opens(leader, case, web)
    desk.goto(alert)
    shown = desk.inner_text("main")
    look(desk, "ppt-opened")
    assert PROBLEM in shown
    assert "Measures: 0 planned, 1 running, 0 ended." in shown
    hidden = (CANARY, case.reference, str(case.pk), "Jonas", "Very unsafe", place.teacher.name)
    assert [one for one in hidden if one in desk.content()] == []
    assert Reading.objects.filter(case_id=case.pk, person_id=place.ppt_adviser.pk).count() == 1
    opening = PptOpening.objects.get()
    leader.page.goto(f"{web.url}/cases/{case.pk}/ppt/{opening.pk}/withdraw/")
    look(leader.page, "withdraw")
    leader.write("reason", "Foreldrene vil ikke.")
    leader.send()
    desk.reload()
    after = desk.inner_text("main")
    look(desk, "ppt-withdrawn")
    assert "You see only what you have written." in after
    assert [
        one for one in (PROBLEM, "running", "Foreldrene vil ikke.", *hidden) if one in after
    ] == []


def test_the_other_pages_about_ppt_are_without_faults(school, case, programs, new_page):
    web = programs.web()
    page = sign_in(new_page("desktop"), web, school.place.principal)
    for name in ("ask", "referral"):
        page.goto(f"{web.url}/cases/{case.pk}/ppt/{name}/")
        look(page, name)
