"""A sheet of a new case: saved while somebody types, one's own, and gone when it is a case."""

import threading
import uuid
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from accounts.scope import entered
from cases import actions
from cases.models import Case, CaseDraft, Entry
from common.errors import ActionError
from tests.cases.opening import TEXT, told
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseDraftFactory, CaseFactory
from tests.plugin_database import as_worker
from tests.scope import acting

SECOND = timedelta(seconds=1)


def started(place, by=None, **more):
    by = by or place.principal
    with acting(by, TODAY):
        return actions.start_draft(unit=place.school, by=by, now=NOW, **more)


def saved(draft, by, *, version=0, window=None, step=2, now=NOW, **fields):
    with acting(by, TODAY):
        return actions.save_draft(
            draft=draft, by=by, now=now, version=version, window=window, step=step, fields=fields
        )


def typed(draft):
    return parse_qs(CaseDraft.objects.get(pk=draft.pk).typed)


# ---------------------------------------------------------------- begun
def test_start_draft_makes_a_sheet_of_ones_own(fjellet):
    draft = started(fjellet, fields={"what_happened": ["Fra en melding."]})
    assert (draft.unit, draft.person, draft.version) == (fjellet.school, fjellet.principal, 0)
    assert (draft.started_at, draft.saved_at, draft.step) == (NOW, NOW, 1)
    assert typed(draft) == {"what_happened": ["Fra en melding."]}
    assert started(fjellet) == draft
    assert started(fjellet, fjellet.deputy) != draft


def test_start_draft_refused_by_state_of_a_place_that_is_no_unit(fjellet):
    with acting(fjellet.principal, TODAY), pytest.raises(ActionError):
        actions.start_draft(unit=fjellet.owner, by=fjellet.principal, now=NOW)


@pytest.mark.parametrize("who", ["teacher", "other_principal", "owner_adviser", "ppt_adviser"])
def test_start_draft_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        started(fjellet, getattr(fjellet, who))
    assert CaseDraft.objects.count() == 0


# ---------------------------------------------------------------- saved
def test_save_draft_keeps_every_step(fjellet):
    draft = started(fjellet)
    draft = saved(draft, fjellet.principal, step=1, described=["en elev"], pupils=["1", "2"])
    assert (draft.version, draft.step) == (1, 1)
    draft = saved(draft, fjellet.principal, version=1, what_happened=["Æøå\x00 & = +"])
    assert (draft.version, draft.step) == (2, 2)
    draft = saved(draft, fjellet.principal, version=2, step=1, described=["en elev"], pupils=[])
    assert typed(draft) == {"described": ["en elev"], "what_happened": ["Æøå\x00 & = +"]}


def test_save_draft_twice_saves_once(fjellet):
    draft = started(fjellet)
    for _twice in range(2):
        assert saved(draft, fjellet.principal, what_happened=["Noe."], now=NOW).version == 1


def test_save_draft_knows_its_own_window_when_an_answer_was_lost(fjellet):
    draft, window = started(fjellet), uuid.uuid4()
    saved(draft, fjellet.principal, window=window, what_happened=["No"])
    again = saved(draft, fjellet.principal, window=window, what_happened=["Noe."])
    assert (again.version, typed(draft)["what_happened"]) == (2, ["Noe."])


@pytest.mark.parametrize("version", [0, -1, 7])
def test_save_draft_refused_by_state_of_another_window(fjellet, version):
    """The older of two windows does not write over the newer."""
    draft = started(fjellet)
    saved(draft, fjellet.principal, window=uuid.uuid4(), what_happened=["Nyest."])
    for window in (uuid.uuid4(), None):
        with pytest.raises(actions.SavedElsewhere):
            saved(
                draft, fjellet.principal, version=version, window=window, what_happened=["Eldst."]
            )
    assert typed(draft)["what_happened"] == ["Nyest."]


def test_save_draft_refused_by_state_of_what_nobody_types(fjellet):
    draft = started(fjellet)
    for fields in ({"what_happened": ["x" * 500_000]}, {"pupils": ["1"] * 1_001}):
        with pytest.raises(ActionError):
            saved(draft, fjellet.principal, **fields)
    assert typed(draft) == {}


def test_save_draft_refused_by_role_of_somebody_else(fjellet, strand):
    draft = started(fjellet)
    for person in (fjellet.deputy, fjellet.owner_adviser, strand.principal):
        with pytest.raises(PermissionDenied):
            saved(draft, person, what_happened=["Ikke min."])


@pytest.mark.django_db(transaction=True)
def test_of_twenty_windows_at_once_one_is_saved(fjellet):
    draft, gate, answers = started(fjellet), threading.Barrier(20), []

    def save(number):
        try:
            with entered(fjellet.principal, TODAY):
                gate.wait()
                actions.save_draft(
                    draft=draft, by=fjellet.principal, now=NOW, version=0, window=uuid.uuid4(),
                    step=2, fields={"what_happened": [f"Tekst {number}"]},
                )  # fmt: skip
                answers.append(number)
        except actions.SavedElsewhere:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 1
    assert typed(draft)["what_happened"] == [f"Tekst {answers[0]}"]


# ---------------------------------------------------------------- opened
def open_now(draft, by):
    with acting(by, TODAY):
        return actions.open_draft(draft=draft, by=by, now=NOW, **told())


def test_open_draft_makes_the_case_and_is_gone(fjellet):
    draft = started(fjellet)
    case = open_now(draft, fjellet.principal)
    assert (case.pk, case.what_happened, CaseDraft.objects.count()) == (draft.pk, TEXT, 0)
    assert open_now(draft, fjellet.principal) == case


def test_open_draft_refused_by_state_leaves_the_draft(fjellet, monkeypatch):
    draft = started(fjellet)
    with acting(fjellet.principal, TODAY), pytest.raises(ActionError):
        actions.open_draft(draft=draft, by=fjellet.principal, now=NOW, **told(kinds=[]))
    assert (CaseDraft.objects.get(), Case.objects.count()) == (draft, 0)
    CaseDraft.objects.all().delete()
    with pytest.raises(actions.DraftIsGone):
        open_now(draft, fjellet.principal)


def test_open_draft_refused_by_role(fjellet):
    draft = started(fjellet)
    with pytest.raises(PermissionDenied):
        open_now(draft, fjellet.deputy)
    fjellet.principal.memberships.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        open_now(draft, fjellet.principal)
    assert (CaseDraft.objects.get(), Case.objects.count()) == (draft, 0)


# ---------------------------------------------------------------- put into a case
def put(draft, case, by):
    with acting(by, TODAY):
        return actions.put_draft_into_case(
            draft=draft, case=case, by=by, now=NOW, kind="note", happened_on=TODAY, text="Igjen."
        )


def test_put_draft_into_case_writes_in_its_log_and_is_gone(fjellet):
    draft, case = started(fjellet), CaseFactory(unit=fjellet.school)
    entry = put(draft, case, fjellet.principal)
    assert (entry.case, entry.text, entry.happened_on) == (case, "Igjen.", TODAY)
    assert CaseDraft.objects.count() == 0
    assert put(draft, case, fjellet.principal) == entry


def test_put_draft_into_case_refused_by_state(fjellet):
    draft = started(fjellet)
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    elsewhere = CaseFactory(unit=fjellet.kindergarten, held_by=fjellet.school)
    for case in (void, elsewhere):
        with pytest.raises(ActionError):
            put(draft, case, fjellet.principal)
    assert (CaseDraft.objects.count(), Entry.objects.count()) == (1, 0)


def test_put_draft_into_case_refused_by_role(fjellet):
    draft, case = started(fjellet), CaseFactory(unit=fjellet.school)
    with pytest.raises(PermissionDenied):
        put(draft, case, fjellet.deputy)
    with pytest.raises(PermissionDenied):
        put(draft, CaseFactory(unit=fjellet.school, held_by=fjellet.owner), fjellet.principal)
    assert (CaseDraft.objects.count(), Entry.objects.count()) == (1, 0)


# ---------------------------------------------------------------- thrown away
def test_drop_draft_throws_ones_own_away(fjellet):
    draft = started(fjellet)
    for _twice in range(2):
        with acting(fjellet.principal, TODAY):
            actions.drop_draft(draft=draft, by=fjellet.principal, now=NOW)
    assert CaseDraft.objects.count() == 0


def test_drop_draft_refused_by_role_of_somebody_else(fjellet):
    draft = started(fjellet)
    with acting(fjellet.deputy, TODAY), pytest.raises(PermissionDenied):
        actions.drop_draft(draft=draft, by=fjellet.deputy, now=NOW)
    assert CaseDraft.objects.get() == draft


def test_drop_outlived_drafts_throws_away_what_is_thirty_days_old(fjellet):
    old = CaseDraftFactory(unit=fjellet.school, saved_at=NOW - timedelta(days=30) - SECOND)
    young = CaseDraftFactory(unit=fjellet.school, saved_at=NOW - timedelta(days=30))
    with as_worker():
        assert actions.drop_outlived_drafts(now=NOW) == 1
        assert actions.drop_outlived_drafts(now=NOW) == 0
    assert CaseDraft.objects.get() == young
    assert old.pk != young.pk


def test_the_worker_reads_nothing_of_a_draft(fjellet):
    CaseDraftFactory(unit=fjellet.school)
    with as_worker(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute("SELECT typed FROM cases_casedraft")
