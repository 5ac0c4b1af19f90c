"""“Is it getting better?” One press from the case, answered in the first sentence, and a picture
that is drawn at both widths and on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.drawing import draw, faults_at
from tests.factories.cases import CaseFactory, InvolvementFactory, SafetyAnswerFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.plugin_browser import SIZES

# Weeks ago, and what was answered: a number, not asked (None), or by whom else.
ANSWERS = [(20, 2, "pupil"), (19, 2, "pupil"), (17, 3, "pupil"), (13, None, "pupil"),
           (12, 2, "adult"), (9, 3, "pupil"), (5, 2, "pupil"), (1, 4, "pupil")]  # fmt: skip
# Title, first and last week ago (None: still), and what adults answered how many weeks ago.
MEASURES = [
    ("Fast trygg voksen", 21, None, ((20, "too_early"), (17, "partly"), (9, "yes"), (1, "yes"))),
    ("Klassemøter om hvem vi er sammen med, og hva vi gjør når vi ser noe", 14, 6, ((9, "no"),)),
    ("Voksen i garderoben før og etter gym", 6, None, ((5, "partly"), (1, "yes"))),
]


@pytest.fixture
def case(school):
    place, today, now = school.place, school.today, timezone.now()
    case = CaseFactory(unit=place.school, state="follow_up", created_at=now - timedelta(weeks=21))
    pupil = InvolvementFactory(case=case, pupil=school.pupils[0])
    for weeks, value, by in ANSWERS:
        SafetyAnswerFactory(
            involvement=pupil, day=today - timedelta(weeks=weeks), value=value,
            missing="" if value else "not_asked", answered_by=by,
        )  # fmt: skip
    plan = PlanFactory(case=case, about=pupil)
    for title, first, last, effects in MEASURES:
        begun = today - timedelta(weeks=first)
        measure = MeasureFactory(
            plan=plan, title=title, responsible=place.teacher, starts_on=begun, started_on=begun,
            ends_on=last and today - timedelta(weeks=last),
            state="finished" if last else "running", evaluate_on=None if last else today,
        )  # fmt: skip
        for weeks, effect in effects:
            ago = timedelta(weeks=weeks)
            EvaluationFactory(
                measure=measure, effect=effect, due_on=today - ago, recorded_at=now - ago
            )
    return case


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_one_press_from_the_case_answers_whether_it_gets_better(enter, case, size):
    page = enter(size)
    page.goto(f"{page.web.url}/cases/{case.pk}/")
    assert page.locator(".spark-dot").count() == 6
    assert faults_at(page, "development-case", size) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Development", exact=True).click()
    sentence = page.get_by_text("The pupil has gone up from 2 (unsafe) to 4 (safe) in 19 weeks.")
    box = sentence.bounding_box()
    assert box["y"] + box["height"] < SIZES[size]["height"]
    assert box["y"] < page.locator(".development-picture").bounding_box()["y"]
    print(f"measured: the sentence of the development ends at {box['y'] + box['height']:.0f} px")
    # Two gaps: where the pupil was not asked, and nothing is drawn through what an adult saw.
    assert page.locator(".development-dot").count() == 6
    assert page.locator("line.development-own").count() == 4
    assert page.locator(".development-seen").count() == 1
    assert page.locator(".development-letter").count() == 7
    assert faults_at(page, "development", size) == []
    with page.expect_navigation():
        page.get_by_role("link", name="The last 8 weeks").click()
    assert page.locator(".development-dot").count() == 2
    assert faults_at(page, "development-lately", size) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_lists_have_the_small_version(enter, case, size):
    page = enter(size)
    page.goto(f"{page.web.url}/cases/")
    assert page.locator("tbody .spark-dot").count() == 6
    assert faults_at(page, "development-list", size) == []


def test_on_paper_the_picture_and_the_tables_stand_without_the_frame(enter, case):
    page = enter()
    page.goto(f"{page.web.url}/cases/{case.pk}/development/")
    page.emulate_media(media="print")
    assert page.locator(".development-picture").is_visible()
    assert not page.locator(".tabs").is_visible()
    assert page.locator("table").count() == 2
    draw(page, "development-paper", full_page=True)
