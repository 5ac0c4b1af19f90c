"""A plan of twelve measures as it is drawn, and a measure that is moved: at both widths, by
keyboard, and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.models import Measure
from organisations.calendar import week_of
from tests.browser.drawing import faults_at
from tests.browser.hand import Hand
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory, SuccessionFactory

# Title, first and last week counted from this one (None: all the time), those it comes after.
TWELVE = [
    ("Samtale med den som er utsatt", -3, -2, ()),
    ("Voksen i garderoben før og etter gym", -3, 2, ()),
    ("Fast trygg voksen", -3, None, ()),
    ("Samtaler med dem som krenker, hver for seg", -1, 1, (0,)),
    ("Foreldremøte på trinnet om det som skjer på nett", 1, 1, (0,)),
    ("Klassemøter om hvem vi er sammen med, og hva vi gjør når vi ser noe", 3, 6, (1, 3)),
    ("Gjenopprettende samtale", 3, 3, (3,)),
    ("Nye roller i lek", 4, 8, (6,)),
    ("Faste læringspar", 7, 12, (5,)),
    ("Digital dømmekraft", 9, 11, (7,)),
    ("Ny inspeksjonsplan", 0, None, ()),
    ("Følge med i overgangene", 13, 16, (8, 9)),
]


@pytest.fixture
def plan(school):
    place, calendar = school.place, school.calendar
    case = CaseFactory(unit=place.school, state="follow_up")
    plan = PlanFactory(case=case, about=InvolvementFactory(case=case, pupil=school.pupils[0]))
    monday, made = week_of(school.today).monday, []
    for title, first, last, after in TWELVE:
        starts_on = calendar.next_open_day(monday + timedelta(weeks=first)).date
        begun = first < 0
        made.append(
            MeasureFactory(
                plan=plan,
                title=title,
                responsible=place.teacher,
                starts_on=starts_on,
                ends_on=None if last is None else monday + timedelta(weeks=last, days=4),
                state="planned" if not begun else "running" if last != -2 else "finished",
                evaluate_on=school.today if begun and last != -2 else None,
                created_at=timezone.now(),
            )
        )
        for before in after:
            SuccessionFactory(measure=made[-1], predecessor=made[before])
    late = made[4]
    Measure.objects.filter(pk=late.pk).update(questioned_on=school.today, questioned_for=made[0])
    return plan


def open_plan(page, plan):
    page.goto(f"{page.web.url}/cases/{plan.case_id}/plan/")
    return page


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_plan_of_twelve_measures_is_drawn_without_faults(enter, plan, size):
    page = open_plan(enter(size), plan)
    assert page.locator(".plan-card").count() == 12
    assert page.locator("rect.axis-bar").count() == 12
    assert faults_at(page, "plan-of-twelve", size) == []
    for sentence in page.locator(".axis details summary").all():
        sentence.click()
    assert page.locator(".axis tbody tr").count() == 12
    page.goto(f"{page.web.url}/cases/measures/{plan.measures.get(title=TWELVE[8][0]).pk}/move/")
    assert faults_at(page, "move-of-twelve", size) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_measure_is_moved_with_two_clicks_and_no_script(enter, plan, size):
    """Goal G5: two presses, and what comes after it moves along."""
    page = open_plan(enter(size, java_script_enabled=False), plan)
    measure = plan.measures.get(title="Faste læringspar")
    last = plan.measures.get(title="Følge med i overgangene")
    hand = Hand(page)
    hand.press(page.locator(f"#measure-{measure.pk}").get_by_role("link", name="Move to"))
    hand.press(page.get_by_role("button", name="1 week later"))
    hand.tell(f"a measure moved ({size})")
    assert hand.clicks == 2
    assert "1 other measure moves 5 school days later." in page.inner_text(".messages")
    moved = {one.pk: one.starts_on for one in plan.measures.all()}
    assert moved[measure.pk] > measure.starts_on
    assert moved[last.pk] > last.starts_on


def test_a_measure_is_moved_by_keyboard(enter, plan):
    page = open_plan(enter(), plan)
    measure = plan.measures.get(title="Faste læringspar")
    link = page.locator(f"#measure-{measure.pk}").get_by_role("link", name="Move to")
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    button = page.get_by_role("button", name="After “Digital dømmekraft”")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Space")
    assert list(measure.after.values_list("title", flat=True)) == ["Digital dømmekraft"]
