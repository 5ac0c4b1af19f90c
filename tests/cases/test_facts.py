"""The log: written, corrected, taken back, never changed; and put on paper."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

from audit.models import Event
from cases.actions import note_printing, withdraw_entry, write_entry
from cases.models import Entry
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.factories.audit import EventFactory
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory
from tests.factories.owner import OwnerNoticeFactory
from tests.scope import acting, refused_to


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
    refused_to(
        (fjellet.teacher, fjellet.other_principal, fjellet.ppt_adviser, strand.principal),
        lambda by: write(case, by),
    )


@pytest.mark.parametrize("kind", ["child_welfare", "police"])
def test_write_entry_has_kinds_that_stay_out_of_family_papers(fjellet, kind):
    assert write(CaseFactory(unit=fjellet.school), fjellet.principal, kind=kind).kind == kind


def test_write_entry_refused_by_state_of_a_kind_that_only_a_look_has(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError):
        write(case, fjellet.principal, kind="look")
    look = EntryFactory(case=case, kind="look")
    assert write(case, fjellet.principal, kind="look", corrects=look).corrects == look


# ---------------------------------------------------------------- taken back
def take_back(entry, by, **more):
    with acting(by, TODAY):
        return withdraw_entry(entry=entry, by=by, now=NOW, **more)


def test_withdraw_entry_is_a_new_one_and_the_old_one_stays(fjellet):
    entry = EntryFactory(case__unit=fjellet.school, written_by=fjellet.deputy, kind="police")
    back = take_back(entry, fjellet.deputy)
    assert take_back(entry, fjellet.deputy) == back
    back.refresh_from_db()
    assert (back.corrects, back.withdraws, back.kind, back.text) == (entry, True, "police", "")
    entry.refresh_from_db()
    assert entry.text == "Snakket med eleven."
    assert Entry.objects.count() == 2
    assert Event.objects.count() == 0
    assert not Entry.objects.standing().exists()


def test_withdraw_entry_of_somebody_else_is_for_the_leader_with_a_reason(fjellet):
    entry = EntryFactory(case__unit=fjellet.school, written_by=fjellet.deputy)
    with pytest.raises(ActionError):
        take_back(entry, fjellet.principal)
    back = take_back(entry, fjellet.principal, reason="Skrevet i feil sak.")
    assert (back.text, back.written_by) == ("Skrevet i feil sak.", fjellet.principal)


def test_withdraw_entry_also_in_a_closed_case(fjellet):
    entry = EntryFactory(
        case__unit=fjellet.school, case__state="closed", case__ended_reason="Trygt.",
        written_by=fjellet.deputy,
    )  # fmt: skip
    assert take_back(entry, fjellet.deputy).withdraws


def test_withdraw_entry_leaves_the_first_standing_when_it_was_a_correction(fjellet):
    first = EntryFactory(case__unit=fjellet.school)
    second = EntryFactory(case=first.case, corrects=first, written_by=fjellet.deputy)
    take_back(second, fjellet.deputy)
    assert list(Entry.objects.standing()) == [first]
    assert write(first.case, fjellet.deputy, corrects=first).corrects == first


def test_withdraw_entry_refused_by_state(fjellet):
    entry = EntryFactory(case__unit=fjellet.school, written_by=fjellet.deputy)
    back = take_back(entry, fjellet.deputy)
    for by, what in ((fjellet.principal, entry), (fjellet.deputy, back)):
        with pytest.raises(ActionError):
            take_back(what, by, reason="En gang til.")
    void = EntryFactory(
        case__unit=fjellet.school, case__state="void", case__ended_reason="Feil.",
        written_by=fjellet.deputy,
    )  # fmt: skip
    with pytest.raises(ActionError):
        take_back(void, fjellet.deputy)


def test_withdraw_entry_refused_by_state_of_what_it_stands_for(fjellet):
    """A look, and that the owner was told in another way: these are corrected."""
    look = EntryFactory(case__unit=fjellet.school, kind="look", written_by=fjellet.deputy)
    told = EntryFactory(case=look.case, written_by=fjellet.deputy)
    OwnerNoticeFactory(case=look.case, told_in=told)
    for entry in (look, told):
        with pytest.raises(ActionError):
            take_back(entry, fjellet.deputy)


def test_withdraw_entry_refused_by_role(fjellet, strand):
    entry = EntryFactory(case__unit=fjellet.school, written_by=fjellet.deputy)
    refused_to(
        (fjellet.case_worker, fjellet.teacher, fjellet.ppt_adviser, strand.principal),
        lambda by: take_back(entry, by, reason="Feil."),
    )
    own = EntryFactory(case=entry.case, written_by=fjellet.teacher)
    with pytest.raises(PermissionDenied):
        take_back(own, fjellet.teacher)


def test_write_entry_refused_by_state_of_an_entry_that_was_taken_back(fjellet):
    entry = EntryFactory(case__unit=fjellet.school, written_by=fjellet.deputy)
    back = take_back(entry, fjellet.deputy)
    for gone in (entry, back):
        with pytest.raises(ActionError):
            write(entry.case, fjellet.deputy, corrects=gone)


# ---------------------------------------------------------------- the order
def test_what_is_written_at_once_stands_in_the_order_in_which_it_was_written(fjellet):
    """One row of numbers for entries and events, and nobody chooses a place in it."""
    first = EntryFactory(case__unit=fjellet.school, number=10_000)
    event = EventFactory(case_id=first.case_id, number=1)
    last = EntryFactory(case=first.case)
    for row in (first, event, last):
        row.refresh_from_db()
    assert first.number < event.number < last.number < 10_000
    with acting(fjellet.principal, TODAY):
        own = EntryFactory(case=first.case, number=1, written_by=fjellet.principal)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval('log_number')")
    own.refresh_from_db()
    assert own.number > last.number


# ---------------------------------------------------------------- on paper
def test_note_printing_is_an_event_each_time(fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.")
    child = InvolvementFactory(case=case)
    with acting(fjellet.deputy, TODAY):
        note_printing(case=case, by=fjellet.deputy, now=NOW, edition="school")
        note_printing(
            case=case, by=fjellet.deputy, now=NOW, edition="family", child=child, left_out=2
        )
    found = Event.objects.order_by("number")
    assert [(event.name, event.data) for event in found] == [
        ("log.printed", {"edition": "school"}),
        ("log.printed_for_family", {"edition": "family", "child": str(child.pk), "left_out": 2}),
    ]


def test_note_printing_refused_by_state_of_the_edition(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with acting(fjellet.deputy, TODAY), pytest.raises(ActionError):
        note_printing(case=case, by=fjellet.deputy, now=NOW, edition="newspaper")
    for child in (None, InvolvementFactory(case__unit=fjellet.school)):
        with acting(fjellet.deputy, TODAY), pytest.raises(ActionError):
            note_printing(case=case, by=fjellet.deputy, now=NOW, edition="family", child=child)


def test_note_printing_refused_by_role(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    for by in (fjellet.teacher, fjellet.owner_adviser, strand.principal):
        with acting(by, TODAY), pytest.raises(PermissionDenied):
            note_printing(case=case, by=by, now=NOW, edition="school")


def test_an_entry_cannot_be_changed_by_the_web(fjellet):
    entry = EntryFactory(case__unit=fjellet.school)
    for change in (lambda rows: rows.update(text="x"), lambda rows: rows._raw_delete("default")):
        with (
            acting(fjellet.principal, TODAY),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            change(Entry.objects.filter(pk=entry.pk))
