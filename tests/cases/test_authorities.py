"""With the county governor: a flag beside the case, letters, and what the owner is to do."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from audit.models import Event
from cases.actions import (
    end_county_case,
    note_decision,
)
from cases.models import Case, CountyCase, Letter, OrderedAct
from common.errors import ActionError
from tests.cases.county import FRIDAY, LATER, do, opened, refused_to_outsiders, wrote
from tests.clock import TODAY
from tests.factories.authorities import CountyCaseFactory, LetterFactory, OrderedActFactory
from tests.factories.cases import CaseFactory


@pytest.fixture
def county(fjellet):
    return CountyCaseFactory(case__unit=fjellet.school, case__state="follow_up")


@pytest.fixture
def decided(fjellet):
    return CountyCaseFactory(case__unit=fjellet.school, decided=True)


# ---------------------------------------------------------------- they have it
def test_open_county_case_is_a_flag_beside_the_state(fjellet):
    case, token = CaseFactory(unit=fjellet.school, state="follow_up"), uuid.uuid4()
    for _time in range(2):
        opened(case, fjellet.deputy, token=token, their_reference=" 2026/1234 ")
    county = CountyCase.objects.get()
    assert (county.opened_on, county.their_reference) == (FRIDAY, "2026/1234")
    labelled = Case.objects.with_labels().get()
    assert (labelled.state, labelled.is_with_county) == ("follow_up", True)
    event = Event.objects.get()
    assert (event.name, event.data) == ("county.opened", {"opened_on": "2026-11-20"})


@pytest.mark.parametrize("state", ["closed", "monitoring"])
def test_open_county_case_in_whatever_state(fjellet, state):
    assert opened(
        CaseFactory(unit=fjellet.school, state=state, ended_reason="x"), fjellet.principal
    )


def test_open_county_case_refused_by_state(fjellet, county):
    with pytest.raises(ActionError):
        opened(county.case, fjellet.principal)
    with pytest.raises(ActionError):
        opened(CaseFactory(unit=fjellet.school, state="void", ended_reason="x"), fjellet.principal)


def test_open_county_case_refused_by_state_of_a_kindergarten(fjellet):
    with pytest.raises(ActionError):
        opened(CaseFactory(unit=fjellet.kindergarten), fjellet.head)


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 11, 19), date(1999, 1, 1)])
def test_open_county_case_refused_by_state_of_the_day(fjellet, day):
    with pytest.raises(ActionError):
        opened(CaseFactory(unit=fjellet.school), fjellet.principal, opened_on=day)


def test_open_county_case_refused_by_role(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    refused_to_outsiders(fjellet, strand, lambda by: opened(case, by))


# ---------------------------------------------------------------- what they decide
def decide(county, by, **more):
    told = {"decided_on": TODAY, "decision": "Plikten er ikke oppfylt."}
    return do(note_decision, by, county_case=county, **(told | more))


def test_note_decision_stands_once(fjellet, county):
    for _time in range(2):
        decide(county, fjellet.principal)
    county.refresh_from_db()
    assert (county.decided_on, county.decision) == (TODAY, "Plikten er ikke oppfylt.")
    assert Event.objects.get().name == "county.decided"
    with pytest.raises(ActionError):
        decide(county, fjellet.principal, decision="Noe annet.")


@pytest.mark.parametrize(
    "wrong",
    [{"decision": " "}, {"decided_on": date(2026, 11, 19)}, {"decided_on": date(2026, 11, 24)}],
)
def test_note_decision_refused_by_state_of_what_is_typed(fjellet, county, wrong):
    with pytest.raises(ActionError):
        decide(county, fjellet.principal, **wrong)


def test_note_decision_refused_by_state(fjellet, county):
    CountyCase.objects.update(ended_on=TODAY)
    with pytest.raises(ActionError):
        decide(county, fjellet.principal)


def test_note_decision_refused_by_role(fjellet, strand, county):
    refused_to_outsiders(fjellet, strand, lambda by: decide(county, by))


# ---------------------------------------------------------------- letters
def test_add_letter_waits_until_it_is_answered(fjellet, county):
    letter = wrote(county, fjellet.deputy, answer_due_on=LATER)
    assert list(Letter.objects.waiting()) == [letter]
    answer = wrote(county, fjellet.deputy, direction="out", about="Vårt svar.", answers=letter)
    assert (answer.answers, answer.answer_due_on) == (letter, None)
    assert not Letter.objects.waiting().exists()
    assert [event.data["direction"] for event in Event.objects.order_by("number")] == ["in", "out"]


def test_add_letter_with_the_same_sheet_is_one(fjellet, county):
    token = uuid.uuid4()
    first = wrote(county, fjellet.deputy, token=token)
    assert wrote(county, fjellet.deputy, token=token) == first
    for by, about in ((fjellet.deputy, "Noe annet."), (fjellet.principal, "De spør.")):
        with pytest.raises(ActionError):
            wrote(county, by, token=token, about=about)
    assert Letter.objects.count() == 1


def test_add_letter_from_them_may_be_older_than_the_county_case(fjellet, county):
    assert wrote(county, fjellet.deputy, dated_on=date(2025, 3, 3)).dated_on == date(2025, 3, 3)
    sentence = "The date is too early. It must be 20 November 2026 or later."
    with translation.override("en"), pytest.raises(ActionError, match=sentence):
        wrote(county, fjellet.deputy, direction="out", dated_on=date(2026, 11, 19))


def test_add_letter_also_after_the_end(fjellet, county):
    CountyCase.objects.update(ended_on=TODAY)
    Case.objects.update(state="closed", ended_reason="Trygt.")
    assert wrote(county, fjellet.principal)


def test_a_letter_of_a_county_case_that_is_over_waits_for_nothing(fjellet, county):
    LetterFactory(county_case=county, answer_due_on=LATER)
    CountyCase.objects.update(ended_on=TODAY)
    assert not Letter.objects.waiting().exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": ""}, {"direction": "sideways"}, {"dated_on": date(2026, 11, 24)},
        {"dated_on": date(2024, 11, 19)}, {"answer_due_on": FRIDAY},
        {"dated_on": date(2026, 11, 19), "direction": "out"},
        {"answer_due_on": TODAY + timedelta(days=800)},
    ],
)  # fmt: skip
def test_add_letter_refused_by_state_of_what_is_typed(fjellet, county, wrong):
    with pytest.raises(ActionError):
        wrote(county, fjellet.principal, **wrong)
    assert not Letter.objects.exists()


def test_add_letter_refused_by_state_of_another_cases_letter(fjellet, county):
    elsewhere = LetterFactory(county_case__case__unit=fjellet.school, answer_due_on=LATER)
    with pytest.raises(ActionError):
        wrote(county, fjellet.principal, direction="out", answers=elsewhere)


def test_add_letter_refused_by_state_of_a_void_case(fjellet, county):
    Case.objects.update(state="void", ended_reason="Feil.")
    with pytest.raises(ActionError):
        wrote(county, fjellet.principal)


def test_add_letter_refused_by_role(fjellet, strand, county):
    refused_to_outsiders(fjellet, strand, lambda by: wrote(county, by))


def test_a_letter_answers_a_letter_of_its_own_case_in_the_database_too(fjellet, county):
    elsewhere = LetterFactory(county_case__case__unit=fjellet.school)
    LetterFactory(county_case=county, direction="out", answers=elsewhere)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    Letter.objects.filter(direction="out")._raw_delete("default")


# ---------------------------------------------------------------- the end
def end(county, by, ended_on=TODAY):
    return do(end_county_case, by, county_case=county, ended_on=ended_on)


def test_end_county_case_takes_the_label_away(fjellet, decided):
    OrderedActFactory(
        county_case=decided, done_on=TODAY, done_by=fjellet.principal, how="Det er gjort."
    )
    for _time in range(2):
        end(decided, fjellet.deputy)
    decided.refresh_from_db()
    assert decided.ended_on == TODAY
    assert not Case.objects.with_labels().get().is_with_county
    assert opened(decided.case, fjellet.deputy)  # and it can come again


@pytest.mark.parametrize("day", [FRIDAY, date(2026, 11, 24)])
def test_end_county_case_refused_by_state_of_the_day(fjellet, decided, day):
    with pytest.raises(ActionError):
        end(decided, fjellet.principal, day)


def test_end_county_case_refused_by_state(fjellet, decided):
    act = OrderedActFactory(county_case=decided)
    with pytest.raises(ActionError):
        end(decided, fjellet.principal)
    OrderedAct.objects.filter(pk=act.pk).update(
        done_on=TODAY, done_by=fjellet.principal, how="Gjort."
    )
    end(decided, fjellet.principal)
    with pytest.raises(ActionError):
        end(decided, fjellet.principal, TODAY - timedelta(days=1))


def test_end_county_case_refused_by_role(fjellet, strand, county):
    refused_to_outsiders(fjellet, strand, lambda by: end(county, by))
