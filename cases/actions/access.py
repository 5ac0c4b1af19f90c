"""Who may see the case, or keeps a part of it, besides those who hold it. ``enter`` reads it afresh
for every request, so it takes effect with the next page."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.work import Work
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
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if person == by:
        raise ActionError(_("You cannot give yourself access."))
    places = [case.held_by_id, case.held_by.owner_id]
    here = person.memberships.current(work.today).filter(organisation__in=places)
    if not person.is_active or not here.exists():
        raise ActionError(_("This person does not work here. Choose somebody who does."))
    return _open_for(work, person, CaseAccess.Kind.GRANTED, reason)


@transaction.atomic
def let_take_part(
    *, case: Case, person: Person, by: Person, now: datetime, reason: str
) -> CaseAccess:
    """Let somebody at the unit carry out measures and talks of a case that is held elsewhere: the
    person sees these, and nothing more of the case. Refuses while the case is held where it
    happened, and whoever does not work there."""
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if case.held_by_id == case.unit_id:
        raise ActionError(_("The case is held where it happened: people there take part already."))
    if not permissions.allowed(person, Permission.TAKE_PART, at=case.unit, today=work.today):
        raise ActionError(_("This person does not work here. Choose somebody who does."))
    return _open_for(work, person, CaseAccess.Kind.TAKES_PART, reason)


@transaction.atomic
def let_ppt_help(
    *, case: Case, person: Person, by: Person, now: datetime, ground: str, reason: str
) -> CaseAccess:
    """Let somebody at the PPT office that serves the unit carry out measures of the case. The
    person sees these, and nothing more of it. What lets PPT know of it is kept: the family's
    consent, or that it is needed for the school's own work (Public Administration Act 13 a, 13 b).
    Refuses whoever does not work at that office, and without one of these grounds.
    """
    work = Work.also_closed(case, by=by, now=now)
    ground = demands.choice(ground, CaseAccess.Ground, missing=_("Say what lets PPT know."))
    office = PptService.objects.office_serving(work.case.unit)
    needed = Permission.HELP_IN_CASES
    if office is None or not permissions.allowed(person, needed, at=office, today=work.today):
        raise ActionError(
            _("This person does not work at the PPT office that serves you. Choose somebody else.")
        )
    return _open_for(work, person, CaseAccess.Kind.TAKES_PART, reason, ground=ground)


@transaction.atomic
def end_access(*, access: CaseAccess, by: Person, now: datetime) -> CaseAccess:
    """End what was opened for somebody. An exclusion is not ended here: only the owner lifts it.
    Who still carries out something keeps the part, or its reminders would reach nobody."""
    work = Work.in_any_state(access.case, by=by, now=now)
    access = work.case.accesses.select_for_update().get(pk=access.pk)
    if access.kind == CaseAccess.Kind.EXCLUDED:
        raise ActionError(_("Only the owner lifts an exclusion."))
    if access.ended_at is not None:
        raise ActionError(_("This has already been ended."))
    takes_part = access.kind == CaseAccess.Kind.TAKES_PART
    if takes_part and access.person_id in work.case.people_with_a_part():
        raise ActionError(
            _("This person still carries out something in the case. Choose somebody else first.")
        )
    access.ended_at = now
    access.save(update_fields=["ended_at"])
    work.record(f"access.{access.kind}_ended", access, person=access.person_id)
    return access


def _open_for(
    work: Work, person: Person, kind: str, reason: str, *, ground: str = ""
) -> CaseAccess:
    case = work.case
    if case.accesses.excluding(person).exists():
        raise ActionError(_("This person is excluded from the case."))
    if case.accesses.current().filter(person=person, kind=kind).exists():
        raise ActionError(_("This is already so."))
    access = CaseAccess.objects.create(
        case=case,
        person=person,
        kind=kind,
        reason=demands.text(reason, missing=_("Write why.")),
        ground=ground,
        given_by=work.person,
        given_at=work.now,
    )
    work.record(f"access.{kind}", access, person=person.pk)
    return access
