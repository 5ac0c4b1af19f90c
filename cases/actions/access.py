"""Who may see the case besides those who hold it, and who may not. ``enter`` reads it afresh for
every request, so it takes effect with the next page."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, CaseAccess
from common.errors import ActionError
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
    if not _works_here(person, case, now):
        raise ActionError(_("This person does not work here. Choose somebody who does."))
    if case.accesses.excluding(person).exists():
        raise ActionError(_("This person is excluded from the case. End the exclusion first."))
    return _write(CaseAccess.Kind.GRANTED, case, person, by, now, reason)


@transaction.atomic
def exclude_person(
    *, case: Case, person: Person, by: Person, now: datetime, reason: str
) -> CaseAccess:
    """Close the case for somebody who is concerned, partial or close: lists, log, messages and all
    (Education Act 12-5; rules on impartiality). One may exclude oneself: from the next page on the
    case is gone."""
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    return _write(CaseAccess.Kind.EXCLUDED, case, person, by, now, reason)


@transaction.atomic
def end_access(*, access: CaseAccess, by: Person, now: datetime) -> CaseAccess:
    """End a grant or an exclusion. Nobody ends an exclusion of one's own."""
    case = lock(access.case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    access = case.accesses.select_for_update().get(pk=access.pk)
    if access.ended_at is not None:
        raise ActionError(_("This has already been ended."))
    access.ended_at = now
    access.save(update_fields=["ended_at"])
    _record(access, f"{access.kind}_ended", by, now)
    return access


def _works_here(person: Person, case: Case, now: datetime) -> bool:
    here = Q(organisation=case.held_by_id) | Q(organisation=case.held_by.owner_id)
    today = timezone.localdate(now)
    return person.is_active and person.memberships.current(today).filter(here).exists()


def _write(kind: str, case: Case, person: Person, by: Person, now: datetime, reason: str):
    if case.state == Case.State.VOID:
        raise ActionError(_("This case was wrongly registered. Nothing more is done with it."))
    if case.accesses.current().filter(person=person, kind=kind).exists():
        raise ActionError(_("This is already so."))
    reason = demands.text(reason, missing=_("Write why."))
    access = CaseAccess(
        id=uuid.uuid4(),
        case=case,
        person=person,
        kind=kind,
        reason=reason,
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
