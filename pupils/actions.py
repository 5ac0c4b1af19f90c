"""What changes about pupils, their groups and guardians. Asked at the pupil's own unit."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.errors import ActionError
from common.sorting import sort_key
from organisations.models import Organisation
from organisations.permissions import allowed, require
from organisations.roles import Permission
from pupils.models import Group, Guardian, Placement, Pupil


def _require(by: Person, unit: Organisation, now: datetime) -> None:
    require(by, Permission.EDIT_PUPILS, at=unit, today=timezone.localdate(now))


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
    """Add a class or kindergarten group of one school year. A name is used once in a year."""
    _require(by, unit, now)
    if Group.objects.filter(unit=unit, school_year=school_year, name=name).exists():
        raise ActionError(_("There is already a group with this name in the school year."))
    group = Group(id=uuid.uuid4(), unit=unit, name=name, school_year=school_year, stage=stage)
    group.save(force_insert=True)
    record("group.added", by=by, now=now, target=group, school_year=school_year, stage=stage)
    return group


@transaction.atomic
def name_contact_teacher(*, group: Group, teacher: Person, by: Person, now: datetime) -> None:
    """Make somebody who takes part at the unit a contact teacher of the group."""
    _require(by, group.unit, now)
    today = timezone.localdate(now)
    if not allowed(teacher, Permission.TAKE_PART, at=group.unit, today=today):
        raise ActionError(_("Choose somebody who works at the unit."))
    group.contact_teachers.add(teacher)
    record("group.teacher_named", by=by, now=now, target=group, teacher=str(teacher.pk))


@transaction.atomic
def add_pupil(
    *,
    unit: Organisation,
    name: str,
    by: Person,
    now: datetime,
    born_on: date | None = None,
    language: str = "",
    protected: bool = False,
) -> Pupil:
    """Add a pupil, or a child in a kindergarten, to the unit's list. Raises ActionError when the
    name is empty."""
    _require(by, unit, now)
    if not name.strip():
        raise ActionError(_("Write the pupil's name."))
    pupil = Pupil(
        id=uuid.uuid4(),
        unit=unit,
        name=name,
        sort_key=sort_key(name),
        born_on=born_on,
        language=language,
        protected=protected,
    )
    pupil.save(force_insert=True)
    record("pupil.added", by=by, now=now, target=pupil)
    return pupil


@transaction.atomic
def place_pupil(
    *, pupil: Pupil, group: Group, starts_on: date, by: Person, now: datetime
) -> Placement:
    """Put the pupil in a group of the same unit from a day on."""
    _require(by, pupil.unit, now)
    if group.unit_id != pupil.unit_id:
        raise ActionError(_("Choose a group at the pupil's own unit."))
    if Placement.objects.filter(pupil=pupil, group=group, ends_on=None).exists():
        raise ActionError(_("The pupil is in this group already."))
    placement = Placement(id=uuid.uuid4(), pupil=pupil, group=group, starts_on=starts_on)
    placement.save(force_insert=True)
    record("pupil.placed", by=by, now=now, target=pupil, group=str(group.pk))
    return placement


@transaction.atomic
def add_guardian(
    *,
    pupil: Pupil,
    name: str,
    relation: str,
    by: Person,
    now: datetime,
    language: str = "",
    parental_responsibility: bool = True,
) -> Guardian:
    """Note who answers for the pupil at home. Raises ActionError when the pupil has left."""
    _require(by, pupil.unit, now)
    if pupil.left_on is not None:
        raise ActionError(_("The pupil has left the unit."))
    guardian = Guardian(
        id=uuid.uuid4(),
        pupil=pupil,
        name=name,
        relation=relation,
        language=language,
        parental_responsibility=parental_responsibility,
    )
    guardian.save(force_insert=True)
    record("guardian.added", by=by, now=now, target=guardian, pupil=str(pupil.pk))
    return guardian
