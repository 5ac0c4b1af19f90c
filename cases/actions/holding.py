"""Who holds a case: the unit where it happened, or its owner when a leader there may not see it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.scope import admit
from accounts.system import SYSTEM, System
from cases.actions.opened import _end_opening
from cases.actions.work import Work
from cases.models import Case, CaseAccess, PptOpening
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
    it is, reads nothing of what was opened to it, and calls the owner. Refuses when the owner holds
    it already.

    A person who decides it says why; None where it follows from something else that has a reason.
    """
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if case.is_held_elsewhere:
        raise ActionError(_("The owner holds this case already."))
    missing = _("Write why the owner is to answer for the case.")
    told: dict[str, Any] = {}
    if reason is not None:
        told["reason"] = work.reason(reason, missing=missing).pk
    admit(case.pk)
    _keep_parts(work)
    _change_hands(work, case.unit.owner_id)
    alert = case.alert
    alert.hide_unit()
    alert.contact_role = Role.OWNER_ADVISER
    alert.save(update_fields=["unit", "stage", "kinds", "contact_role"])
    work.record("case.held_by_owner", **told)
    return case


@transaction.atomic
def hand_back_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """The owner gives a case back to the unit where it happened. Refuses while a leader there is
    excluded from it, while nobody leads the unit, and while it is about a leader and nobody has
    named one who leads the unit, or has led it. What only the owner was told stays with the owner.
    """
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if not case.is_held_elsewhere:
        raise ActionError(_("The unit where it happened holds this case already."))
    _refuse_without_a_leader(work)
    kept = work.reason(reason, missing=_("Write why the unit can hold the case now."))
    # Those at the unit take part by their roles again; somebody at PPT goes on as was decided.
    parts = case.accesses.current().filter(kind=CaseAccess.Kind.TAKES_PART, ground="")
    parts.update(ended_at=now)
    admit(case.pk)
    _change_hands(work, case.unit_id)
    alert = case.alert
    alert.contact_role = Role.PRINCIPAL
    alert.save(update_fields=["contact_role"])
    work.record("case.handed_back", reason=kept.pk)
    leaders = Person.objects.filter(pk__in=_leaders(work).values("person"))
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


def _change_hands(work: Work, holder: UUID) -> None:
    """Whoever takes the case decides anew what PPT reads of it, and what it is asked to do."""
    case = work.case
    _end_opening(work, PptOpening.Ending.MOVED)
    case.held_by_id, case.held_since = holder, work.now
    case.save(update_fields=["held_by", "held_since"])


def _keep_parts(work: Work) -> None:
    """Whoever carries out something goes on: nobody's reminders are lost when the case moves. Who
    is excluded has the part too, and gets nothing of it until the exclusion is lifted."""
    case = work.case
    able = permissions.people_with(Permission.TAKE_PART, at=case.unit, today=work.today)
    have = case.accesses.current().filter(kind=CaseAccess.Kind.TAKES_PART).values("person")
    people = able.filter(pk__in=case.people_with_a_part()).exclude(pk__in=have)
    for person in people:
        CaseAccess.objects.create(
            case=case,
            person=person,
            kind=CaseAccess.Kind.TAKES_PART,
            reason=_("Carries out something in the case, which the owner holds."),
            given_by=work.by if isinstance(work.by, Person) else None,
            given_at=work.now,
        )


def _refuse_without_a_leader(work: Work) -> None:
    case, leaders = work.case, _leaders(work).values("person")
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


def _leaders(work: Work):
    """Those who lead the unit where it happened, today."""
    current = Membership.objects.current(work.today).at(work.case.unit)
    return current.filter(role=Role.PRINCIPAL, person__is_active=True)
