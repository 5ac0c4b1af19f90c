"""What actions on a case demand: the right to do it there, and what all actions demand."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NotRequired, TypedDict

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from cases import rules
from cases.models import Case, CaseAccess, PptAlert
from common.dates import short_day
from common.demands import (
    USED_FORM,
    choice,
    choices,
    is_taken,
    line,
    locked,
    made,
    made_and_stands,
    past,
    past_day,
    saved,
    text,
)
from common.errors import ActionError
from organisations import permissions
from organisations.models import Organisation, PptService
from organisations.roles import Permission
from pupils.models import Guardian, Pupil

__all__ = [
    "USED_FORM",
    "Told",
    "case_told",
    "choice",
    "choices",
    "is_taken",
    "line",
    "locked",
    "made",
    "made_and_stands",
    "nobody_protected",
    "not_before",
    "not_ended",
    "owner_reads",
    "not_void",
    "past",
    "past_day",
    "ppt_office",
    "raised",
    "right",
    "saved",
    "takes_part",
    "text",
]


def right(by: Person | System, permission: Permission, *, case: Case, now: datetime) -> None:
    """The permission where the case is held, and no exclusion from it. Who carries out something at
    the unit goes on taking part when the case is held elsewhere, and so does somebody at PPT who
    was asked to. Raises PermissionDenied."""
    today = timezone.localdate(now)
    try:
        permissions.require(by, permission, at=case.held_by, today=today)
    except PermissionDenied:
        if permission != Permission.TAKE_PART or not takes_part(by, case=case, today=today):
            raise
    if isinstance(by, Person) and case.accesses.excluding(by).exists():
        raise PermissionDenied("Excluded from the case.")


def owner_reads(by: Person, *, at: Organisation, case_id: uuid.UUID, now: datetime) -> None:
    """Reads at the owner what was told of a case, which may itself be out of scope, and is not
    excluded from it. Raises PermissionDenied."""
    needed, today = Permission.READ_OWNER_NOTICES, timezone.localdate(now)
    permissions.require(by, needed, at=at, today=today)
    if CaseAccess.objects.excluding(by).filter(case=case_id).exists():
        raise PermissionDenied("Excluded from the case.")


def takes_part(by: Person | System, *, case: Case, today: date) -> bool:
    """Does the person keep a part of a case that is held elsewhere, and work at its unit? Or help
    in it, at the PPT office that serves the unit?"""
    if not isinstance(by, Person):
        return False
    part = case.accesses.parts_of(by).first()
    if part is None:
        return False
    if part.ground:
        office = PptService.objects.office_serving(case.unit)
        needed = Permission.HELP_IN_CASES
        return office is not None and permissions.allowed(by, needed, at=office, today=today)
    held_elsewhere = case.held_by_id != case.unit_id
    return held_elsewhere and permissions.allowed(
        by, Permission.TAKE_PART, at=case.unit, today=today
    )


def ppt_office(case: Case) -> Organisation:
    """That has the alert, and serves the unit still."""
    office = case.alert.office
    if office is None or office != PptService.objects.office_serving(case.unit):
        raise ActionError(
            _("No PPT office has the alert and serves you now. Nothing can be opened.")
        )
    return office


def nobody_protected(case: Case, reader: Person, texts: Iterable[str]) -> None:
    """Of texts that are to leave the case: neither a pupil with protected identity nor a guardian
    is named, in whatever letters. Whoever does not know who it is cannot see whether a text names
    them."""
    said = " ".join(texts)
    if not said:
        return
    protected = Pupil.objects.filter(involvements__case=case, protected=True)
    hidden = set(protected.values_list("name", flat=True))
    hidden |= set(Guardian.objects.filter(pupil__in=protected).values_list("name", flat=True))
    if rules.names_in(said, hidden, any_case=True):
        raise ActionError(
            _("A pupil with protected identity is named. Take the name out; it cannot be opened.")
        )
    named = case.involvements.filter(pupil__isnull=False)
    if named.exclude(pupil__in=Pupil.objects.open_to(reader)).exists():
        raise ActionError(
            _(
                "Somebody in the case has a protected identity, and you are not told who it is. So "
                "texts cannot be opened by you. Choose only what holds no text."
            )
        )


def not_before(first: date, day: date) -> date:
    """The day, where it is not earlier than the first possible one."""
    if day < first:
        said = _("The date is too early. It must be %(date)s or later.")
        raise ActionError(said % {"date": short_day(first)})
    return day


def not_void(case: Case) -> None:
    if case.state == Case.State.VOID:
        raise ActionError(_("This case was wrongly registered. Nothing more is done with it."))


def not_ended(case: Case) -> None:
    if not case.is_open:
        raise ActionError(_("This case has ended. Nothing more is recorded in it."))


class Who(TypedDict):
    """Whom it concerns, and what is known of them."""

    pupils: Sequence[Pupil]
    described: Sequence[str]
    role: str


class When(TypedDict):
    """When the school knew, and when the family raised it."""

    known_at: datetime
    raised_at: datetime | None


class Told(TypedDict):
    """What is known when a case is opened. ``serious`` is None while nobody knows."""

    source: str
    known_at: datetime
    what_happened: str
    kinds: Sequence[str]
    serious: bool | None
    pupils: NotRequired[Sequence[Pupil]]
    described: NotRequired[Sequence[str]]
    role: NotRequired[str]
    raised_at: NotRequired[datetime | None]
    places: NotRequired[Sequence[str]]
    serious_reason: NotRequired[str]
    is_about_staff: NotRequired[bool]
    is_about_leader: NotRequired[bool]
    needs_today: NotRequired[str]
    help_wanted: NotRequired[str]


def case_told(unit: Organisation, by: Person, now: datetime, told: Told) -> Told:
    """What a case is opened with, cleaned and whole."""
    if not unit.is_unit:
        raise ActionError(_("Choose a school or a kindergarten."))
    is_about_leader = told.get("is_about_leader", False)
    return Told(
        **_who(unit, by, told),
        **_when(now, told),
        source=choice(told["source"], Case.Source),
        what_happened=text(told["what_happened"], missing=_("Write what has happened.")),
        kinds=choices(told["kinds"], Case.Kind, missing=_("Choose what kind of violation it is.")),
        places=choices(told.get("places", ()), Case.Place, missing=""),
        serious=told["serious"],
        serious_reason=_why_serious(told),
        is_about_staff=is_about_leader or told.get("is_about_staff", False),
        is_about_leader=is_about_leader,
        needs_today=text(told.get("needs_today", "")),
        help_wanted=choice(told.get("help_wanted", "not_said"), PptAlert.Help),
    )


def _who(unit: Organisation, by: Person, told: Told) -> Who:
    pupils = _pupils(unit, by, told.get("pupils", ()))
    described = [line(one, missing=_("Describe who it is.")) for one in told.get("described", ())]
    if not pupils and not described:
        raise ActionError(_("Choose whom it concerns, or describe somebody without a name here."))
    role = told.get("role", "exposed")
    if role not in rules.ROLES_AT_FIRST:
        raise ActionError(_("Nobody gets another role before it has been looked into."))
    return {"pupils": pupils, "described": described, "role": role}


def _when(now: datetime, told: Told) -> When:
    """When the school knew, and when the family raised it, which is never earlier."""
    known_at, raised_at = past(told["known_at"], now), told.get("raised_at")
    return {"known_at": known_at, "raised_at": raised_at and raised(raised_at, known_at, now)}


def raised(raised_at: datetime, known_at: datetime, now: datetime) -> datetime:
    """A moment at which the family can have raised it: the leadership knew of it from then on."""
    if timezone.localdate(raised_at) < timezone.localdate(known_at):
        raise ActionError(
            _("The leadership knew when the family told them. Correct one of the two dates.")
        )
    return past(raised_at, now)


def _why_serious(told: Told) -> str:
    missing = _("Write why it is serious.") if told["serious"] else ""
    reason = text(told.get("serious_reason", ""), missing=missing)
    return reason if told["serious"] else ""


def _pupils(unit: Organisation, by: Person, given: Sequence[Pupil]) -> list[Pupil]:
    asked = {pupil.pk for pupil in given}
    offered = Pupil.objects.open_to(by).choosable().filter(unit=unit)
    found = list(offered.filter(pk__in=asked)) if asked else []
    if len(found) != len(asked):
        raise ActionError(_("Choose pupils from the list of this place."))
    return found
