"""The main job, from the sign-in page to the mail server: real browser, web, worker and mail.

What lies ahead is reached by starting the programs again on that day, so that it makes no
difference on which day of the year the test runs.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from cases.models import Case, PptAlert
from common.dates import in_words
from evaluations.models import Evaluation
from measures.models import Measure, PlanVersion
from notifications.models import Message
from organisations.calendar.days import next_working_day
from tests.browser.hand import Hand
from tests.browser.leaks import leaked_from
from tests.browser.school import TEXT, School
from tests.browser.signing_in import sign_in
from tests.evaluations.scene import scene
from tests.plugin_database import as_worker

WHY = "Det svarer på det eleven forteller."


@pytest.fixture
def day(day):
    """On a closed day a letter waits for the next one that is open."""
    return next_working_day(day)


@dataclass
class Job:
    """What the steps hand on to each other."""

    school: School
    programs: Any
    new_page: Any
    mail: Any
    web: Any = None
    hand: Hand | None = None
    inbox: Any = None
    days: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self):
        return Case.objects.get()

    def enter(self, person, size="desktop", **options):
        return sign_in(self.new_page(size, **options), self.web, person)


@pytest.fixture
def job(school, programs, new_page, smtp_server):
    return Job(school, programs, new_page, smtp_server, web=programs.web())


def in_english(day):
    with translation.override("en"):
        return in_words(day)


def typed(day):
    return day.strftime("%d.%m.%Y")


def log_a_case(hand):
    """From Min dag; who signs in comes there. Six answers at the most."""
    hand.start_counting()
    hand.press(hand.page.locator("main").get_by_role("link", name="New case"))
    hand.unfold("7A")
    pupil = hand.page.locator("main details[open] input").first
    hand.choose("pupils", pupil.get_attribute("value"))
    hand.send()
    hand.write("what_happened", TEXT)
    hand.choose("kinds", "exclusion")
    hand.send()
    hand.choose("serious", "no")
    hand.send()
    hand.tell("new case")
    assert hand.inputs <= 6
    assert hand.clicks <= 9


def the_principal_logs_a_case(job):
    place = job.school.place
    job.inbox = job.enter(place.ppt_adviser)
    assert job.inbox.url == f"{job.web.url}/ppt/"
    assert job.inbox.locator("main .cards li").count() == 0
    job.hand = Hand(job.enter(place.principal))
    log_a_case(job.hand)
    assert job.hand.page.url == job.web.url + job.case.get_absolute_url()
    assert job.hand.page.locator("h1").inner_text() == f"Case {job.case.reference}"


def ppt_sees_it_at_once(job, worker):
    """The worker is held, so no letter can be on its way."""
    job.inbox.reload()
    assert job.inbox.locator("main .cards li").count() == 1
    assert "New" in job.inbox.locator("main .cards li").inner_text()
    assert list(Message.objects.emails().values_list("state", flat=True)) == ["ready"] * 2
    assert job.mail.messages == []
    job.inbox.goto(f"{job.web.url}/messages/")
    assert job.inbox.locator("main .cards li").count() == 1
    worker.go_on()


def then_the_letter_comes_and_tells_nothing(job):
    letters = job.mail.wait_for(2)
    place, alert = job.school.place, PptAlert.objects.get()
    told = {address for letter in letters for address in letter.recipients}
    assert told == {place.ppt_adviser.email, place.ppt_leader.email}
    for letter in letters:
        holds_no_secret(job, letter)
    (own,) = (letter for letter in letters if letter.recipients == [place.ppt_adviser.email])
    job.inbox.goto(next(line for line in own.text.splitlines() if line.startswith(job.web.url)))
    assert job.inbox.url == f"{job.web.url}/ppt/{alert.pk}/"
    Hand(job.inbox).press(job.inbox.get_by_role("button", name="Acknowledge"))
    assert PptAlert.objects.filter(state="received", received_by=place.ppt_adviser).exists()


def holds_no_secret(job, letter):
    content = "\n".join([*map(str, letter.message.values()), letter.text])
    secrets = [*job.school.secrets(), job.case.reference, "Words", "Exclusion"]
    assert [secret for secret in secrets if secret in content] == []


def the_principal_writes_the_problem(job):
    hand, page = job.hand, job.hand.page
    hand.start_counting()
    hand.press(page.get_by_role("link", name="Make the plan"))
    hand.press(page.get_by_role("button", name="Start a plan for"))
    hand.write("problem", "Eleven sitter alene i lunsjen og er utrygg før den.")
    hand.write("goal", "Eleven svarer trygt tre ganger.")
    hand.write("together", "De voksne gjør lunsjen trygg mens klassen øver på å ta med flere.")
    hand.send()


def describe_a_measure(job, title, who, *groups, level):
    hand = job.hand
    hand.press(hand.page.get_by_role("link", name="Write your own"))
    hand.write("title", title)
    hand.write("why", WHY)
    for group in groups:
        hand.choose("target_groups", group)
    hand.choose("level", level)
    hand.select("responsible", who.name)


def card(job, title):
    return job.hand.page.locator(".plan-card", has=job.hand.page.get_by_role("heading", name=title))


def two_measures_at_once_and_one_after(job):
    hand, page, place = job.hand, job.hand.page, job.school.place
    calendar = job.school.calendar
    start = calendar.add_open_days(job.school.today, 1).date
    end = calendar.add_open_weeks(start, 3).date
    job.days |= {"start": start, "evaluation": calendar.add_open_weeks(start, 1).date}
    hand.press(page.get_by_role("link", name="Add a measure", exact=True).last)
    describe_a_measure(job, "Trygg voksen", place.teacher, "exposed", level="individual")
    hand.write("starts_on", typed(start))
    hand.write("ends_on", typed(end))
    hand.send()
    hand.press(card(job, "Trygg voksen").get_by_role("link", name="At the same time as this"))
    describe_a_measure(
        job, "Voksen i lunsjen", place.other_teacher, "bystanders", "unit", level="system"
    )
    assert hand.field("starts_on").input_value() == typed(start)
    assert hand.field("ends_on").input_value() == typed(end)
    hand.send()
    hand.press(card(job, "Trygg voksen").get_by_role("link", name="After this"))
    describe_a_measure(job, "Klassemøter", place.teacher, "class", level="system")
    after = calendar.next_open_day(end + timedelta(days=1)).date
    assert hand.field("starts_on").input_value() == typed(after)
    hand.send()
    said = page.locator(".plan-sentence").inner_text()
    assert said.startswith("First Trygg voksen and Voksen i lunsjen at the same time (week")
    assert "Then Klassemøter (from week" in said


def one_evaluation_is_moved_and_the_plan_completed(job):
    hand, page = job.hand, job.hand.page
    calendar, start = job.school.calendar, job.days["start"]
    assert in_english(job.days["evaluation"]) in card(job, "Voksen i lunsjen").inner_text()
    hand.press(card(job, "Voksen i lunsjen").get_by_role("link", name="Change the evaluation date"))
    hand.choose("in_weeks", "2")
    hand.send()
    moved = calendar.add_open_weeks(start, 2).date
    assert in_english(moved) in card(job, "Voksen i lunsjen").inner_text()
    assert in_english(job.days["evaluation"]) in card(job, "Trygg voksen").inner_text()
    hand.press(page.get_by_role("link", name="Complete the plan"))
    hand.write("best_interests", "Eleven vil at en voksen er der. Planen følger det.")
    hand.write("aside_violating", "Det er ikke kjent hvem det er.")
    hand.send()
    hand.tell("plan with three measures, one date moved")
    assert PlanVersion.objects.get().number == 1
    assert job.case.state == "follow_up"
    assert {measure.state for measure in Measure.objects.all()} == {"planned"}


def the_sweep_starts_and_reminds(job):
    """The command on the day they start; the worker's own round on the day that one is due."""
    with as_worker():
        call_command("sweep", on=job.days["start"])
    running = Measure.objects.running()
    assert {measure.title for measure in running} == {"Trygg voksen", "Voksen i lunsjen"}
    assert running.get(title="Trygg voksen").evaluate_on == job.days["evaluation"]
    assert len(job.mail.messages) == 2
    job.web = job.programs.web(on=job.days["evaluation"])
    job.programs.worker(job.web, on=job.days["evaluation"])
    reminder = job.mail.wait_for(3)[2]
    assert reminder.recipients == [job.school.place.teacher.email]
    holds_no_secret(job, reminder)


def the_teacher_records_it_in_three_taps(job):
    page = job.enter(job.school.place.teacher, "phone", has_touch=True)
    assert page.locator("main").get_by_role("link", name="Evaluate").count() == 1
    assert "Today (1)" in page.locator("main").inner_text()
    hand = Hand(page)
    hand.press(page.locator("main").get_by_role("link", name="Evaluate"))
    assert WHY in page.locator("main").inner_text()
    record_an_evaluation(hand)
    calendar, today = job.school.calendar, job.days["evaluation"]
    # A week, not two: the pupil does not feel safe.
    job.days["next"] = calendar.add_open_weeks(today, 1).date
    assert in_english(job.days["next"]) in page.locator(".messages").inner_text()
    assert page.url == f"{job.web.url}/today/"
    assert Measure.objects.get(title="Trygg voksen").evaluate_on == job.days["next"]


def record_an_evaluation(hand):
    """On the form. The press that led there was the first click."""
    hand.choose("safety", "2")
    hand.choose("effect", "partly")
    hand.choose("next", "continue")
    hand.send()
    hand.tell("evaluation from Min dag")
    assert (hand.inputs, hand.clicks) == (3, 5)
    answer = Evaluation.objects.get()
    assert (answer.safety.value, answer.effect, answer.next) == (2, "partly", "continue")


def the_case_page_shows_all_of_it(job):
    page = job.enter(job.school.place.principal)
    page.goto(f"{job.web.url}{job.case.get_absolute_url()}log/")
    log = page.inner_text("main")
    for said in (
        "opened the case", "PPT was alerted", "at PPT received the alert", "began the plan",
        "put up the measure “Trygg voksen”", "put up the measure “Voksen i lunsjen”",
        "put up the measure “Klassemøter”", "moved the evaluation of “Voksen i lunsjen”",
        "completed the plan, version 1", "started the measure “Trygg voksen”",
        "recorded how safe the one exposed has it: 2", "evaluated “Trygg voksen”. Effect: Partly",
    ):  # fmt: skip
        assert said in log
    page.goto(job.web.url + job.case.get_absolute_url())
    readers = page.locator("section", has=page.locator("#readers")).inner_text()
    place = job.school.place
    assert place.principal.name in readers
    assert place.teacher.name in readers
    assert place.ppt_adviser.name not in readers
    assert in_english(job.days["next"]) in page.locator("main").inner_text()


def test_from_the_first_report_to_the_first_evaluation(job):
    worker = job.programs.worker(job.web)
    worker.pause()
    the_principal_logs_a_case(job)
    ppt_sees_it_at_once(job, worker)
    then_the_letter_comes_and_tells_nothing(job)
    assert leaked_from(job.programs, job.school, job.hand.page, job.inbox) == []
    worker.kill()
    the_principal_writes_the_problem(job)
    two_measures_at_once_and_one_after(job)
    one_evaluation_is_moved_and_the_plan_completed(job)
    the_sweep_starts_and_reminds(job)
    the_teacher_records_it_in_three_taps(job)
    the_case_page_shows_all_of_it(job)


def test_on_a_phone_without_scripts(job):
    """A case and an evaluation; and the time from a case to its letter, nothing being held."""
    place = job.school.place
    job.programs.worker(job.web)
    bare = {"java_script_enabled": False, "has_touch": True}
    log_a_case(Hand(job.enter(place.principal, "phone", **bare)))
    arrived = job.mail.wait_for(2)[0].arrived + job.programs.ahead().total_seconds()
    print(f"measured: case to letter {arrived - job.case.created_at.timestamp():.2f} s")
    scene(place, evaluate_on=job.school.today)
    page = job.enter(place.teacher, "phone", **bare)
    hand = Hand(page)
    hand.press(page.locator("main").get_by_role("link", name="Evaluate"))
    record_an_evaluation(hand)
    assert page.locator(".messages .ds-alert").count() == 2
