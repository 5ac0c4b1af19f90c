"""Answers while the case is open, what they propose, and the look after closing."""

import uuid
from datetime import date, timedelta

import pytest

from cases.actions import record_look, record_safety
from cases.models import Entry, SafetyAnswer
from common.errors import ActionError
from tests.cases.closing import said
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.scope import acting, refused_to


def answer(pupil, by, value, day=TODAY):
    with acting(by, TODAY):
        record_safety(case=pupil.case, involvement=pupil, by=by, now=NOW, day=day, value=value)


@pytest.fixture
def pupil(fjellet):
    return InvolvementFactory(case__unit=fjellet.school, case__state="follow_up")


def proposed(pupil):
    pupil.case.refresh_from_db()
    return pupil.case.review_on


def test_record_safety_proposes_closing_after_three_safe_answers_over_eight_weeks(fjellet, pupil):
    said(pupil, 4, TODAY - timedelta(weeks=8))
    said(pupil, 5, TODAY - timedelta(weeks=4))
    assert proposed(pupil) is None
    answer(pupil, fjellet.teacher, 4)
    assert proposed(pupil) == TODAY


@pytest.mark.parametrize("weeks", [(7, 4), (8, 4, 2)])
def test_record_safety_proposes_nothing_too_early(fjellet, pupil, weeks):
    values = [4] * len(weeks) if len(weeks) == 2 else [4, 4, 3]
    for ago, value in zip(weeks, values, strict=True):
        said(pupil, value, TODAY - timedelta(weeks=ago))
    answer(pupil, fjellet.teacher, 5)
    assert proposed(pupil) is None


def test_record_safety_takes_the_proposal_back(fjellet, pupil):
    type(pupil.case).objects.filter(pk=pupil.case_id).update(review_on=TODAY)
    said(pupil, 4, TODAY - timedelta(weeks=8))
    said(pupil, 5, TODAY - timedelta(weeks=4))
    answer(pupil, fjellet.teacher, 3)
    assert proposed(pupil) is None


def test_record_safety_waits_for_every_pupil(fjellet, pupil):
    other = InvolvementFactory(case=pupil.case)
    for weeks in (8, 4):
        said(pupil, 4, TODAY - timedelta(weeks=weeks))
        said(other, 4, TODAY - timedelta(weeks=weeks))
    answer(pupil, fjellet.teacher, 5)
    assert proposed(pupil) is None
    answer(other, fjellet.teacher, 5)
    assert proposed(pupil) == TODAY


def test_record_safety_follows_a_pupil_into_another_row(fjellet, pupil):
    """The role was unclear for a while: it is the same pupil who has answered."""
    type(pupil).objects.filter(pk=pupil.pk).update(ends_on=TODAY)
    again = InvolvementFactory(case=pupil.case, pupil=pupil.pupil)
    for weeks in (8, 4):
        said(pupil, 4, TODAY - timedelta(weeks=weeks))
    answer(again, fjellet.teacher, 5)
    assert proposed(pupil) == TODAY


# ---------------------------------------------------------------- the look
@pytest.fixture
def closed(fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.", look_on=TODAY)
    return InvolvementFactory(case=case)


def look(pupil, by, **more):
    told = {"token": uuid.uuid4(), "happened_on": TODAY, "text": "Det går bra."}
    with acting(by, TODAY):
        return record_look(case=pupil.case, by=by, now=NOW, **(told | more))


def test_record_look_is_an_entry_an_answer_and_nothing_waits(fjellet, closed):
    entry = look(closed, fjellet.deputy, answers=[(closed, 4, "", "pupil")])
    entry.refresh_from_db()
    assert (entry.kind, entry.text, entry.written_by) == ("look", "Det går bra.", fjellet.deputy)
    answer = SafetyAnswer.objects.get()
    assert (answer.value, answer.day) == (4, TODAY)
    closed.case.refresh_from_db()
    assert (closed.case.look_on, closed.case.state) == (None, "closed")


def test_record_look_with_the_same_sheet_is_one(fjellet, closed):
    token = uuid.uuid4()
    assert look(closed, fjellet.deputy, token=token) == look(closed, fjellet.deputy, token=token)
    assert Entry.objects.count() == 1
    for by, text in ((fjellet.deputy, "Noe annet."), (fjellet.principal, "Det går bra.")):
        with pytest.raises(ActionError):
            look(closed, by, token=token, text=text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "}, {"happened_on": date(2026, 11, 24)}, {"happened_on": date(1999, 1, 1)},
    ],
)  # fmt: skip
def test_record_look_refused_by_state_of_what_is_typed(fjellet, closed, wrong):
    with pytest.raises(ActionError):
        look(closed, fjellet.principal, **wrong)
    closed.case.refresh_from_db()
    assert closed.case.look_on == TODAY


@pytest.mark.parametrize("state", ["reported", "investigating", "follow_up", "monitoring", "void"])
def test_record_look_refused_by_state(fjellet, state):
    case = CaseFactory(
        unit=fjellet.school, state=state, ended_reason="Feil." if state == "void" else ""
    )
    with pytest.raises(ActionError):
        look(InvolvementFactory(case=case), fjellet.principal)


def test_record_look_refused_by_state_of_another_cases_pupil(fjellet, closed):
    elsewhere = InvolvementFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError):
        look(closed, fjellet.principal, answers=[(elsewhere, 4, "", "pupil")])
    assert not Entry.objects.exists()


def test_record_look_refused_by_role(fjellet, strand, closed):
    refused_to(
        (fjellet.teacher, fjellet.ppt_adviser, fjellet.owner_adviser, strand.principal),
        lambda by: look(closed, by),
    )
