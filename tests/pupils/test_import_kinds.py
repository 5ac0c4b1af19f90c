"""Files of classes, guardians and people who work at the unit."""

from datetime import date

import pytest

from accounts.models import Person
from organisations.models import Membership
from organisations.roles import Role
from pupils.models import Group, Guardian
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.pupils import GroupFactory, GuardianFactory, PupilFactory
from tests.plugin_database import as_role
from tests.pupils.files import imported, looked_over
from tests.pupils.test_import_pupils import faults, outcomes
from tests.scope import acting

BORN = date(2014, 2, 1)
CLASSES = ["Klasse", "Trinn", "Kontaktlærers e-post"]
GUARDIANS = [
    "Elev-id", "Elevens navn", "Fødselsdato", "Foresatt", "Relasjon", "Foreldreansvar", "Språk",
]  # fmt: skip
STAFF = ["Fornavn", "Etternavn", "E-post"]


@pytest.fixture
def by(fjellet):
    with acting(fjellet.school_administrator, TODAY) as viewer:
        yield viewer.person


def classes():
    groups = Group.objects.filter(school_year=2026)
    return {
        (group.name, group.stage, tuple(group.contact_teachers.values_list("name", flat=True)))
        for group in groups
    }


def test_classes_with_level_and_contact_teachers(fjellet, by):
    two = f"{fjellet.teacher.email.upper()}, {fjellet.deputy.email}"
    GroupFactory(unit=fjellet.school, name="8a", stage=7)
    rows = [CLASSES, ["7A", "7. trinn", fjellet.teacher.email], ["8A", "8", ""], ["Alta", "", two]]
    job = imported(fjellet.school, rows, by, kind="classes")
    assert outcomes(job) == {"new": 2, "changed": 1}
    both = tuple(Group.objects.get(name="Alta").contact_teachers.values_list("name", flat=True))
    assert set(both) == {fjellet.teacher.name, fjellet.deputy.name}
    assert classes() == {("7A", 7, (fjellet.teacher.name,)), ("8a", 8, ()), ("Alta", None, both)}
    again = imported(fjellet.school, rows, by, kind="classes")
    assert outcomes(again) == {"unchanged": 3}


def test_a_contact_teacher_must_work_at_the_unit_already(fjellet, strand, by):
    rows = [
        CLASSES, ["7A", "7", strand.teacher.email], ["7B", "7", "ingen@her.example"],
        ["7C", "70", ""], ["7D", "7", "ikke en adresse"], ["", "7", ""], ["7E", "7", ""],
        ["7e", "7", ""],
    ]  # fmt: skip
    before = list(Membership.objects.order_by("pk").values())
    job = imported(fjellet.school, rows, by, kind="classes")
    assert outcomes(job) == {"new": 1, "error": 6}
    assert [row[:2] for row in job.counts["left_out"]] == [
        [2, "no_such_teacher"], [3, "no_such_teacher"], [4, "no_stage"], [5, "no_address"],
        [6, "no_class"], [8, "same_line"],
    ]  # fmt: skip
    assert list(Membership.objects.order_by("pk").values()) == before


def test_guardians_of_pupils_by_id_or_by_name_and_birth_date(fjellet, by):
    first = PupilFactory(unit=fjellet.school, source_id="e1")
    second = PupilFactory(unit=fjellet.school, name="Ola Li", born_on=BORN)
    old = GuardianFactory(
        pupil=first, name="Inga Somby", relation="mor", information="refused",
        information_reason="Besluttet.", information_decided_by=by,
    )  # fmt: skip
    rows = [
        GUARDIANS,
        ["e1", "", "", "inga somby", "stemor", "nei", "Davvisámegiella"],
        ["", "Ola Li", "01.02.2014", "Per Li", "far", "ja", ""],
    ]
    job = imported(fjellet.school, rows, by, kind="guardians")
    assert outcomes(job) == {"changed": 1, "new": 1}
    old.refresh_from_db()
    assert (old.name, old.relation, old.parental_responsibility) == ("Inga Somby", "stemor", False)
    assert (old.information, old.information_reason) == ("refused", "Besluttet.")
    new = Guardian.objects.get(pupil=second)
    assert (new.name, new.relation, new.parental_responsibility) == ("Per Li", "far", True)
    assert new.information == "kept_informed"
    assert outcomes(imported(fjellet.school, rows, by, kind="guardians")) == {"unchanged": 2}


GUARDIAN_FAULTS = {
    "nobody": (["x", "", "", "Per", "far", "ja"], "no_such_pupil"),
    "name without day": (["", "Ola Li", "", "Per", "far", "ja"], "unknown_pupil"),
    "several": (["", "Ola Li", "01.02.2014", "Per", "far", "ja"], "several"),
    "left": (["e9", "", "", "Per", "far", "ja"], "pupil_has_left"),
    "no relation": (["e1", "", "", "Per", "", "ja"], "no_relation"),
    "neither": (["e1", "", "", "Per", "far", ""], "neither_yes_nor_no"),
    "no name": (["e1", "", "", "", "far", "ja"], "no_name"),
    "two of the name": (["e1", "", "", "Kim Å", "far", "ja"], "several_guardians"),
}


@pytest.mark.parametrize("what", GUARDIAN_FAULTS)
def test_a_guardian_that_is_not_certain_is_an_error(what, fjellet, by):
    line, code = GUARDIAN_FAULTS[what]
    pupil = PupilFactory(unit=fjellet.school, source_id="e1")
    for _again in range(2):
        GuardianFactory(pupil=pupil, name="Kim Å")
        PupilFactory(unit=fjellet.school, name="Ola Li", born_on=BORN)
    PupilFactory(unit=fjellet.school, source_id="e9", left_on=TODAY)
    job = looked_over(fjellet.school, [GUARDIANS, line], by, kind="guardians")
    assert faults(job) == [(2, code)]


def test_guardians_do_not_touch_a_protected_pupil(fjellet, by):
    with as_role("owner"):
        PupilFactory(unit=fjellet.school, source_id="e1", protected=True)
    rows = [GUARDIANS, ["e1", "", "", "Per", "far", "ja"]]
    assert outcomes(imported(fjellet.school, rows, by, kind="guardians")) == {"unchanged": 1}
    assert not Guardian.objects.exists()


def access():
    """Everything that opens anything."""
    people = Person.objects.order_by("pk").values_list("pk", "password", "is_active")
    return list(Membership.objects.order_by("pk").values()), list(people)


def test_people_who_work_here_get_a_name_and_no_access(fjellet, strand, by):
    """Corrected are only those who are staff here: not those who were added somewhere and have no
    role yet, nor leaders, nor whoever has a role in another place too."""
    unroled = PersonFactory(name="Før Feil", email="for@her.example")
    both = MembershipFactory(organisation=fjellet.school, role=Role.STAFF, person__name="To Steder")
    MembershipFactory(person=both.person, organisation=strand.school, role=Role.STAFF)
    rows = [
        STAFF, ["Ny", "Ansatt", "Ny@Her.example"], ["Før", "Rett", "for@her.example"],
        ["Bjørn", "Ny", fjellet.teacher.email], ["Slem", "Spøk", strand.principal.email],
        ["Slem", "Spøk", fjellet.owner_administrator.email],
        ["Slem", "Spøk", fjellet.principal.email], ["Slem", "Spøk", both.person.email],
    ]  # fmt: skip
    memberships, people = access()
    job = imported(fjellet.school, rows, by, kind="staff")
    assert outcomes(job) == {"new": 1, "changed": 1, "unchanged": 5}
    after, people_after = access()
    assert after == memberships
    new = Person.objects.get(email="ny@her.example")
    assert (new.name, new.has_usable_password(), new.memberships.count()) == ("Ny Ansatt", False, 0)
    assert [row for row in people_after if row[0] != new.pk] == people
    names = {pk: Person.objects.get(pk=pk).name for pk in (
        unroled.pk, fjellet.teacher.pk, strand.principal.pk, fjellet.owner_administrator.pk,
        fjellet.principal.pk, both.person.pk,
    )}  # fmt: skip
    assert list(names.values()) == [
        "Før Feil", "Bjørn Ny", "Anne Strand", "Eli Fjellet", "Anne Fjellet", "To Steder",
    ]  # fmt: skip
    assert outcomes(imported(fjellet.school, rows, by, kind="staff")) == {"unchanged": 7}


def test_somebody_who_has_left_keeps_the_name(fjellet, by):
    gone = MembershipFactory(
        organisation=fjellet.school, role=Role.STAFF, ends_on=date(2025, 6, 30)
    ).person
    rows = [STAFF, ["Et", "Annet", gone.email]]
    assert outcomes(imported(fjellet.school, rows, by, kind="staff")) == {"unchanged": 1}


def test_faults_of_people_who_work_here(fjellet, by):
    rows = [
        STAFF, ["Ny", "En", ""], ["Ny", "To", "a@b"], ["", "", "c@her.example"],
        ["Ny", "Fire", "d@her.example e@her.example"], ["Ny", "Fem", "f@her.example"],
        ["Ny", "Seks", "F@her.example"],
    ]  # fmt: skip
    job = looked_over(fjellet.school, rows, by, kind="staff", now=NOW)
    assert faults(job) == [
        (2, "no_email"), (3, "no_address"), (4, "no_name"), (5, "no_address"), (7, "same_line"),
    ]  # fmt: skip
