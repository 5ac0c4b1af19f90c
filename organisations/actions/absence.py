"""Who is away from a unit or from its owner, and who stands in. Nobody asks why."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.demands import made, saved
from common.errors import ActionError
from organisations.models import Absence, Membership, Organisation
from organisations.permissions import allowed, require
from organisations.roles import Permission

DAY = timedelta(days=1)
LONGEST_BACK, FARTHEST = timedelta(days=366), timedelta(days=3 * 366)


@transaction.atomic
def note_absence(
    *,
    person: Person,
    organisation: Organisation,
    starts_on: date,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    ends_on: date | None = None,
    substitute: Person | None = None,
) -> Absence:
    """Say that somebody who works at a place is away between two days, both included; the last may
    be unknown. What the person answers for is then shown to those who lead there.

    One sheet (``token``) makes one absence. Raises ``ActionError`` for somebody who does not work
    there, for days that do not agree or are absurd, when the person is away already then, for
    somebody to stand in who may not carry out anything there, and for whoever stands in by own
    choice without following up cases there: it opens measures.
    """
    unit = _lock(organisation, by, now)
    today = timezone.localdate(now)
    here = Absence.objects.filter(organisation=unit)
    stands_in = substitute and substitute.pk
    same = {"starts_on": starts_on, "ends_on": ends_on, "substitute_id": stands_in}
    if noted := made(here, token, person_id=person.pk, **same):
        return noted
    _works_here(person, unit, today)
    absence = Absence(
        person=person, organisation=unit, starts_on=starts_on, written_by=by,
        written_at=now, form_token=token,
    )  # fmt: skip
    _put(absence, ends_on, substitute, by, today)
    return _told("absence.noted", saved(absence), by, now)


@transaction.atomic
def change_absence(
    *,
    absence: Absence,
    by: Person,
    now: datetime,
    ends_on: date | None,
    substitute: Person | None,
) -> Absence:
    """Another last day, known or not, or another who stands in. Refuses as ``note_absence``."""
    unit = _lock(absence.organisation, by, now)
    absence = Absence.objects.select_for_update().get(pk=absence.pk, organisation=unit)
    before = absence.ends_on, absence.substitute_id
    _put(absence, ends_on, substitute, by, timezone.localdate(now))
    if before == (absence.ends_on, absence.substitute_id):
        return absence
    absence.save(update_fields=["ends_on", "substitute"])
    return _told("absence.changed", absence, by, now)


@transaction.atomic
def end_absence(*, absence: Absence, by: Person, now: datetime) -> Absence:
    """The person is back today. What had not begun is taken back. Over already: nothing happens."""
    unit = _lock(absence.organisation, by, now)
    absence = Absence.objects.select_for_update().get(pk=absence.pk, organisation=unit)
    last = max(timezone.localdate(now), absence.starts_on) - DAY
    if absence.ends_on is not None and absence.ends_on <= last:
        return absence
    absence.ends_on = last
    absence.save(update_fields=["ends_on"])
    return _told("absence.changed", absence, by, now)


def _lock(organisation: Organisation, by: Person, now: datetime) -> Organisation:
    """One change of a unit's absences at a time: two must not note the same one twice."""
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(by, Permission.EDIT_ABSENCES, at=unit, today=timezone.localdate(now))
    return unit


def _works_here(person: Person, unit: Organisation, today: date) -> None:
    if not Membership.objects.at(unit).not_over(today).filter(person=person).exists():
        raise ActionError(_("This person does not work here. Choose somebody who does."))


def _may_stand_in(substitute: Person, unit: Organisation, today: date) -> None:
    """Whoever may carry out nothing would see nothing, and what waits would look taken care of."""
    _works_here(substitute, unit, today)
    here = Membership.objects.at(unit).not_over(today).granting(Permission.TAKE_PART)
    if not here.filter(person=substitute).exists():
        raise ActionError(
            _("This person may not carry out measures here. Choose somebody else to stand in.")
        )


def _put(
    absence: Absence, ends_on: date | None, substitute: Person | None, by: Person, today: date
) -> None:
    if ends_on is not None and ends_on < absence.starts_on:
        raise ActionError(_("Write a last day that is not before the first day."))
    days = [absence.starts_on, ends_on or absence.starts_on]
    if days[0] < today - LONGEST_BACK or days[1] > today + FARTHEST:
        raise ActionError(_("The date is too far from today. Look at the year."))
    if substitute is not None:
        if substitute.pk == absence.person_id:
            raise ActionError(_("Choose somebody else to stand in."))
        _not_by_own_choice(substitute, absence.organisation, by, today)
        _may_stand_in(substitute, absence.organisation, today)
    others = Absence.objects.at(absence.organisation).filter(person=absence.person_id)
    others = others.exclude(pk=absence.pk).exclude(ends_on__lt=F("starts_on"))
    meanwhile = others.exclude(ends_on__lt=absence.starts_on)
    if meanwhile.filter(starts_on__lte=ends_on or date.max).exists():
        raise ActionError(_("The person is away already on some of these days. Change that."))
    absence.ends_on, absence.substitute = ends_on, substitute


def _not_by_own_choice(substitute: Person, unit: Organisation, by: Person, today: date) -> None:
    """Standing in opens measures, also to somebody who only keeps the unit's lists."""
    follows_up = Permission.WRITE_CASES
    if substitute.pk == by.pk and not allowed(by, follows_up, at=unit, today=today):
        raise ActionError(
            _("You cannot say that you stand in yourself. Ask somebody who leads here to do it.")
        )


def _told(name: str, absence: Absence, by: Person, now: datetime) -> Absence:
    record(
        name, by=by, now=now, target=absence, person=absence.person_id,
        starts_on=absence.starts_on, ends_on=absence.ends_on, substitute=absence.substitute_id,
    )  # fmt: skip
    return absence
