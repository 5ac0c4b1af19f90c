"""What the database itself shows of cases, to queries that forget ``visible_to``."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from cases.actions.locking import lock
from cases.models import (
    Case,
    CaseAccess,
    Entry,
    Involvement,
    PptAlert,
    SafetyAnswer,
    StateReason,
)
from tests.cases.opening import class_of, opened
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    EntryFactory,
    SafetyAnswerFactory,
    StateReasonFactory,
)
from tests.plugin_database import as_app, as_worker
from tests.scope import acting

OF_A_CASE = [Case, Involvement, Entry, SafetyAnswer, CaseAccess, StateReason]


@pytest.fixture
def case(fjellet, strand):
    case = opened(
        fjellet.school, fjellet.principal, pupils=class_of(fjellet.school, 1), described=[]
    )
    EntryFactory(case=case)
    SafetyAnswerFactory(involvement=case.involvements.get())
    CaseAccessFactory(case=case)
    StateReasonFactory(case=case)
    return case


def rows(person):
    with acting(person, TODAY):
        return [model.objects.count() for model in OF_A_CASE]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("principal", 1), ("deputy", 1), ("case_worker", 1), ("teacher", 1),
        ("school_administrator", 1), ("other_principal", 0), ("head", 0), ("ppt_adviser", 0),
        ("ppt_leader", 0), ("owner_adviser", 0), ("owner_administrator", 0),
        ("data_protection_officer", 0),
    ],
)  # fmt: skip
def test_the_outer_wall_stands_around_the_unit(fjellet, case, who, seen):
    """Need-to-know inside the unit is the first layer's: there the wall is open to all. To the
    owner's adviser it is open for the exclusion, which the owner answers."""
    answers = {CaseAccess} if who == "owner_adviser" else set()
    expected = [seen or int(model in answers) for model in OF_A_CASE]
    assert rows(getattr(fjellet, who)) == expected


def test_nobody_of_another_municipality_sees_a_row(strand, case):
    for name, person in vars(strand).items():
        if hasattr(person, "email"):
            assert (name, rows(person)) == (name, [0] * 6)


def test_the_excluded_see_no_row(fjellet, case):
    CaseAccessFactory(case=case, person=fjellet.principal)
    assert rows(fjellet.principal) == [0] * 6


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("principal", 1), ("ppt_adviser", 1), ("ppt_leader", 1), ("other_principal", 0),
        ("head", 0), ("owner_adviser", 0), ("owner_administrator", 0),
    ],
)  # fmt: skip
def test_the_alert_is_seen_at_its_office_and_by_those_who_hold_the_case(fjellet, case, who, seen):
    with acting(getattr(fjellet, who), TODAY) as viewer:
        assert PptAlert.objects.count() == seen
    layer_1 = seen and who != "principal"  # the school sees its answer through the case
    assert PptAlert.objects.visible_to(viewer).count() == layer_1


def test_another_office_sees_no_alert(strand, case):
    for person in (strand.ppt_adviser, strand.ppt_leader, strand.principal, strand.owner_adviser):
        with acting(person, TODAY):
            assert PptAlert.objects.count() == 0
            assert PptAlert.objects.update(help_wanted="none") == 0


def test_an_alert_without_an_office_is_the_owners(fjellet, strand, case):
    PptAlert.objects.update(office=None)
    for person, seen in (
        (fjellet.owner_adviser, 1), (fjellet.ppt_adviser, 0), (strand.owner_adviser, 0),
    ):  # fmt: skip
        with acting(person, TODAY) as viewer:
            assert PptAlert.objects.visible_to(viewer).unplaced().count() == seen
            assert PptAlert.objects.count() == seen


def test_a_connection_without_a_scope_sees_nothing(case):
    with as_app():
        assert [model.objects.count() for model in [*OF_A_CASE, PptAlert]] == [0] * 7


@pytest.mark.parametrize("model", [Case, Involvement, SafetyAnswer, CaseAccess, PptAlert])
def test_the_worker_reads_what_sweeps_and_delivery_need(case, model):
    with as_worker():
        assert model.objects.count() == 1


@pytest.mark.parametrize("model", [Entry, StateReason])
def test_the_worker_reads_nothing_that_people_wrote(case, model):
    with as_worker(), pytest.raises(ProgrammingError), transaction.atomic():
        model.objects.count()


def test_nobody_writes_into_another_units_case(fjellet, strand, case):
    with acting(strand.principal, TODAY):
        assert Case.objects.filter(pk=case.pk).update(what_happened="x") == 0
        for row in (
            EntryFactory.build(case=case, written_by=strand.principal),
            StateReasonFactory.build(case=case, given_by=strand.principal),
            CaseAccessFactory.build(
                case=case, person=strand.principal, kind="granted", given_by=strand.principal
            ),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                row.save(force_insert=True)


def test_a_case_cannot_be_handed_to_a_unit_outside_the_scope(fjellet, strand, case):
    with acting(fjellet.principal, TODAY), pytest.raises(ProgrammingError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(held_by=strand.school)


def test_nothing_is_deleted_by_the_web(fjellet, case):
    with acting(fjellet.principal, TODAY):
        for model in [*OF_A_CASE, PptAlert]:
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.all()._raw_delete("default")


def test_lock_gives_the_case_as_it_stands(fjellet):
    case = CaseFactory(unit=fjellet.school)
    Case.objects.filter(pk=case.pk).update(state="follow_up")
    with acting(fjellet.teacher, TODAY), transaction.atomic():
        assert lock(case).state == "follow_up"


def test_lock_refused_by_role_outside_the_scope(fjellet, strand):
    case = CaseFactory(unit=fjellet.school, created_at=NOW)
    with acting(strand.principal, TODAY), transaction.atomic(), pytest.raises(PermissionDenied):
        lock(case)
