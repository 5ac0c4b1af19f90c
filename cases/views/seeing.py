"""Who sees one case, and why: what the page about access shows."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.models import Case, CaseAccess, OwnerNotice, PptOpening, StaffConcerned
from cases.notices import owners_readers
from cases.querysets import closed_to
from common.dates import short_day
from organisations.models import Absence, Membership, Organisation, PptService
from organisations.permissions import people_with
from organisations.querysets import MembershipQuerySet
from organisations.roles import Permission

Kind = CaseAccess.Kind


@dataclass
class Sees:
    """One person, with every ground, and the rows that can be ended here."""

    person: Person
    why: list[str] = field(default_factory=list)
    opened: list[CaseAccess] = field(default_factory=list)
    has_measures: bool = False
    has_talks: bool = False


@dataclass(frozen=True)
class Told:
    """One notice to the owner, with the names of those it went to."""

    notice: OwnerNotice
    receivers: list[str]
    # Nobody has received it, and nobody is there any more who was told.
    nobody: bool


@dataclass(frozen=True)
class Seen:
    """All that the page shows."""

    whole: list[Sees]
    parts: list[Sees]
    # Was given access, and works no longer (or not yet again) where the case is held.
    resting: list[Sees]
    # Still answers for something in a case that is closed to the person.
    excluded_and_needed: list[Sees]
    exclusions: list[CaseAccess]
    staff: list[StaffConcerned]
    told: list[Told]
    office: Organisation | None
    # What the office reads of the case besides the alert.
    opened: PptOpening | None


def seen_by(case: Case, today: date) -> Seen:
    """Thirteen queries at the most, whatever there is."""
    accesses = list(
        case.accesses.select_related("person", "given_by", "answered_by").order_by("given_at", "id")
    )
    current = [row for row in accesses if row.ended_at is None]
    blocked = {row.person_id for row in current if row.kind == Kind.EXCLUDED}
    if case.is_held_elsewhere:
        blocked |= set(closed_to(case, today).values_list("pk", flat=True))
    whole = _by_role(case, today)
    resting = _by_grant(whole, case, [row for row in current if row.kind == Kind.GRANTED], today)
    parts = _by_part(case, [row for row in current if row.kind == Kind.TAKES_PART], today)
    return Seen(
        whole=_by_name(one for pk, one in whole.items() if pk not in blocked),
        parts=_by_name(one for pk, one in parts.items() if pk not in blocked),
        resting=_by_name(resting),
        excluded_and_needed=_by_name(parts[pk] for pk in parts.keys() & blocked),
        exclusions=[row for row in accesses if row.kind == Kind.EXCLUDED],
        staff=list(case.staff_concerned.select_related("person").order_by("noted_at", "id")),
        told=told_of(case, today),
        office=PptService.objects.office_serving(case.unit),
        opened=case.ppt_openings.standing(today).newest_first().first(),
    )


def told_of(case: Case, today: date) -> list[Told]:
    """What the owner has been told, the newest first."""
    found = OwnerNotice.objects.filter(case=case).with_reach(today)
    notices = list(found.select_related("told_by", "received_by", "told_in").order_by("-told_at"))
    ids = {pk for notice in notices for pk in notice.receivers}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        Told(
            notice,
            sorted(names[pk] for pk in notice.receivers if pk in names),
            nobody=not (notice.received_at or notice.told_in_id or notice.reaches),
        )
        for notice in notices
    ]


def receivers_of(case: Case, by: Person, today: date) -> QuerySet[Person]:
    """To whom a notice would go now."""
    owner = Organisation.objects.get(pk=case.unit.owner_id)
    return owners_readers(owner, today, case_id=case.pk, but=by).order_by("name", "id")


def readers_by_role(case: Case, today: date) -> QuerySet[Person]:
    return people_with(Permission.READ_CASES, at=case.held_by, today=today)


def excluded_from(case: Case) -> QuerySet[Person]:
    rows = case.accesses.current().exclusions()
    return Person.objects.filter(pk__in=rows.values("person"))


def works_at(places: Iterable[uuid.UUID], today: date) -> MembershipQuerySet:
    """The memberships at these places that hold on the day."""
    return Membership.objects.current(today).filter(organisation__in=list(places))


def works_at_ppt(case: Case, today: date) -> MembershipQuerySet:
    """The memberships at the PPT office that serves the unit."""
    office = PptService.objects.office_serving(case.unit)
    return works_at([office.pk] if office else [], today)


def may_be_excluded(case: Case, today: date) -> MembershipQuerySet:
    """At the unit, at its owner and at the PPT office that serves it, also those who begin later.
    Nobody else could come to see the case."""
    office = PptService.objects.office_serving(case.unit)
    places = [case.unit_id, case.unit.owner_id, *([office.pk] if office else [])]
    return Membership.objects.not_over(today).filter(organisation__in=places)


def _by_role(case: Case, today: date) -> dict[uuid.UUID, Sees]:
    rows = works_at([case.held_by_id], today).granting(Permission.READ_CASES)
    passed = Case.objects.filter(pk=case.pk).memberships_passed_by(today)
    rows = rows.exclude(person__in=passed.values("person"))
    whole: dict[uuid.UUID, Sees] = {}
    for row in rows.filter(person__is_active=True).select_related("person").order_by("role"):
        whole.setdefault(row.person_id, Sees(row.person)).why.append(row.get_role_display())
    return whole


def _by_grant(
    whole: dict[uuid.UUID, Sees], case: Case, grants: list[CaseAccess], today: date
) -> list[Sees]:
    """Adds those whose grant holds: while they work where the case is held, or at its owner. Gives
    the others."""
    places = works_at([case.held_by_id, case.held_by.owner_id], today)
    working = set(places.values_list("person", flat=True)) if grants else set()
    resting = []
    for row in grants:
        sees = Sees(row.person)
        if row.person_id in working:
            sees = whole.setdefault(row.person_id, sees)
        else:
            resting.append(sees)
        sees.why.append(_("May read the case: %(reason)s") % {"reason": row.reason})
        sees.opened.append(row)
    return resting


def _by_part(case: Case, opened: list[CaseAccess], today: date) -> dict[uuid.UUID, Sees]:
    """Those who carry out a measure or talk with a pupil, those who stand in for them, and those
    who may be asked to."""
    doing: dict[uuid.UUID, list[str]] = defaultdict(list)
    for measure in case.measures.unfinished().by_time():
        for pk in {measure.responsible_id, measure.deputy_id} - {None}:
            doing[pk].append(_("Carries out “%(measure)s”") % {"measure": measure.title})
    measures = set(doing)
    talking = set(case.trusted_adults.current().values_list("adult", flat=True))
    for pk in talking:
        doing[pk].append(_("Is somebody’s trusted adult"))
    for pk, why in _stand_ins(case, set(doing), today):
        doing[pk].append(why)
    rows = {row.person_id: row for row in opened}
    people = Person.objects.filter(Q(pk__in=doing) | Q(pk__in=rows))
    parts = {
        who.pk: Sees(who, doing[who.pk], [], who.pk in measures, who.pk in talking)
        for who in people
    }
    for pk, row in rows.items():
        _opened(parts[pk], row)
    return parts


def _opened(sees: Sees, row: CaseAccess) -> None:
    sees.opened.append(row)
    if row.ground:
        told = {"ground": row.get_ground_display(), "reason": row.reason}
        sees.why.append(_("At PPT. %(ground)s: %(reason)s") % told)
    if not sees.why:
        sees.why.append(_("May carry out measures in the case"))


def _stand_ins(case: Case, away: set[uuid.UUID], today: date) -> Iterable[tuple[uuid.UUID, str]]:
    """Where the case is held, of those who are away today: who does their part of it meanwhile."""
    able = works_at([case.held_by_id], today).granting(Permission.TAKE_PART)
    rows = Absence.objects.at(case.held_by_id).current(today).filter(person__in=away)
    rows = rows.filter(substitute__in=able.values("person"), substitute__is_active=True)
    rows = rows.exclude(substitute__in=closed_to(case, today)).select_related("person")
    return [(row.substitute_id, _stands_in(row)) for row in rows if row.substitute_id]


def _stands_in(absence: Absence) -> str:
    if absence.ends_on is None:
        return _("Stands in for %(person)s") % {"person": absence.person.name}
    told = {"person": absence.person.name, "day": short_day(absence.ends_on)}
    return _("Stands in for %(person)s until %(day)s") % told


def _by_name(found: Iterable[Sees]) -> list[Any]:
    return sorted(found, key=lambda one: (one.person.name, one.person.pk))
