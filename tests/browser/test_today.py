"""Goal G3: who leads the school sees all that is overdue as soon as they have signed in, the first
three above the fold, and the list is what stands in the database."""

from datetime import timedelta

import pytest

from cases.models import Case, PptAlert
from cases.rules import OPEN_STATES
from measures.models import Measure
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.evaluations.scene import scene
from tests.factories.cases import CaseFactory
from tests.factories.measures import MeasureFactory
from tests.plugin_browser import SIZES

PLAN, ASK = "Make the plan", "Ask PPT why the alert is not answered"
TITLES = ("Voksen i garderoben før og etter gym", "Klassemøter om hvem vi er sammen med", "Makker")
ROWS = """cards => cards.map(card => [
    card.querySelector('strong').textContent.trim(),
    card.querySelector('.duty-case').textContent.trim(),
])"""


@pytest.fixture
def school(transactional_db, day):
    """Eight measures are overdue, one of them in a case with another, and a plan, and PPT's answer.
    Others are due today or later, belong to a case that has ended, or to another school."""
    school = School(day)
    place, today = school.place, day
    people = (place.teacher, place.other_teacher, place.principal)
    for number, days in enumerate((1, 2, 3, 5, 8, 13, 34, 0, -4)):
        due = {"evaluate_on": today - timedelta(days=days), "responsible": people[number % 3]}
        last = scene(place, **due).measure
        Measure.objects.filter(pk=last.pk).update(title=TITLES[number % 3])
    MeasureFactory(
        plan=last.plan, running=True, responsible=place.teacher, title="Makker",
        evaluate_on=today - timedelta(days=21),
    )  # fmt: skip
    ended = scene(place, evaluate_on=today - timedelta(days=9)).case
    Case.objects.filter(pk=ended.pk).update(state="void", ended_reason="Feil.")
    late = {"state": "investigating", "plan_due_on": today - timedelta(days=2)}
    CaseFactory(unit=place.school, **late)
    CaseFactory(unit=place.other_school, **late)
    CaseFactory(unit=place.school, alert__answer_by=today - timedelta(days=1))
    return school


def overdue(school):
    """By the tables: what is late in this school's open cases. No plan of theirs is complete."""
    today, open_cases = school.today, {"unit": school.place.school, "state__in": OPEN_STATES}
    measures = Measure.objects.filter(evaluate_on__lt=today, case__unit=school.place.school)
    late = [
        (f"Evaluate: {measure.title}", measure.case.reference)
        for measure in measures.select_related("case")
        if measure.case.state in OPEN_STATES
    ]
    plans = Case.objects.filter(plan_due_on__lt=today, **open_cases)
    alerts = PptAlert.objects.filter(state="new", answer_by__lt=today)
    answers = Case.objects.filter(alert__in=alerts, **open_cases)
    late += [(PLAN, case.reference) for case in plans]
    return late + [(ASK, case.reference) for case in answers]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_all_that_is_overdue_is_seen_without_a_click(school, programs, new_page, size):
    web = programs.web()
    principal = school.place.principal
    page = sign_in(new_page(size, has_touch=size == "phone"), web, principal)
    assert page.url == f"{web.url}/today/"
    cards = page.locator(".heap.overdue .card")
    rows = [tuple(row) for row in cards.evaluate_all(ROWS)]
    counted = [row for row in rows if row[0].startswith("Evaluate: ") or row[0] in (PLAN, ASK)]
    assert sorted(counted) == sorted(overdue(school))
    assert len(counted) >= 10
    assert f"({len(rows)})" in page.locator("#heap-overdue").inner_text()
    assert all(card.is_visible() for card in cards.all())
    assert page.locator(".heap").first.locator("h2").get_attribute("id") == "heap-overdue"
    for language in ("en", "nb", "nn"):
        type(principal).objects.filter(pk=principal.pk).update(language=language)
        page.goto(f"{web.url}/today/")
        boxes = [cards.nth(place).bounding_box() for place in range(3)]
        ends = [round(box["y"] + box["height"]) for box in boxes]
        print(f"measured: {size} {language}: the first three overdue end at {ends} px")
        assert page.evaluate("scrollY") == 0
        assert max(ends) <= SIZES[size]["height"]
