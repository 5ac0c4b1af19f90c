"""What actions on a case demand: the right to do it there, and what all actions demand."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from cases.models import Case
from common.demands import USED_FORM, choices, is_taken, past, past_day, text
from common.errors import ActionError
from organisations import permissions
from organisations.roles import Permission

__all__ = [
    "USED_FORM",
    "choices",
    "is_taken",
    "not_void",
    "past",
    "past_day",
    "right",
    "takes_part",
    "text",
]


def right(by: Person | System, permission: Permission, *, case: Case, now: datetime) -> None:
    """The permission where the case is held, and no exclusion from it. Who carries out something at
    the unit goes on taking part when the case is held elsewhere. Raises PermissionDenied."""
    today = timezone.localdate(now)
    keeps_a_part = permission == Permission.TAKE_PART and takes_part(by, case=case, today=today)
    if not keeps_a_part:
        permissions.require(by, permission, at=case.held_by, today=today)
    if isinstance(by, Person) and case.accesses.excluding(by).exists():
        raise PermissionDenied("Excluded from the case.")


def takes_part(by: Person | System, *, case: Case, today: date) -> bool:
    """Does the person keep a part of a case that is held elsewhere, and work at its unit?"""
    if not isinstance(by, Person) or case.held_by_id == case.unit_id:
        return False
    may = permissions.allowed(by, Permission.TAKE_PART, at=case.unit, today=today)
    return may and case.accesses.parts_of(by).exists()


def not_void(case: Case) -> None:
    if case.state == Case.State.VOID:
        raise ActionError(_("This case was wrongly registered. Nothing more is done with it."))
