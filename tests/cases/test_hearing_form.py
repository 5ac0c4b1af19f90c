"""The form of a hearing: one of three answers, and what belongs to each."""

import re

import pytest

from cases.models import Hearing, SafetyAnswer
from tests.cases.sheets import page
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.measures.pages import text

TOKEN = "5f2a7f0e-58b5-4b53-a5a8-5b4f0d0b2f11"


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


@pytest.fixture
def principal(signed_in, fjellet):
    return signed_in(fjellet.principal)


def at(row, what):
    return f"/cases/{row.case_id}/people/{row.pk}/{what}/"


def people(case):
    return f"/cases/{case.pk}/people/"


def heard(**more):
    return {
        "outcome": "held", "heard_on": "23.11.2026", "heard_by": "Anne", "how": "talk",
        "own_words": "Jeg gruer meg.", "token": TOKEN,
    } | more  # fmt: skip


def test_a_hearing_is_written_once(principal, case):
    row = InvolvementFactory(case=case)
    for _time in range(2):
        assert principal.post(at(row, "hearing"), heard())["Location"] == people(case)
    assert Hearing.objects.get().own_words == "Jeg gruer meg."


def test_each_part_of_a_hearing_says_what_it_belongs_to(principal, case):
    said = text(principal.get(at(InvolvementFactory(case=case), "hearing")))
    assert "By whom? Must be filled in if the pupil was heard" in said
    assert "Why was the pupil not heard? Must be filled in if the pupil was not heard" in said
    shown = page(principal.get(at(InvolvementFactory(case=case), "hearing")))
    assert [*re.findall('data-is="([a-z_]+)" data-when="outcome"', shown)] == [
        "held", "declined", "not_heard",
    ]  # fmt: skip


def test_how_safe_it_is_can_be_said_when_the_one_exposed_is_heard(principal, case):
    row = InvolvementFactory(case=case)
    asked = heard(how_safe="declined", heard_on="22.11.2026")
    assert principal.post(at(row, "hearing"), asked).status_code == 302
    answer = SafetyAnswer.objects.get()
    assert (answer.involvement, answer.missing, str(answer.day)) == (row, "declined", "2026-11-22")
    other = InvolvementFactory(case=case, role="unclear")
    assert "how_safe" not in principal.get(at(other, "hearing")).context["form"].fields


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"own_words": ""}, "Write what the pupil said or showed."),
        ({"heard_by": ""}, "Write who heard the pupil."),
        ({"heard_on": ""}, "Write when the pupil was heard."),
        ({"how": ""}, "Choose how the pupil was heard."),
        ({"outcome": ""}, "Choose how it went."),
        ({"outcome": "not_heard"}, "Write why the pupil was not heard."),
        ({"heard_on": "1.1.1999"}, "The date is too long ago."),
        ({"own_words": "x" * 10_001}, "The text is 10001 characters long."),
    ],
)
def test_what_is_wrong_with_a_hearing_is_said_and_the_words_are_kept(
    principal, case, wrong, sentence
):
    row = InvolvementFactory(case=case)
    response = principal.post(at(row, "hearing"), heard(adults_think="Beholdt tekst.") | wrong)
    assert sentence in text(response)
    assert "Beholdt tekst." in page(response)
    assert not Hearing.objects.exists()


def test_in_a_kindergarten_it_begins_with_observation(fjellet, signed_in):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.kindergarten))
    form = signed_in(fjellet.head).get(at(row, "hearing")).context["form"]
    assert form["how"].initial == "observed"
