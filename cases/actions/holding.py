"""Who holds a case: the unit where it happened, or its owner when a leader there may not see it."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.scope import admit
from accounts.system import SYSTEM, System
from audit.record import record
from cases import demands
from cases.actions.locking import lock
from cases.models import Case, CaseAccess, StateReason
from cases.notices import CaseHandedBack
from common.errors import ActionError
from notifications.outbox import tell
from organisations import permissions
from organisations.models import Membership
from organisations.roles import Permission, Role


@transaction.atomic
def hand_case_to_owner(
    *, case: Case, by: Person | System, now: datetime, reason: str | None = None
) -> Case:
    """Give a case to the owner, never to a subordinate of a leader who may not see it (Education
    Act 12-5). Those at the unit who carry out something keep that part; PPT is told no longer where
    it is, and calls the owner. Refuses when the owner holds it already.

    A person who decides it says why; None where it follows from something else that has a reason.
    """
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    demands.not_void(case)
    if case.is_held_elsewhere:
        raise ActionError(_("The owner holds this case already."))
    told = {} if reason is None else {"reason": str(_why(case, by, now, reason).pk)}
    admit(case.pk)
    _keep_parts(case, by, now)
    case.held_by_id = case.unit.owner_id
    case.save(update_fields=["held_by"])
    alert = case.alert
    alert.hide_unit()
    alert.contact_role = Role.OWNER_ADVISER
    alert.save(update_fields=["unit", "stage", "kinds", "contact_role"])
    record("case.held_by_owner", by=by, now=now, target=case, case_id=case.pk, **told)
    return case


@transaction.atomic
def hand_back_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """The owner gives a case back to the unit where it happened. Refuses while a leader there is
    excluded from it, while nobody leads the unit, and while it is about a leader and nobody has
    named one who leads the unit, or has led it. What only the owner was told stays with the owner.
    """
    case = lock(case)
    demands.right(by, Permission.WRITE_CASES, case=case, now=now)
    demands.not_void(case)
    if not case.is_held_elsewhere:
        raise ActionError(_("The unit where it happened holds this case already."))
    _refuse_without_a_leader(case, now)
    kept = _kept(case, by, now, reason, _("Write why the unit can hold the case now."))
    # Those at the unit take part by their roles again; somebody at PPT goes on as was decided.
    parts = case.accesses.current().filter(kind=CaseAccess.Kind.TAKES_PART, ground="")
    parts.update(ended_at=now)
    admit(case.pk)
    case.held_by_id = case.unit_id
    case.save(update_fields=["held_by"])
    alert = case.alert
    alert.contact_role = Role.PRINCIPAL
    alert.save(update_fields=["contact_role"])
    record("case.handed_back", by=by, now=now, target=case, case_id=case.pk, reason=str(kept.pk))
    leaders = Person.objects.filter(pk__in=_leaders(case, now).values("person"))
    tell(CaseHandedBack, thing_id=kept.pk, to=leaders, now=now, case_id=case.pk)
    return case


def move_cases_of_excluded_leaders(*, now: datetime) -> int:
    """Somebody who is excluded from a case has come to lead the unit that holds it: the owner takes
    it, and the number is given. Run daily; a case that has moved is not found again."""
    today = timezone.localdate(now)
    leads = Membership.objects.current(today).filter(
        role=Role.PRINCIPAL, organisation=OuterRef("case__held_by"), person=OuterRef("person")
    )
    found = CaseAccess.objects.current().exclusions().filter(Exists(leads))
    cases = Case.objects.exclude(state=Case.State.VOID).filter(pk__in=found.values("case"))
    moved = 0
    for case in cases:
        try:
            hand_case_to_owner(case=case, by=SYSTEM, now=now)
        except (ActionError, PermissionDenied):  # somebody moved it a moment ago
            continue
        moved += 1
    return moved


def _why(case: Case, by: Person | System, now: datetime, reason: str) -> StateReason:
    if not isinstance(by, Person):
        raise PermissionDenied("A person gives the reason.")
    return _kept(case, by, now, reason, _("Write why the owner is to answer for the case."))


def _kept(case: Case, by: Person, now: datetime, reason: str, missing: str) -> StateReason:
    text = demands.text(reason, missing=missing)
    kept = StateReason(id=uuid.uuid4(), case=case, text=text, given_by=by, given_at=now)
    kept.save(force_insert=True)
    return kept


def _keep_parts(case: Case, by: Person | System, now: datetime) -> None:
    """Whoever carries out something goes on: nobody's reminders are lost when the case moves. Who
    is excluded has the part too, and gets nothing of it until the exclusion is lifted."""
    able = permissions.people_with(
        Permission.TAKE_PART, at=case.unit, today=timezone.localdate(now)
    )
    have = case.accesses.current().filter(kind=CaseAccess.Kind.TAKES_PART).values("person")
    people = able.filter(pk__in=case.people_with_a_part()).exclude(pk__in=have)
    for person in people:
        part = CaseAccess(
            id=uuid.uuid4(),
            case=case,
            person=person,
            kind=CaseAccess.Kind.TAKES_PART,
            reason=_("Carries out something in the case, which the owner holds."),
            given_by=by if isinstance(by, Person) else None,
            given_at=now,
        )
        part.save(force_insert=True)


def _refuse_without_a_leader(case: Case, now: datetime) -> None:
    leaders = _leaders(case, now).values("person")
    excluded = case.accesses.current().exclusions()
    if excluded.filter(person__in=leaders).exists():
        raise ActionError(_("A leader of the unit is excluded from the case. The owner holds it."))
    if not leaders.exists():
        raise ActionError(_("Nobody leads the unit now. Have somebody made principal there first."))
    if case.is_about_leader and not _named(case).exists():
        raise ActionError(
            _("The case is about a leader. Say who it is, or that it is not about a leader, first.")
        )


def _named(case: Case):
    """Exclusions of those whom the case is about, and who lead the unit or have led it."""
    led = Membership.objects.at(case.unit).filter(role__in=[Role.PRINCIPAL, Role.DEPUTY])
    about = case.accesses.current().exclusions().filter(closeness=CaseAccess.Closeness.CONCERNED)
    return about.filter(person__in=led.values("person"))


def _leaders(case: Case, now: datetime):
    """Those who lead the unit where it happened, today."""
    current = Membership.objects.current(timezone.localdate(now)).at(case.unit)
    return current.filter(role=Role.PRINCIPAL, person__is_active=True)
