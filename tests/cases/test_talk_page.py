"""The page of one talk: the adult meets the pupil's name, and nothing else of the case."""

import pytest

from cases.models import Entry, SafetyAnswer
from tests.cases.sheets import page
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.voices import HearingFactory, TrustedAdultFactory
from tests.measures.pages import text

TOKEN = "5f2a7f0e-58b5-4b53-a5a8-5b4f0d0b2f11"


@pytest.fixture
def trusted(fjellet):
    row = InvolvementFactory(
        case=CaseFactory(unit=fjellet.school, what_happened="HEMMELIG"),
        pupil__name="Sárá Nilsen",
    )
    return TrustedAdultFactory(involvement=row, adult=fjellet.teacher)


def at(trusted):
    return f"/cases/talks/{trusted.pk}/"


def told(**more):
    return {"talked_on": "23.11.2026", "text": "Vi gikk en tur.", "token": TOKEN} | more


def test_the_teacher_writes_the_talk_and_sees_no_more(fjellet, signed_in, trusted):
    client = signed_in(fjellet.teacher)
    response = client.get(at(trusted))
    assert "Sárá Nilsen" in text(response)
    assert "HEMMELIG" not in page(response)
    assert f"/cases/{trusted.case_id}/" not in page(response)
    assert "Sárá" not in page(response).split("</title>")[0]
    for _time in range(2):
        assert client.post(at(trusted), told())["Location"] == "/today/"
    said = text(client.get("/today/"))
    assert "The next one is on Monday 7 December 2026, week 50." in said
    assert Entry.objects.get().kind == "talk"
    for hidden in ("", "people/", "investigation/"):
        assert client.get(f"/cases/{trusted.case_id}/{hidden}").status_code == 404


def test_the_leader_writes_it_too_and_goes_back_to_the_people(fjellet, signed_in, trusted):
    client = signed_in(fjellet.principal)
    assert client.post(at(trusted), told())["Location"] == f"/cases/{trusted.case_id}/people/"


def test_one_who_declined_may_be_asked_again_in_the_talk(fjellet, signed_in, trusted):
    client, row = signed_in(fjellet.teacher), trusted.involvement
    assert "has not wanted to be heard" not in text(client.get(at(trusted)))
    HearingFactory(involvement=row, declining=True)
    assert "You may ask once whether it is right now" in text(client.get(at(trusted)))
    HearingFactory(involvement=row, written_at="2026-11-24T09:00Z")
    assert "has not wanted to be heard" not in text(client.get(at(trusted)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Write what you talked about."),
        ({"text": "x" * 10_001}, "The text is 10001 characters long."),
        ({"talked_on": "24.11.2026"}, "The date is in the future."),
        ({"talked_on": "1.1.1999"}, "The date is too long ago."),
        ({"next_on": "23.11.2026"}, "Choose a day after today for the next talk."),
        ({"next_on": "1.1.2030"}, "Choose a day for the talk from today to a year ahead."),
        ({"token": "x"}, "Open the page again"),
    ],
)
def test_what_is_wrong_is_said(fjellet, signed_in, trusted, wrong, sentence):
    response = signed_in(fjellet.teacher).post(at(trusted), told(**wrong))
    assert sentence in text(response)
    assert not Entry.objects.exists()


def test_somebody_else_finds_nothing(fjellet, strand, signed_in, trusted):
    CaseAccessFactory(case=trusted.case, person=fjellet.owner_adviser, kind="granted")
    for person, status in (
        (fjellet.other_teacher, 404), (strand.principal, 404), (fjellet.ppt_adviser, 404),
        (fjellet.owner_adviser, 403),
    ):  # fmt: skip
        client = signed_in(person)
        for what in ("", "move/", "away/", "change/"):
            assert (person, client.get(at(trusted) + what).status_code) == (person, status)
    assert signed_in(fjellet.teacher).get(at(trusted) + "change/").status_code == 403


def test_the_excluded_adult_finds_nothing(fjellet, signed_in, trusted):
    CaseAccessFactory(case=trusted.case, person=fjellet.teacher)
    assert signed_in(fjellet.teacher).get(at(trusted)).status_code == 404


def test_the_talk_goes_on_where_the_owner_holds_the_case(fjellet, signed_in, trusted):
    type(trusted.case).objects.update(held_by=fjellet.owner)
    client = signed_in(fjellet.teacher)
    assert client.get(at(trusted)).status_code == 404
    CaseAccessFactory(case=trusted.case, person=fjellet.teacher, kind="takes_part")
    assert client.post(at(trusted), told())["Location"] == "/today/"


def test_an_adult_who_is_no_longer_trusted_is_told_so(fjellet, signed_in, trusted):
    type(trusted).objects.update(ends_on=TODAY, talk_on=None, ended_for="left")
    response = signed_in(fjellet.teacher).get(at(trusted), follow=True)
    assert "Somebody else is the trusted adult now." in text(response)


def test_how_safe_it_is_can_be_said_in_the_talk_and_need_not(fjellet, signed_in, trusted):
    client = signed_in(fjellet.teacher)
    client.post(at(trusted), told())
    assert not SafetyAnswer.objects.exists()
    other = "5f2a7f0e-58b5-4b53-a5a8-5b4f0d0b2f12"
    assert client.post(at(trusted), told(token=other, how_safe="2")).status_code == 302
    answer = SafetyAnswer.objects.get()
    assert (answer.value, answer.day, answer.answered_by, answer.recorded_by) == (
        2, TODAY, "pupil", fjellet.teacher,
    )  # fmt: skip
    type(trusted.involvement).objects.update(role="violating")
    assert "how_safe" not in client.get(at(trusted)).context["form"].fields
