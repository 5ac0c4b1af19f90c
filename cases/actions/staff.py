"""A case about somebody who works there (Education Act 12-5): who it is, when informed, when heard.
What an employer does with its staff is no part of a child's case."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.exclusion import exclude_person
from cases.actions.holding import hand_case_to_owner
from cases.actions.owner import tell_owner
from cases.actions.work import Work
from cases.models import Case, CaseAccess, OwnerNotice, StaffConcerned
from common.errors import ActionError
from organisations.roles import Role

ABOUT = {True: "case.about_leader", False: "case.about_staff"}


@transaction.atomic
def mark_about_staff(
    *, case: Case, by: Person, now: datetime, reason: str, leader: bool = False
) -> Case:
    """Somebody who works there may be the one who violates: the owner is told, once. When it is
    somebody in the leadership the owner also takes the case. Only the owner says later that it is
    not about a leader after all."""
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if case.is_about_staff and case.is_about_leader == leader:
        raise ActionError(_("This is already so."))
    if case.is_about_leader and not case.is_held_elsewhere:
        raise ActionError(_("Only the owner says that the case is not about a leader."))
    kept = work.reason(reason, missing=_("Write why."))
    case.is_about_staff, case.is_about_leader = True, leader
    case.save(update_fields=["is_about_staff", "is_about_leader"])
    alert = case.alert
    alert.hide_unit()
    alert.save(update_fields=["unit", "stage", "kinds"])
    work.record(ABOUT[leader], reason=kept.pk)
    if leader and not case.is_held_elsewhere:
        case = hand_case_to_owner(case=case, by=by, now=now)
    tell_owner(case=case, kind=OwnerNotice.Kind.STAFF, reason=kept.text, by=by, now=now)
    return case


@transaction.atomic
def add_staff_concerned(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    person: Person | None = None,
    described: str = "",
) -> StaffConcerned:
    """Write down whom the case is about: somebody who has an account here, or a description. One
    sheet makes one row. Somebody with an account is excluded in the same transaction; a leader's
    case goes to the owner. Refuses until the case is marked as about staff, which tells the owner.
    """
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if made := demands.made(case.staff_concerned.all(), token):
        return made
    if not case.is_about_staff:
        raise ActionError(_("Say first that the case is about somebody who works here."))
    if person is None:
        named = _("Choose who it is, or describe the person.")
        described = demands.line(described, missing=named)
    else:
        described = ""
        _refuse_strangers(person, work)
    concerned = work.save(
        StaffConcerned(
            case=case, person=person, described=described, noted_at=now, form_token=token
        )
    )
    if person is None:
        work.record("staff.described", concerned)
        return concerned
    work.record("staff.concerned", concerned, person=person.pk)
    concerned.case = _close_for(person, case, by, now)
    return concerned


@transaction.atomic
def note_staff_informed(
    *, concerned: StaffConcerned, by: Person, now: datetime, day: date
) -> StaffConcerned:
    """The day on which the one concerned was told of the case. A wrong date is written again."""
    return _note("informed_on", "staff.informed", concerned, by, now, day)


@transaction.atomic
def note_staff_heard(
    *, concerned: StaffConcerned, by: Person, now: datetime, day: date
) -> StaffConcerned:
    """The day on which the one concerned could give his or her side of it."""
    return _note("heard_on", "staff.heard", concerned, by, now, day)


def _note(
    name: str, event: str, concerned: StaffConcerned, by: Person, now: datetime, day: date
) -> StaffConcerned:
    work = Work.also_closed(concerned.case, by=by, now=now)
    case = work.case
    concerned = StaffConcerned.objects.select_for_update().get(pk=concerned.pk, case=case)
    day = demands.past_day(day, now)
    if day < timezone.localdate(case.known_at):
        raise ActionError(_("This is before anybody here knew of it. Look at the date."))
    before = getattr(concerned, name)
    setattr(concerned, name, day)
    concerned.save(update_fields=[name])
    work.record(event, concerned, day_on=day, before_on=before)
    return concerned


def _refuse_strangers(person: Person, work: Work) -> None:
    case = work.case
    places = Q(organisation=case.unit_id) | Q(organisation=case.unit.owner_id)
    if not person.memberships.current(work.today).filter(places).exists():
        raise ActionError(_("This person does not work here. Describe who it is instead."))
    if case.staff_concerned.filter(person=person).exists():
        raise ActionError(_("This person is written down already."))


def _close_for(person: Person, case: Case, by: Person, now: datetime) -> Case:
    """Somebody excluded before stays so, for the reason of then. Gives the case as it then is."""
    today = timezone.localdate(now)
    here = person.memberships.current(today).at(case.unit)
    if here.filter(role=Role.PRINCIPAL).exists() and not case.is_about_leader:
        case.is_about_leader = True
        case.save(update_fields=["is_about_leader"])
    if case.accesses.excluding(person).exists():
        return case
    return exclude_person(
        case=case,
        person=person,
        by=by,
        now=now,
        reason=_("Written down as the one whom the case is about."),
        closeness=CaseAccess.Closeness.CONCERNED,
    ).case
