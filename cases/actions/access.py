"""Who may see the case, or keeps a part of it, besides those who hold it. ``enter`` reads it afresh
for every request, so it takes effect with the next page."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, CaseAccess
from common.errors import ActionError
from organisations import permissions
from organisations.models import PptService
from organisations.roles import Permission


@transaction.atomic
def grant_access(
    *, case: Case, person: Person, by: Person, now: datetime, reason: str
) -> CaseAccess:
    """Let somebody at the unit or its owner read the whole case. Reading only: what a person may
    do follows from the role. Refuses for oneself, for strangers and for those excluded."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    if person == by:
        raise ActionError(_("You cannot give yourself access."))
    places = [case.held_by_id, case.held_by.owner_id]
    here = person.memberships.current(timezone.localdate(now)).filter(organisation__in=places)
    if not person.is_active or not here.exists():
        raise ActionError(_("This person does not work here. Choose somebody who does."))
    return _open_for(person, CaseAccess.Kind.GRANTED, case, by, now, reason)


@transaction.atomic
def let_take_part(
    *, case: Case, person: Person, by: Person, now: datetime, reason: str
) -> CaseAccess:
    """Let somebody at the unit carry out measures and talks of a case that is held elsewhere: the
    person sees these, and nothing more of the case."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    if case.held_by_id == case.unit_id:
        raise ActionError(_("The case is held where it happened: people there take part already."))
    if not permissions.allowed(
        person, Permission.TAKE_PART, at=case.unit, today=timezone.localdate(now)
    ):
        raise ActionError(_("This person does not work here. Choose somebody who does."))
    return _open_for(person, CaseAccess.Kind.TAKES_PART, case, by, now, reason)


@transaction.atomic
def let_ppt_help(
    *, case: Case, person: Person, by: Person, now: datetime, ground: str, reason: str
) -> CaseAccess:
    """Let somebody at the PPT office that serves the unit carry out measures of the case. The
    person sees these, and nothing more of it. What lets PPT know of it is kept: the family's
    consent, or that it is needed for the school's own work (Public Administration Act 13 a, 13 b).
    """
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    (ground,) = demands.choices([ground], CaseAccess.Ground, missing=_("Say what lets PPT know."))
    office = PptService.objects.office_serving(case.unit)
    today = timezone.localdate(now)
    needed = Permission.HELP_IN_CASES
    if office is None or not permissions.allowed(person, needed, at=office, today=today):
        raise ActionError(
            _("This person does not work at the PPT office that serves you. Choose somebody else.")
        )
    return _open_for(person, CaseAccess.Kind.TAKES_PART, case, by, now, reason, ground=ground)


@transaction.atomic
def end_access(*, access: CaseAccess, by: Person, now: datetime) -> CaseAccess:
    """End what was opened for somebody. An exclusion is not ended here: only the owner lifts it.
    Who still carries out something keeps the part, or its reminders would reach nobody."""
    case = lock(access.case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    access = case.accesses.select_for_update().get(pk=access.pk)
    if access.kind == CaseAccess.Kind.EXCLUDED:
        raise ActionError(_("Only the owner lifts an exclusion."))
    if access.ended_at is not None:
        raise ActionError(_("This has already been ended."))
    takes_part = access.kind == CaseAccess.Kind.TAKES_PART
    if takes_part and access.person_id in case.people_with_a_part():
        raise ActionError(
            _("This person still carries out something in the case. Choose somebody else first.")
        )
    access.ended_at = now
    access.save(update_fields=["ended_at"])
    _record(access, f"{access.kind}_ended", by, now)
    return access


def _open_for(
    person: Person,
    kind: str,
    case: Case,
    by: Person,
    now: datetime,
    reason: str,
    *,
    ground: str = "",
) -> CaseAccess:
    demands.not_void(case)
    if case.accesses.excluding(person).exists():
        raise ActionError(_("This person is excluded from the case."))
    if case.accesses.current().filter(person=person, kind=kind).exists():
        raise ActionError(_("This is already so."))
    access = CaseAccess(
        id=uuid.uuid4(),
        case=case,
        person=person,
        kind=kind,
        reason=demands.text(reason, missing=_("Write why.")),
        ground=ground,
        given_by=by,
        given_at=now,
    )
    access.save(force_insert=True)
    _record(access, kind, by, now)
    return access


def _record(access: CaseAccess, what: str, by: Person, now: datetime) -> None:
    record(
        f"access.{what}",
        by=by,
        now=now,
        target=access,
        case_id=access.case_id,
        person=str(access.person_id),
    )
