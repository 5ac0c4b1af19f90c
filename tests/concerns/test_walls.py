"""Who sees which concern: layer 1 by route and role, layer 2 in plain SQL."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from accounts.scope import leave
from concerns.models import Concern
from tests.clock import NOW, TODAY
from tests.concerns.acts import told_elsewhere
from tests.factories.concerns import ConcernFactory
from tests.plugin_database import as_app, as_worker
from tests.scope import acting

HOW = {
    "leader": {"route": "leader"},
    "staff": {"route": "staff"},
    "owner": {"route": "owner"},
    "sent_on": {"route": "leader", "sent_on": True},
}
# Layer 1: whose it is to know.
SEEN = {
    "principal": {"leader", "staff", "sent_on"},
    "deputy": {"leader", "sent_on"},
    "case_worker": {"leader", "sent_on"},
    "owner_adviser": {"staff", "owner", "sent_on"},
}
# Layer 2: the outer walls stand around units and owners; inside them the first layer decides.
WALLS = SEEN | {
    "deputy": {"leader", "staff", "sent_on"},
    "case_worker": {"leader", "staff", "sent_on"},
    "teacher": {"leader", "staff", "sent_on"},
    "school_administrator": {"leader", "staff", "sent_on"},
}
PEOPLE = [
    "principal", "deputy", "case_worker", "teacher", "school_administrator", "other_principal",
    "head", "ppt_adviser", "ppt_leader", "owner_adviser", "owner_administrator",
    "data_protection_officer",
]  # fmt: skip


@pytest.fixture
def concerns(fjellet):
    return {
        name: ConcernFactory(unit=fjellet.school, reporter=fjellet.other_teacher, **how)
        for name, how in HOW.items()
    }


def named(concerns, ids):
    return {name for name, concern in concerns.items() if concern.pk in set(ids)}


def ids():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM concerns_concern")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("who", PEOPLE)
def test_layer_one_by_route_and_role(fjellet, concerns, who):
    with acting(getattr(fjellet, who), TODAY) as viewer:
        pass
    seen = Concern.objects.visible_to(viewer).values_list("pk", flat=True)
    assert named(concerns, seen) == SEEN.get(who, set())
    answered = Concern.objects.answered_by(viewer).values_list("pk", flat=True)
    assert named(concerns, answered) == SEEN.get(who, set())
    waiting = Concern.objects.waiting_for(viewer).values_list("pk", flat=True)
    at_owner = {"sent_on"} if who != "owner_adviser" else set()
    assert named(concerns, waiting) == SEEN.get(who, set()) - at_owner


@pytest.mark.parametrize("who", PEOPLE)
def test_the_outer_walls_in_plain_sql(fjellet, concerns, who):
    with acting(getattr(fjellet, who), TODAY):
        assert named(concerns, ids()) == WALLS.get(who, set())


def test_the_reporter_sees_all_of_ones_own(fjellet, concerns):
    with acting(fjellet.other_teacher, TODAY) as viewer:
        assert named(concerns, ids()) == set(HOW)
        own = Concern.objects.reported_by(viewer).values_list("pk", flat=True)
        assert named(concerns, own) == set(HOW)


def test_nobody_of_another_municipality_sees_a_row(strand, concerns):
    for name, person in vars(strand).items():
        if hasattr(person, "email"):
            with acting(person, TODAY) as viewer:
                assert (name, ids()) == (name, [])
            assert not Concern.objects.visible_to(viewer).exists()


def test_without_a_scope_nothing_is_there(concerns):
    with as_app():
        leave()
        assert ids() == []


def blocked(concern):
    """As ``enter`` does for a concern in a case that the person is excluded from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('scope.blocked', %s, false)", [f"{{{concern.pk}}}"])


def test_a_blocked_concern_is_gone_but_for_its_reporter(fjellet, concerns):
    concern = concerns["leader"]
    for person, left in (
        (fjellet.principal, {"staff", "sent_on"}),
        (fjellet.other_teacher, set(HOW)),
    ):
        with acting(person, TODAY):
            blocked(concern)
            assert named(concerns, ids()) == left
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM concerns_concern WHERE id = %s FOR UPDATE", [concern.pk]
                )
                assert cursor.fetchall() == []


def test_nobody_tells_in_anothers_name(fjellet):
    row = ConcernFactory.build(
        unit=fjellet.school, owner=fjellet.owner, reporter=fjellet.other_teacher
    )
    with acting(fjellet.teacher, TODAY), pytest.raises(ProgrammingError), transaction.atomic():
        row.save(force_insert=True)


def test_nothing_is_told_that_is_answered_already(fjellet):
    row = ConcernFactory.build(
        unit=fjellet.school, owner=fjellet.owner, reporter=fjellet.teacher, answered=True,
        handled_by=fjellet.teacher,
    )  # fmt: skip
    with acting(fjellet.teacher, TODAY), pytest.raises(ProgrammingError), transaction.atomic():
        row.save(force_insert=True)


def test_another_unit_is_told_over_the_wall_and_the_sender_sees_the_answer(fjellet, strand):
    concern = told_elsewhere(strand.school, fjellet.school, fjellet.principal)
    with acting(strand.principal, TODAY):
        assert ids() == [concern.pk]
    with acting(fjellet.principal, TODAY):
        assert ids() == [concern.pk]
    with acting(fjellet.deputy, TODAY):
        assert ids() == []


@pytest.mark.parametrize(
    "column", ["about", "what", "route", "told_by", "unit_id", "reporter_id", "told_at", "known_at"]
)
def test_what_was_told_is_never_changed(fjellet, concerns, column):
    for person in (fjellet.principal, fjellet.other_teacher):
        with acting(person, TODAY), pytest.raises(ProgrammingError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE concerns_concern SET {column} = {column}")


def test_the_reporter_changes_nothing_but_sends_on(fjellet):
    """From outside the unit, so that only the reporter's own way through the wall is left."""
    waits, told = (
        ConcernFactory(unit=fjellet.school, reporter=fjellet.head, **how)
        for how in ({}, {"answered": True})
    )
    with acting(fjellet.head, TODAY):
        assert Concern.objects.filter(pk=waits.pk).update(state="new") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Concern.objects.filter(pk=told.pk).update(answer_reason="Noe annet.")
        again = {"state": "new", "handled_at": None, "handled_by": None, "answer_reason": ""}
        with pytest.raises(DatabaseError), transaction.atomic():
            Concern.objects.filter(pk=told.pk).update(**again)
        sent = {
            "sent_on_at": NOW,
            "sent_on_reason": "x",
            "declined_at": NOW,
            "declined_by": fjellet.principal,
            "declined_reason": "x",
        }
        assert Concern.objects.filter(pk=told.pk).update(**again, **sent) == 1


def test_nobody_answers_over_the_wall(fjellet, strand, concerns):
    for person in (
        strand.principal,
        strand.owner_adviser,
        fjellet.other_principal,
        fjellet.ppt_adviser,
    ):
        with acting(person, TODAY):
            assert Concern.objects.update(state="taken_on", handled_at=NOW, handled_by=person) == 0


def test_nothing_is_deleted(fjellet, concerns):
    with acting(fjellet.principal, TODAY), pytest.raises(ProgrammingError), transaction.atomic():
        Concern.objects.all()._raw_delete("default")


def test_the_worker_reads_the_state_and_no_text(concerns):
    with as_worker():
        assert len(Concern.objects.values_list("pk", "state", "route")) == 4
        for refused in (
            lambda: list(Concern.objects.values_list("what")),
            lambda: list(Concern.objects.values_list("about")),
            lambda: Concern.objects.update(state="new"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                refused()


# ---------------------------------------------------------------- what always holds
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"told_by": "rumour"},
        {"route": "press"},
        {"about": ""},
        {"what": ""},
        {"state": "answered"},
        {"state": "taken_on"},
        {"handled_at": NOW},
        {"answered": True, "answer_reason": ""},
        {"taken_on": True, "answer_reason": "Nei."},
        {"answered": True, "told_by": "pupil"},
        {"sent_on": True, "told_by": "pupil"},
        {"sent_on_at": NOW},
        {"sent_on": True, "sent_on_reason": ""},
        {"sent_on": True, "declined_reason": ""},
        {"sent_on": True, "route": "owner"},
        {"sent_on": True, "told_elsewhere": True},
        {"told_elsewhere": True, "telling_reason": ""},
        {"told_elsewhere": True, "decided_by": None},
        {"told_elsewhere": True, "route": "staff"},
        {"telling_reason": "x"},
    ],
)
def test_the_database_refuses(fjellet, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernFactory(unit=fjellet.school, **wrong)


def test_the_database_refuses_the_own_unit_as_sender_and_a_used_sheet(fjellet):
    token = uuid.uuid4()
    ConcernFactory(unit=fjellet.school, form_token=token)
    for wrong in (
        {"form_token": token},
        {"told_elsewhere": True, "from_unit": fjellet.school},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConcernFactory(unit=fjellet.school, **wrong)
