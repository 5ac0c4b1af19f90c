"""The log and the safety answers."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from audit.models import Event
from cases.actions import record_safety, write_entry
from cases.models import Entry, SafetyAnswer
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory, SafetyAnswerFactory
from tests.scope import acting


def write(case, by, **more):
    given = {"token": uuid.uuid4(), "kind": "talk", "happened_on": TODAY, "text": "Vi snakket."}
    with acting(by, TODAY):
        return write_entry(case=case, by=by, now=NOW, **(given | more))


def test_write_entry_stands_in_the_log(fjellet):
    case = CaseFactory(unit=fjellet.school)
    entry = write(
        case, fjellet.deputy, text=" Vi snakket.\r\nLenge. ", happened_on=date(2026, 11, 20)
    )
    entry.refresh_from_db()
    assert (entry.kind, entry.text, entry.happened_on) == (
        "talk",
        "Vi snakket.\nLenge.",
        date(2026, 11, 20),
    )
    assert (entry.written_by, entry.written_at, entry.corrects) == (fjellet.deputy, NOW, None)
    assert Event.objects.count() == 0  # the log reads entries and events: never both for one act


def test_write_entry_corrects_with_a_new_one(fjellet):
    old = EntryFactory(case__unit=fjellet.school)
    entry = write(old.case, fjellet.principal, text="Det var i går.", corrects=old)
    assert (entry.corrects, Entry.objects.count()) == (old, 2)


def test_write_entry_with_the_same_sheet_is_one(fjellet):
    case, token = CaseFactory(unit=fjellet.school), uuid.uuid4()
    assert write(case, fjellet.principal, token=token) == write(
        case, fjellet.principal, token=token
    )
    with pytest.raises(ActionError):
        write(case, fjellet.principal, token=token, text="Noe annet.")
    with pytest.raises(ActionError):
        write(case, fjellet.deputy, token=token)
    assert Entry.objects.count() == 1


def test_write_entry_also_in_a_closed_case(fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt nå.")
    assert write(case, fjellet.principal).case == case


def test_write_entry_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError):
        write(case, fjellet.principal)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "\x00"},
        {"text": "x" * 1_000_000},
        {"kind": "rumour"},
        {"happened_on": date(2026, 11, 24)},
        {"happened_on": date(206, 11, 20)},
    ],
)
def test_write_entry_refused_by_state_of_what_is_typed(fjellet, wrong):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError):
        write(case, fjellet.principal, **wrong)


def test_write_entry_refused_by_state_of_an_entry_elsewhere(fjellet):
    case, other = CaseFactory(unit=fjellet.school), EntryFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError):
        write(case, fjellet.principal, corrects=other)


def test_write_entry_refused_by_role(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    for by in (fjellet.teacher, fjellet.other_principal, fjellet.ppt_adviser, strand.principal):
        with pytest.raises(PermissionDenied):
            write(case, by)


def test_an_entry_cannot_be_changed_by_the_web(fjellet):
    entry = EntryFactory(case__unit=fjellet.school)
    for change in (lambda rows: rows.update(text="x"), lambda rows: rows._raw_delete("default")):
        with (
            acting(fjellet.principal, TODAY),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            change(Entry.objects.filter(pk=entry.pk))


# ---------------------------------------------------------------- how safe
def ask(person, by, **more):
    with acting(by, TODAY):
        return record_safety(
            case=person.case,
            involvement=person,
            by=by,
            now=NOW,
            **({"day": TODAY, "value": 2} | more),
        )


def test_record_safety_is_a_fact_of_the_case(fjellet):
    person = InvolvementFactory(case__unit=fjellet.school)
    answer = ask(person, fjellet.teacher)
    answer.refresh_from_db()
    assert (answer.case, answer.value, answer.missing) == (person.case, 2, "")
    assert (answer.answered_by, answer.recorded_by) == ("pupil", fjellet.teacher)
    event = Event.objects.get()
    assert (event.name, event.data, event.case_id) == (
        "safety.recorded", {"value": 2}, person.case_id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ({"value": 2}, {"value": 5}, (2, "")),
        ({"value": 2}, {"value": None, "missing": "declined"}, (2, "")),
        ({"value": None, "missing": "not_asked"}, {"value": 4}, (4, "")),
        (
            {"value": None, "missing": "not_asked"},
            {"value": None, "missing": "declined"},
            (None, "declined"),
        ),
        (
            {"value": None, "missing": "declined"},
            {"value": None, "missing": "not_asked"},
            (None, "declined"),
        ),
        ({"value": None, "missing": "declined"}, {"value": 1}, (1, "")),
    ],
)
def test_record_safety_is_asked_once_a_day(fjellet, first, second, stands):
    person = InvolvementFactory(case__unit=fjellet.school)
    answer = ask(person, fjellet.teacher, **first)
    assert ask(person, fjellet.principal, **second) == answer
    answer.refresh_from_db()
    assert (answer.value, answer.missing) == stands
    assert SafetyAnswer.objects.count() == 1


def test_record_safety_another_day_is_another_answer(fjellet):
    known = SafetyAnswerFactory(involvement__case__unit=fjellet.school, day=date(2026, 11, 16))
    assert ask(known.involvement, fjellet.teacher) != known


@pytest.mark.parametrize("state", ["closed", "void"])
def test_record_safety_refused_by_state(fjellet, state):
    person = InvolvementFactory(
        case__unit=fjellet.school, case__state=state, case__ended_reason="Slutt."
    )
    with pytest.raises(ActionError):
        ask(person, fjellet.teacher)


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 0}, {"value": 6}, {"value": None}, {"value": 3, "missing": "declined"},
        {"value": None, "missing": "forgot"}, {"answered_by": "the cat"},
        {"day": date(2026, 11, 24)}, {"day": date(1999, 1, 1)},
    ],
)  # fmt: skip
def test_record_safety_refused_by_state_of_the_answer(fjellet, wrong):
    person = InvolvementFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError):
        ask(person, fjellet.teacher, **wrong)
    assert SafetyAnswer.objects.count() == 0


def test_record_safety_refused_by_state_of_the_one_asked(fjellet):
    case = CaseFactory(unit=fjellet.school)
    violating = InvolvementFactory(case=case, role="violating")
    elsewhere = InvolvementFactory(case__unit=fjellet.school)
    elsewhere.case = case
    with pytest.raises(ActionError):
        ask(violating, fjellet.teacher)
    elsewhere.case_id = InvolvementFactory(case__unit=fjellet.school).case_id
    with acting(fjellet.teacher, TODAY), pytest.raises(ActionError):
        record_safety(
            case=case, involvement=elsewhere, by=fjellet.teacher, now=NOW, day=TODAY, value=3
        )


def test_record_safety_refused_by_role(fjellet, strand):
    person = InvolvementFactory(case__unit=fjellet.school)
    for by in (fjellet.school_administrator, fjellet.ppt_adviser, strand.teacher):
        with pytest.raises(PermissionDenied):
            ask(person, by)
