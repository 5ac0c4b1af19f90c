"""What is opened together with a case: the owner is told, what the child needs is noted, and PPT
learns no more than it may."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.models import Case, Entry, OwnerNotice
from common.errors import ActionError
from notifications.models import Message
from tests.cases.opening import class_of, opened
from tests.clock import NOW, TODAY
from tests.factories.organisations import member
from tests.factories.pupils import PupilAccessFactory
from tests.scope import acting


def notices(case):
    return set(OwnerNotice.objects.filter(case=case).values_list("kind", flat=True))


def test_open_case_tells_the_owner_of_a_serious_case_in_the_same_moment(fjellet):
    case = opened(fjellet.school, fjellet.principal, serious=True, serious_reason="Slag.")
    notice = OwnerNotice.objects.get(case=case)
    assert (notice.kind, notice.reason, notice.told_at) == ("serious", "Slag.", NOW)
    assert notice.receivers == [fjellet.owner_adviser.pk]
    told_to = Message.objects.filter(kind="cases.OwnerTold").values_list("person", flat=True)
    assert set(told_to) == {fjellet.owner_adviser.pk}


def test_open_case_tells_the_owner_nothing_when_nothing_is_serious(fjellet):
    for serious in (False, None):
        assert notices(opened(fjellet.school, fjellet.principal, serious=serious)) == set()
    assert Case.objects.filter(serious=None).count() == 1


def test_open_case_about_staff_tells_the_owner_and_stays_at_the_unit(fjellet):
    case = opened(
        fjellet.school, fjellet.principal, is_about_staff=True, serious=True, serious_reason="Slag."
    )
    assert (notices(case), case.held_by) == ({"staff", "serious"}, fjellet.school)
    assert (case.is_about_staff, case.is_about_leader) == (True, False)


@pytest.mark.parametrize("who", ["principal", "deputy", "case_worker"])
def test_open_case_about_a_leader_is_the_owners_at_once(fjellet, who):
    person = getattr(fjellet, who)
    case = opened(
        fjellet.school, person, is_about_leader=True, serious=True, serious_reason="Slag.",
        needs_today="En trygg voksen i dag.",
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.held_by, case.unit, case.is_about_staff) == (fjellet.owner, fjellet.school, True)
    assert (notices(case), case.alert.contact_role) == ({"staff", "serious"}, "owner_adviser")
    assert case.involvements.count() == case.entries.count() == 1
    for seen, viewer in ((0, person), (0, fjellet.principal), (1, fjellet.owner_adviser)):
        with acting(viewer, TODAY) as scope:
            assert Case.objects.count() == Case.objects.visible_to(scope).count() == seen


def test_open_case_about_a_leader_gives_the_same_case_when_it_is_sent_again(fjellet):
    token = uuid.uuid4()
    first = opened(fjellet.school, fjellet.principal, token=token, is_about_leader=True)
    again = opened(fjellet.school, fjellet.principal, token=token, is_about_leader=True)
    assert (first, Case.objects.count(), OwnerNotice.objects.count()) == (again, 1, 1)
    with pytest.raises(ActionError):
        opened(fjellet.school, fjellet.deputy, token=token, is_about_leader=True)


@pytest.mark.parametrize("about", [{"is_about_staff": True}, {"is_about_leader": True}])
def test_open_case_about_staff_tells_ppt_neither_unit_nor_stage_nor_kind(fjellet, about):
    pupils = class_of(fjellet.school, 40)
    who = {"pupils": pupils[:1], "described": []}
    alert = opened(fjellet.school, fjellet.principal, **who, **about).alert
    assert (alert.unit, alert.stage, alert.kinds, alert.office) == (None, "", [], fjellet.office)
    assert Message.objects.filter(kind="cases.PptAlerted", thing_id=alert.pk).count() == 4


def test_open_case_of_a_protected_pupil_counts_as_small(fjellet):
    """The alert goes all the same. Only who is named for the pupil can choose it."""
    pupil = class_of(fjellet.school, 40)[0]
    type(pupil).objects.filter(pk=pupil.pk).update(protected=True)
    with pytest.raises(ActionError):
        opened(fjellet.school, fjellet.principal, pupils=[pupil], described=[])
    PupilAccessFactory(pupil=pupil, person=fjellet.principal)
    alert = opened(fjellet.school, fjellet.principal, pupils=[pupil], described=[]).alert
    assert (alert.unit, alert.stage, alert.kinds, alert.office) == (None, "", [], fjellet.office)


def test_open_case_notes_what_the_child_needs_today(fjellet):
    case = opened(fjellet.school, fjellet.principal, needs_today="Følge hjem.")
    entry = Entry.objects.get(case=case)
    assert (entry.kind, entry.happened_on, entry.written_by) == ("note", TODAY, fjellet.principal)
    assert "Følge hjem." in entry.text
    assert Entry.objects.exclude(pk=entry.pk).count() == 0
    assert not opened(fjellet.school, fjellet.principal, needs_today="  ").entries.exists()


def test_open_case_takes_its_id_from_the_sheet(fjellet):
    token = uuid.uuid4()
    assert opened(fjellet.school, fjellet.principal, token=token).pk == token


def test_open_case_for_a_unit_is_refused_by_role_for_its_owner_without_a_concern(fjellet):
    with pytest.raises(PermissionDenied):
        opened(fjellet.school, fjellet.owner_adviser)
    with pytest.raises(PermissionDenied):
        opened(fjellet.school, fjellet.owner_adviser, is_about_leader=True)


def test_the_owner_is_not_told_by_way_of_the_one_who_is_told_of(fjellet):
    """A principal who is also the owner's only adviser: nobody has been told, and that stands."""
    fjellet.owner_adviser.memberships.update(ends_on="2025-01-01")
    both = member("principal", fjellet.school)
    both.memberships.create(
        organisation=fjellet.owner, role="owner_adviser", starts_on=TODAY.replace(year=2024)
    )
    case = opened(fjellet.school, both, serious=True, serious_reason="Slag.")
    assert OwnerNotice.objects.get(case=case).receivers == []


def test_events_hold_neither_names_nor_text(fjellet):
    case = opened(
        fjellet.school, fjellet.principal, serious=True, serious_reason="HEMMELIG",
        needs_today="HEMMELIG", what_happened="HEMMELIG", is_about_staff=True,
    )  # fmt: skip
    assert "HEMMELIG" not in str(list(Event.objects.filter(case_id=case.pk).values()))
