"""What changes by hand about classes, pupils and who is in which class. Asked at the own unit."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.errors import ActionError
from common.sorting import sort_key
from organisations.models import Organisation
from organisations.permissions import allowed, require
from organisations.roles import Permission
from pupils.models import Group, Placement, Pupil


def _require(by: Person, unit: Organisation, now: datetime) -> None:
    require(by, Permission.EDIT_PUPILS, at=unit, today=timezone.localdate(now))


def _locked(pupil: Pupil, by: Person, now: datetime) -> Pupil:
    _require(by, pupil.unit, now)
    return Pupil.objects.select_for_update().get(pk=pupil.pk)


@transaction.atomic
def add_group(
    *,
    unit: Organisation,
    name: str,
    school_year: int,
    by: Person,
    now: datetime,
    stage: int | None = None,
) -> Group:
    """Add a class or kindergarten group of one school year. Refuses a name that is
    used in that year."""
    _require(by, unit, now)
    if Group.objects.filter(unit=unit, school_year=school_year, name=name).exists():
        raise ActionError(_("There is already a group with this name in the school year."))
    group = Group(unit=unit, name=name, school_year=school_year, stage=stage)
    group.save()
    record("group.added", by=by, now=now, target=group, school_year=school_year, stage=stage)
    return group


@transaction.atomic
def name_contact_teacher(*, group: Group, teacher: Person, by: Person, now: datetime) -> None:
    """Make somebody who takes part at the unit a contact teacher of the group. Refuses others."""
    _require(by, group.unit, now)
    today = timezone.localdate(now)
    if not allowed(teacher, Permission.TAKE_PART, at=group.unit, today=today):
        raise ActionError(_("Choose somebody who works at the unit."))
    group.contact_teachers.add(teacher)
    record("group.teacher_named", by=by, now=now, target=group, teacher=teacher.pk)


@transaction.atomic
def remove_contact_teacher(*, group: Group, teacher: Person, by: Person, now: datetime) -> None:
    """Somebody is no longer contact teacher of the group. Raises ActionError when that is so
    already."""
    _require(by, group.unit, now)
    if not group.contact_teachers.filter(pk=teacher.pk).exists():
        raise ActionError(_("This person is not a contact teacher of the class."))
    group.contact_teachers.remove(teacher)
    record("group.teacher_removed", by=by, now=now, target=group, teacher=teacher.pk)


@transaction.atomic
def add_pupil(
    *,
    unit: Organisation,
    name: str,
    by: Person,
    now: datetime,
    born_on: date | None = None,
    language: str = "",
) -> Pupil:
    """Add a pupil, or a child in a kindergarten, to the unit's list. Raises ActionError when the
    name is empty."""
    _require(by, unit, now)
    if not name.strip():
        raise ActionError(_("Write the pupil's name."))
    pupil = Pupil(
        unit=unit,
        name=name,
        sort_key=sort_key(name),
        born_on=born_on,
        language=language,
    )
    pupil.save()
    record("pupil.added", by=by, now=now, target=pupil)
    return pupil


@transaction.atomic
def change_pupil(
    *,
    pupil: Pupil,
    name: str,
    born_on: date | None,
    language: str,
    by: Person,
    now: datetime,
) -> Pupil:
    """Correct what is known of a pupil. Raises ActionError when the name is empty."""
    pupil = _locked(pupil, by, now)
    if not name.strip():
        raise ActionError(_("Write the pupil's name."))
    before = (pupil.name, pupil.born_on, pupil.language)
    pupil.name, pupil.sort_key = name, sort_key(name)
    pupil.born_on, pupil.language = born_on, language
    pupil.save(update_fields=["name", "sort_key", "born_on", "language"])
    if before != (name, born_on, language):
        record("pupil.changed", by=by, now=now, target=pupil)
    return pupil


@transaction.atomic
def place_pupil(
    *,
    pupil: Pupil,
    group: Group,
    starts_on: date,
    by: Person,
    now: datetime,
    instead_of: Placement | None = None,
) -> Placement:
    """Put the pupil in a group of the same unit from a day on; ``instead_of`` another it is left
    the day before.

    Raises ActionError for a group of another unit or that the pupil is in, for a pupil who has
    left, and for a day before the pupil came to the other group.
    """
    pupil = _locked(pupil, by, now)
    if group.unit_id != pupil.unit_id:
        raise ActionError(_("Choose a group at the pupil's own unit."))
    if pupil.left_on is not None:
        raise ActionError(_("The pupil has left the unit."))
    if Placement.objects.filter(pupil=pupil, group=group, ends_on=None).exists():
        raise ActionError(_("The pupil is in this group already."))
    if instead_of is not None:
        if starts_on <= instead_of.starts_on:
            raise ActionError(_("Write a day after the pupil came to the class that is left."))
        _end(instead_of, starts_on - timedelta(days=1), by, now)
    placement = Placement(pupil=pupil, group=group, starts_on=starts_on)
    placement.save()
    record("pupil.placed", by=by, now=now, target=pupil, group=group.pk)
    return placement


@transaction.atomic
def end_placement(*, placement: Placement, by: Person, now: datetime) -> Placement:
    """The pupil is in the group for the last day today. Raises ActionError when that has ended."""
    _locked(placement.pupil, by, now)
    return _end(placement, timezone.localdate(now), by, now)


def _end(placement: Placement, last_day: date, by: Person, now: datetime) -> Placement:
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    if placement.ends_on is not None and placement.ends_on < timezone.localdate(now):
        raise ActionError(_("The pupil has left this class already."))
    placement.ends_on = max(last_day, placement.starts_on)
    placement.ended_in = None
    placement.save(update_fields=["ends_on", "ended_in"])
    record(
        "pupil.placement_ended",
        by=by,
        now=now,
        target=placement.pupil,
        group=placement.group_id,
        ends_on=placement.ends_on,
    )
    return placement


@transaction.atomic
def let_pupil_leave(*, pupil: Pupil, left_on: date, by: Person, now: datetime) -> Pupil:
    """The pupil leaves the unit, with the given day as the last; and stays in his or her cases.

    Raises ActionError when the pupil has left already, and for a day that has not come.
    """
    pupil = _locked(pupil, by, now)
    if pupil.left_on is not None:
        raise ActionError(_("The pupil has left the unit."))
    if left_on > timezone.localdate(now):
        raise ActionError(_("Write a day that has come. Until then the pupil is on the list."))
    pupil.left_on, pupil.left_in = left_on, None
    pupil.save(update_fields=["left_on", "left_in"])
    still = Q(ends_on=None) | Q(ends_on__gt=left_on)
    for placement in Placement.objects.select_for_update().filter(still, pupil=pupil):
        placement.ends_on = max(left_on, placement.starts_on)
        placement.save(update_fields=["ends_on"])
    record("pupil.left", by=by, now=now, target=pupil, left_on=left_on)
    return pupil


@transaction.atomic
def take_pupil_back(*, pupil: Pupil, by: Person, now: datetime) -> Pupil:
    """A pupil who had left is on the list again, in no class yet. Raises ActionError for one who
    has not left."""
    pupil = _locked(pupil, by, now)
    if pupil.left_on is None:
        raise ActionError(_("The pupil is on the list."))
    pupil.left_on = pupil.left_in = None
    pupil.save(update_fields=["left_on", "left_in"])
    record("pupil.came_back", by=by, now=now, target=pupil)
    return pupil
