"""The case file as somebody meets it: what waits, hearing a pupil, a family's paper, the end."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.models import Case
from tests.browser.drawing import look
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.evaluations.scene import scene
from tests.factories.audit import EventFactory
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import EntryFactory, InvolvementFactory
from tests.factories.digital import PhoneLogFactory


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def enter(school, programs, new_page):
    web = programs.web()

    def enter(**more):
        page = new_page("phone", has_touch=True, **more)
        return sign_in(page, web, school.place.principal), web.url

    return enter


@pytest.fixture
def case(school):
    found = scene(school.place, evaluate_on=school.today).case
    later = school.today + timedelta(days=200)
    Case.objects.update(
        needs_today="Følges til og fra garderoben.", followed_until=later,
        serious=True, serious_reason="Eleven tør ikke gå på skolen.",
    )  # fmt: skip
    InvolvementFactory(case=found, pupil=school.pupils[0], role="exposed", starts_on=school.today)
    return found


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_what_waits_stands_first_and_what_is_needed_is_done_with_one_press(school, enter, case):
    PhoneLogFactory(involvement=case.involvements.first(), return_on=school.today)
    page, web = enter()
    page.goto(f"{web}{case.get_absolute_url()}")
    look(page, "case-waiting")
    press(page, "It is done")
    assert page.get_by_role("button", name="It is done").count() == 0
    assert page.locator("#next-step ~ .cards").first.locator(".card").count() == 4
    page.goto(f"{web}/cases/{case.pk}/people/")
    look(page, "people-without-guardians")


@pytest.mark.parametrize("scripts", [True, False])
def test_of_a_hearing_the_chosen_part_is_shown(enter, case, scripts):
    page, web = enter(java_script_enabled=scripts)
    row = case.involvements.last()
    page.goto(f"{web}/cases/{case.pk}/people/{row.pk}/hearing/")
    parts = [page.get_by_label("By whom?"), page.get_by_label("Why was the pupil not heard?")]
    for chosen, shown in ((None, 0), ("The pupil was heard", 1), ("The pupil was not heard", 2)):
        if chosen:
            page.get_by_label(chosen, exact=True).check()
        for number, part in enumerate(parts, 1):
            expect(part).to_be_visible(visible=not scripts or number == shown)
    if scripts:
        page.get_by_label("The pupil was heard", exact=True).check()
        look(page, "hearing-held")


def test_a_family_is_given_the_lines_that_stay_ticked(school, enter, case):
    row = case.involvements.first()
    for text in ("Samtale i dag.", "Om et annet barn."):
        EntryFactory(case=case, text=text)
    EventFactory(
        case_id=case.pk, name="involvement.added", target_id=row.pk, data={"role": "exposed"}
    )
    page, web = enter()
    page.goto(f"{web}/cases/{case.pk}/log/print/")
    look(page, "log-print")
    page.get_by_role("radio", name="For a family").check()
    page.get_by_label("whose?").select_option(str(row.pk))
    press(page, "Make the paper edition")
    look(page, "log-choose")
    page.locator(".ds-field", has_text="Om et annet barn.").locator("input").uncheck()
    press(page, "Make the paper edition")
    expect(page.get_by_text("Samtale i dag.")).to_be_visible()
    expect(page.get_by_text("1 more line is left out by hand.")).to_be_visible()
    expect(page.get_by_text("Om et annet barn.")).to_have_count(0)


def test_before_a_case_is_closed_it_is_said_what_stops_it(enter, case):
    LegalHoldFactory(case=case, reason="Familien ber om det.")
    page, web = enter()
    page.goto(f"{web}/cases/{case.pk}/steps/close/")
    look(page, "close-stopped")
    expect(page.get_by_text("1 measure is planned or runs.")).to_be_visible()
    page.goto(f"{web}/cases/{case.pk}/access/hand-over/")
    look(page, "hand-over")
