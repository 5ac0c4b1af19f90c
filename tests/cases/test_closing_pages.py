"""The pages on which a case is closed, looked at afterwards and followed up longer."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import Entry, OwnerNotice, SafetyAnswer
from tests.cases.closing import WHY, followed, said
from tests.cases.sheets import page
from tests.clock import TODAY
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory
from tests.factories.measures import PlanFactory
from tests.factories.organisations import member
from tests.factories.voices import InvestigationFactory


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(**more):
    return {
        "reason": WHY, "best_interests": "Eleven vil at det er over.",
        "professional_help": "offered", "token": str(uuid.uuid4()),
    } | more  # fmt: skip


def url(case, verb="close"):
    return reverse("cases:step", args=[case.pk, verb])


def asked(response):
    return set(response.context["form"].fields) - {"token"}


ALWAYS = {"reason", "best_interests", "professional_help"}


@pytest.mark.parametrize(
    ("days", "answers", "more"),
    [
        (0, (5,), set()),
        (1, (5,), {"early_reason"}),
        (0, (2,), {"unsafe_reason"}),
        (1, (2,), {"early_reason", "unsafe_reason"}),
    ],
)
def test_only_what_is_needed_is_asked(fjellet, signed_in, days, answers, more):
    case = followed(fjellet, answers=answers, followed_until=TODAY + timedelta(days=days))
    shown = signed_in(fjellet.principal).get(url(case))
    assert asked(shown) == ALWAYS | more
    assert ("A pupil does not feel safe." in text(shown)) is ("unsafe_reason" in more)
    assert ("can be closed before that with a reason" in text(shown)) is ("early_reason" in more)
    assert "a look after closing, Monday 4 January 2027" in text(shown)


def test_a_case_is_closed_on_its_page(fjellet, signed_in):
    case, client = followed(fjellet, answers=(5,)), signed_in(fjellet.principal)
    for name in ALWAYS:
        answer = client.post(url(case), typed() | {name: ""})
        assert answer.context["form"].errors.keys() == {name}
        assert WHY in page(answer) or name == "reason"
    assert client.post(url(case), typed())["Location"] == case.get_absolute_url()
    assert "Closed" in text(client.get(case.get_absolute_url()))
    # Sent once more: the case has moved on, and the page says so.
    assert client.post(url(case), typed())["Location"] == case.get_absolute_url()


@pytest.mark.parametrize("somebody", [True, False])
def test_closing_while_unsafe_says_whether_the_owner_was_told(fjellet, signed_in, somebody):
    if not somebody:
        fjellet.owner_adviser.memberships.update(ends_on=date(2026, 1, 1))
    case, client = followed(fjellet, answers=(1,)), signed_in(fjellet.principal)
    told = client.post(url(case), typed(unsafe_reason="Eleven har flyttet."), follow=True)
    assert OwnerNotice.objects.get().reason == "Eleven har flyttet."
    assert ("The owner is told that a pupil does not feel safe." in text(told)) is somebody
    assert ("Nobody at the owner could be told." in text(told)) is not somebody


def test_who_closes(fjellet, signed_in, strand):
    case = followed(fjellet)
    for person, status in (
        (fjellet.deputy, 403), (fjellet.teacher, 404), (strand.principal, 404),
    ):  # fmt: skip
        assert signed_in(person).post(url(case), typed()).status_code == status


# ---------------------------------------------------------------- the sentence
def test_closing_is_proposed_in_a_sentence_and_never_done(fjellet, signed_in):
    case = followed(fjellet, answers=(4, 5, 4), review_on=TODAY)
    sentence = "The pupil has answered 4 or 5 three times. Do you want to close?"
    address = case.get_absolute_url()
    assert sentence in text(signed_in(fjellet.principal).get(address))
    assert sentence not in text(signed_in(fjellet.deputy).get(address))  # may not close
    InvolvementFactory(case=case)  # somebody new, who has not been asked
    assert sentence not in text(signed_in(fjellet.principal).get(address))
    case.refresh_from_db()
    assert case.state == "monitoring"


# ---------------------------------------------------------------- the look
@pytest.fixture
def closed(fjellet):
    return CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.", look_on=TODAY)


def look(**more):
    return {
        "happened_on": "23.11.2026", "text": "Det går bra.", "answered_by": "pupil",
        "token": str(uuid.uuid4()),
    } | more  # fmt: skip


def test_a_look_is_written_and_nothing_waits(fjellet, signed_in, closed):
    InvolvementFactory(case=closed)
    client, address = signed_in(fjellet.principal), reverse("cases:look", args=[closed.pk])
    assert "How safe is the pupil now?" in text(client.get(address))
    assert client.post(address, look()).status_code == 200  # the answer is missing
    assert client.post(address, look(safety_0="4"))["Location"] == closed.get_absolute_url()
    assert Entry.objects.get().kind == "look"
    assert SafetyAnswer.objects.get().value == 4


def test_a_look_that_shows_no_safety_offers_to_reopen(fjellet, signed_in, closed):
    InvolvementFactory(case=closed)
    client, address = signed_in(fjellet.principal), reverse("cases:look", args=[closed.pk])
    answer = client.post(address, look(safety_0="2"), follow=True)
    assert answer.redirect_chain[-1][0] == url(closed, "reopen")
    assert "A pupil does not feel safe. Do you want to reopen?" in text(answer)
    closed.refresh_from_db()
    assert closed.state == "closed"
    client.post(url(closed, "reopen"), {"reason": "Eleven har det utrygt igjen."})
    closed.refresh_from_db()
    assert closed.state == "investigating"


def test_each_one_exposed_is_asked_about_by_name_and_nobody_where_there_is_none(
    fjellet, signed_in, closed
):
    client, address = signed_in(fjellet.principal), reverse("cases:look", args=[closed.pk])
    assert "How safe" not in text(client.get(address))
    assert client.post(address, look())["Location"] == closed.get_absolute_url()
    for name in ("Ada", "Ravdna"):
        InvolvementFactory(case=closed, pupil__name=name)
    InvolvementFactory(case=closed, pupil__name="Aslak", role="violating")
    shown = text(client.get(address))
    assert "How safe is Ada now?" in shown
    assert "How safe is Ravdna now?" in shown
    assert "Aslak" not in shown
    client.post(address, look(safety_0="4", safety_1="declined"))
    assert sorted(SafetyAnswer.objects.values_list("value", "missing"), key=str) == [
        (4, ""), (None, "declined"),
    ]  # fmt: skip


def test_there_is_no_look_at_an_open_case(fjellet, signed_in):
    case = followed(fjellet)
    answer = signed_in(fjellet.principal).get(reverse("cases:look", args=[case.pk]))
    assert answer["Location"] == case.get_absolute_url()


# ---------------------------------------------------------------- longer, and My day
def duties(response):
    return [
        (heap.key, str(duty.what), duty.url)
        for heap in response.context["workday"].heaps
        for duty in heap.duties
        if duty.url.endswith(("/look/", "/follow-up/"))
    ]


@pytest.mark.parametrize(("days", "heap"), [(-1, "overdue"), (0, "today"), (14, "later")])
def test_the_look_waits_on_my_day(fjellet, signed_in, closed, days, heap):
    type(closed).objects.update(look_on=TODAY + timedelta(days=days))
    address = reverse("cases:look", args=[closed.pk])
    what = "Look how the child has it after closing"
    assert duties(signed_in(fjellet.deputy).get("/today/")) == [(heap, what, address)]
    assert duties(signed_in(fjellet.teacher).get("/today/")) == []
    type(closed).objects.update(look_on=None)
    assert duties(signed_in(fjellet.deputy).get("/today/")) == []


@pytest.mark.parametrize(("days", "asks"), [(-3, ["overdue"]), (0, ["today"]), (1, [])])
def test_an_open_case_whose_day_has_come_is_talked_about(fjellet, signed_in, days, asks):
    case = followed(fjellet, followed_until=TODAY + timedelta(days=days))
    client, address = signed_in(fjellet.principal), reverse("cases:extend", args=[case.pk])
    what = "Talk about whether the case goes on"
    assert duties(client.get("/today/")) == [(heap, what, address) for heap in asks]
    sent = {"until": "18.06.2027", "reason": "Eleven ønsker det."}
    assert client.post(address, sent)["Location"] == case.get_absolute_url()
    assert duties(client.get("/today/")) == []


def test_a_reopened_case_waits_for_its_plan_though_an_old_one_is_complete(fjellet, signed_in):
    case = followed(fjellet, state="investigating", plan_due_on=TODAY)
    PlanFactory(
        case=case, about=case.involvements.get(), state="complete", completed_at="2026-01-01T00:00Z"
    )
    shown = signed_in(fjellet.principal).get(case.get_absolute_url())
    assert str(shown.context["file"].duty.what) == "Make the plan"


@pytest.mark.parametrize("pupils", [1, 3])
def test_who_goes_over_to_monitoring_sees_the_latest_answer_and_says_why(
    fjellet, signed_in, pupils
):
    case = followed(fjellet, state="follow_up", answers=(5, 2))
    for _more in range(pupils - 1):
        said(InvolvementFactory(case=case), 4)
    client = signed_in(fjellet.principal)
    page = " ".join(client.get(url(case, "monitor")).content.decode().split())
    assert "Siste svar: 2" in page or "Latest answer: 2 " in page
    assert "(23.11.)" in page
    assert page.count("(23.11.)") == pupils
    client.post(url(case, "monitor"), {})
    case.refresh_from_db()
    assert case.state == "follow_up"
    client.post(url(case, "monitor"), {"reason": "Eleven er bortreist i to uker."})
    case.refresh_from_db()
    assert case.state == "monitoring"


def test_a_case_monitored_without_a_plan_waits_for_none(fjellet, signed_in):
    case, client = followed(fjellet, state="investigating", answers=(5,)), signed_in(fjellet.deputy)
    InvestigationFactory(case=case)
    shown = client.get(url(case, "monitor"))
    assert "no measure is needed now" in text(shown)
    client.post(url(case, "monitor"), {"reason": "Misforståelse, og eleven sier det er greit."})
    case.refresh_from_db()
    assert case.state == "monitoring"
    page_of_case = client.get(case.get_absolute_url())
    duty = page_of_case.context["file"].duty
    assert duty is None or str(duty.what) != "Make the plan"


# ---------------------------------------------------------------- taking back
def test_an_entry_is_taken_back_with_a_reason_on_its_page(fjellet, signed_in):
    case = followed(fjellet)
    entry = EntryFactory(case=case, written_by=member("deputy", fjellet.school), text="Feil sak.")
    address = reverse("cases:withdraw_entry", args=[case.pk, entry.pk])
    client = signed_in(fjellet.principal)
    assert "Feil sak." in text(client.get(address))
    assert 'id="id_reason_error"' in page(client.post(address))
    answer = client.post(address, {"reason": "Skrevet i feil sak."})
    assert answer["Location"] == reverse("overview:log", args=[case.pk])
    elsewhere = EntryFactory(case__unit=fjellet.school)
    address = reverse("cases:withdraw_entry", args=[case.pk, elsewhere.pk])
    assert client.get(address).status_code == 404


def test_what_was_said_in_an_earlier_role_is_asked_about_too(fjellet, signed_in):
    case = followed(fjellet)
    pupil = case.involvements.get()
    said(pupil, 2)
    type(pupil).objects.filter(pk=pupil.pk).update(ends_on=TODAY)
    assert "unsafe_reason" in asked(signed_in(fjellet.principal).get(url(case)))
