"""Protected identity: a pupil is hidden from all but those who are named."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common import demands
from common.errors import ActionError
from organisations.models import Membership, Organisation
from organisations.permissions import people_with, require
from organisations.roles import Permission
from pupils.models import Pupil, PupilAccess


@transaction.atomic
def protect_pupil(
    *, pupil: Pupil, people: Sequence[Person], reason: str, by: Person, now: datetime
) -> Pupil:
    """Hide the pupil from everybody who is not named, also from the one who does it.

    Raises ActionError when it is done already, when somebody named does not work at the unit or its
    owner, and when nobody is named who can name others.
    """
    today = timezone.localdate(now)
    require(by, Permission.EDIT_PUPILS, at=pupil.unit, today=today)
    pupil = Pupil.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pupil.pk)
    if pupil.protected:
        raise ActionError(_("The identity of this pupil is protected already."))
    reason = demands.text(reason, missing=_("Write why."))
    named = {person.pk: _works_here(person, pupil.unit, now) for person in people}
    openers = people_with(Permission.OPEN_IDENTITY, at=pupil.unit, today=today)
    if not openers.filter(pk__in=named).exists():
        raise ActionError(_("Name the leader of the place too: somebody must be able to open it."))
    rows = [_access(pupil.pk, pupil.unit, person, reason, by, now) for person in named.values()]
    if by.pk not in named:
        # A row that its writer could no longer see is refused: seen until it is written.
        rows.append(_access(pupil.pk, pupil.unit, by, reason, by, now))
    PupilAccess.objects.bulk_create(rows)
    pupil.protected = True
    pupil.save(update_fields=["protected"])
    if by.pk not in named:
        PupilAccess.objects.filter(pk=rows[-1].pk).update(ended_at=now)
    record(
        "pupil.protected", by=by, now=now, target=pupil, people=list(named)
    )  # fmt: skip
    return pupil


@transaction.atomic
def open_identity(
    *,
    pupil_id: uuid.UUID,
    unit: Organisation,
    person: Person,
    reason: str,
    by: Person,
    now: datetime,
) -> PupilAccess:
    """Name one more person who may see a protected pupil of the unit; a leader who has come after
    the others were named also names himself or herself. The pupil's row itself may be hidden from
    the one who asks, so its id is what is given.

    Raises ActionError when the pupil is not protected, when the person is named already, and when
    he or she does not work at the unit or its owner.
    """
    _require_open(by, unit, now)
    known = _lock(pupil_id, unit)
    if not known:
        raise ActionError(_("The identity of this pupil is not protected any more."))
    if any(access.person_id == person.pk for access in known):
        raise ActionError(_("This person is named already."))
    reason = demands.text(reason, missing=_("Write why."))
    access = _access(pupil_id, unit, _works_here(person, unit, now), reason, by, now)
    access.save()
    _record("pupil.identity_opened", access, by, now)
    return access


@transaction.atomic
def close_identity(*, access: PupilAccess, by: Person, now: datetime) -> PupilAccess:
    """Let a person see the pupil no more. Raises ActionError when that has been done, and when
    nobody would be left who sees the pupil and can name others."""
    _require_open(by, access.unit, now)
    known = _lock(access.pupil_id, access.unit)
    ending = next((row for row in known if row.pk == access.pk), None)
    if ending is None:
        raise ActionError(_("This has already been ended."))
    today = timezone.localdate(now)
    openers = people_with(Permission.OPEN_IDENTITY, at=access.unit, today=today)
    left = {row.person_id for row in known} - {ending.person_id}
    if not openers.filter(pk__in=left).exists():
        raise ActionError(_("Name another leader first: somebody must be able to open it."))
    ending.ended_at = now
    ending.save(update_fields=["ended_at"])
    _record("pupil.identity_closed", ending, by, now)
    return ending


@transaction.atomic
def unprotect_pupil(*, pupil_id: uuid.UUID, unit: Organisation, by: Person, now: datetime) -> Pupil:
    """Show the pupil again to all who see the unit's pupils. Raises ActionError for one who is not
    named, who could not know whom it is about, and when it is done already."""
    _require_open(by, unit, now)
    known = _lock(pupil_id, unit)
    if not known:
        raise ActionError(_("The identity of this pupil is not protected any more."))
    if all(access.person_id != by.pk for access in known):
        raise ActionError(_("Name yourself first. You cannot see who the pupil is."))
    pupil = Pupil.objects.select_for_update().get(pk=pupil_id)
    pupil.protected = False
    pupil.save(update_fields=["protected"])
    PupilAccess.objects.current().filter(pupil=pupil).update(ended_at=now)
    record("pupil.unprotected", by=by, now=now, target=pupil)
    return pupil


def _require_open(by: Person, unit: Organisation, now: datetime) -> None:
    require(by, Permission.OPEN_IDENTITY, at=unit, today=timezone.localdate(now))


def _lock(pupil_id: uuid.UUID, unit: Organisation) -> list[PupilAccess]:
    """Who is named now. None where the pupil is of another unit or not protected; two changes of
    the same pupil come one after the other."""
    rows = PupilAccess.objects.current().filter(pupil_id=pupil_id, unit=unit)
    return list(rows.select_for_update().order_by("id"))


def _works_here(person: Person, unit: Organisation, now: datetime) -> Person:
    here = Q(organisation=unit) | Q(organisation=unit.owner_id)
    roles = Membership.objects.current(timezone.localdate(now)).filter(here, person=person)
    if not person.is_active or not roles.exists():
        raise ActionError(_("This person does not work here. Choose somebody who does."))
    return person


def _access(
    pupil_id: uuid.UUID, unit: Organisation, person: Person, reason: str, by: Person, now: datetime
) -> PupilAccess:
    return PupilAccess(
        pupil_id=pupil_id,
        unit=unit,
        person=person,
        reason=reason,
        given_by=by,
        given_at=now,
    )


def _record(name: str, access: PupilAccess, by: Person, now: datetime) -> None:
    record(
        name,
        by=by,
        now=now,
        target=access,
        pupil=access.pupil_id,
        person=access.person_id,
    )
