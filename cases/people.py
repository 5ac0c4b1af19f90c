"""Everybody in one case, as the page of people shows them: in which role, heard or not, with whom
to talk, and what guardians were told."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import rules
from cases.models import (
    Case,
    CaseAccess,
    GuardianContact,
    Hearing,
    Involvement,
    PptAlert,
    PptOpening,
    TrustedAdult,
)
from cases.querysets import people_who_take_part
from organisations.models import Absence, Membership
from organisations.viewers import Viewer
from pupils.identity import is_hidden
from pupils.models import Guardian, Pupil

Role = Involvement.Role
ORDER = (Role.EXPOSED, Role.VIOLATING, Role.UNCLEAR, Role.BYSTANDER)


@dataclass
class Family:
    """One guardian, and the last time that he or she was told."""

    guardian: Guardian
    last: GuardianContact | None = None

    @property
    def may_be_told(self) -> bool:
        return self.guardian.information != Guardian.Information.REFUSED


@dataclass
class Somebody:
    """One pupil, described person or group, with every role that he or she has or had."""

    key: uuid.UUID
    rows: list[Involvement] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    trusted: TrustedAdult | None = None
    family: list[Family] = field(default_factory=list)
    # Each with the guardian, or None where the one who reads may not see whose it is.
    contacts: list[tuple[GuardianContact, Guardian | None]] = field(default_factory=list)
    is_to_be_heard: bool = False
    is_of_age: bool = False
    adult_takes_part: bool = True
    adult_is_away: bool = False

    @property
    def current(self) -> list[Involvement]:
        return [row for row in self.rows if row.ends_on is None]

    @property
    def main(self) -> Involvement:
        """The row that hearings, talks and contacts are written on: the first role held now."""
        now = self.current
        return min(now, key=lambda row: ORDER.index(row.role)) if now else self.rows[-1]

    @property
    def earlier(self) -> list[Involvement]:
        return [row for row in self.rows if row.ends_on is not None]

    @property
    def is_exposed(self) -> bool:
        return any(row.role == Role.EXPOSED for row in self.current)

    @property
    def needs_an_adult(self) -> bool:
        return self.is_exposed and self.trusted is None and self.main.pupil_id is not None

    @property
    def has_no_family_here(self) -> bool:
        """No guardian of a pupil whom the reader may see is registered."""
        row = self.main
        return not self.family and row.pupil_id is not None and not is_hidden(row.pupil)

    @property
    def is_nobody_told(self) -> bool:
        """Of one exposed, with nobody registered: nobody has been told."""
        told = self.contacts or self.is_of_age
        return self.is_exposed and self.has_no_family_here and not told

    @property
    def to_inform(self) -> list[Family]:
        """Guardians of one exposed who are kept informed and have not been told. Advice."""
        if not self.is_exposed or self.is_of_age:
            return []
        kept = Guardian.Information.KEPT_INFORMED
        return [one for one in self.family if one.guardian.information == kept and one.last is None]


@dataclass(frozen=True)
class People:
    """Those who are part of the case now, by their first role; and those who were."""

    now: list[tuple[Any, list[Somebody]]]
    before: list[Somebody]


def people_of(case: Case, viewer: Viewer) -> People:
    """Six queries, however many there are."""
    rows = list(case.involvements.select_related("pupil").order_by("starts_on", "id"))
    found: dict[uuid.UUID, Somebody] = {}
    key_of = rules.persons(rows)
    for row in rows:
        row.case = case
        found.setdefault(key_of[row.pk], Somebody(key_of[row.pk])).rows.append(row)
    _hear(case, found, key_of)
    _trust(case, found, key_of, viewer.today)
    _tell(case, found, key_of, viewer)
    everybody = list(found.values())
    now = [
        (role.label, those)
        for role in ORDER
        if (those := [one for one in everybody if one.current and one.main.role == role])
    ]
    return People(now, [one for one in everybody if not one.current])


def _hear(case: Case, found: dict[uuid.UUID, Somebody], key_of: dict) -> None:
    hearings = case.hearings.select_related("written_by").order_by("-written_at", "-id")
    for hearing in hearings:
        found[key_of[hearing.involvement_id]].hearings.append(hearing)
    parts = [
        rules.Part(one.key, row.pupil_id is not None, row.role, row.ends_on is None)
        for one in found.values()
        for row in one.rows
    ]
    for key in rules.to_hear(parts, [one.key for one in found.values() if one.hearings]):
        found[key].is_to_be_heard = True


def _trust(case: Case, found: dict[uuid.UUID, Somebody], key_of: dict, today: date) -> None:
    taking_part = set(people_who_take_part(case, today).values_list("pk", flat=True))
    absent = Exists(without_cover("adult", "talk_on"))
    current = case.trusted_adults.current().annotate(absent=absent).select_related("adult")
    for trusted in current:
        one = found[key_of[trusted.involvement_id]]
        one.trusted = trusted
        one.adult_takes_part = trusted.adult_id in taking_part
        away = rules.is_away(trusted.away_from, trusted.away_until, trusted.talk_on)
        one.adult_is_away = away or trusted.absent


def _tell(case: Case, found: dict[uuid.UUID, Somebody], key_of: dict, viewer: Viewer) -> None:
    pupils = {row.pupil_id for one in found.values() for row in one.rows}
    families: dict[uuid.UUID, Family] = {}
    for guardian in guardians_of(pupils, viewer):
        one = found[guardian.pupil_id]
        families[guardian.pk] = Family(guardian)
        one.family.append(families[guardian.pk])
    for one in found.values():
        pupil = one.main.pupil if one.main.pupil_id else None
        if pupil is not None and not is_hidden(pupil):
            one.is_of_age = rules.is_of_age(pupil.born_on, viewer.today)
    for contact in case.guardian_contacts.select_related("written_by").order_by("told_on", "id"):
        family = families.get(contact.guardian_id) if contact.guardian_id else None
        whose = family.guardian if family else None
        found[key_of[contact.involvement_id]].contacts.insert(0, (contact, whose))
        if family:
            family.last = contact


def guardians_of(pupils: Iterable[uuid.UUID | None], viewer: Viewer) -> list[Guardian]:
    """The guardians of those pupils whom the viewer may see, also those not to be informed."""
    seen = Pupil.objects.open_to(viewer.person).filter(pk__in=[pk for pk in pupils if pk])
    found = Guardian.objects.filter(pupil__in=seen).order_by("name", "id")
    return list(found.select_related("information_decided_by", "pupil"))


def has_declined(trusted: TrustedAdult) -> bool:
    """Has the pupil not wanted to be heard, the last time that somebody asked? Then the trusted
    adult is the one who may ask again."""
    row = trusted.involvement
    own = Q(involvement=row)
    if row.pupil_id is not None:
        own |= Q(involvement__pupil=row.pupil_id)
    hearings = Hearing.objects.filter(own, case=trusted.case_id).order_by("-written_at", "-id")
    return bool(hearings.values_list("declined", flat=True).first())


def without_cover(who: str, day: str) -> QuerySet[Absence]:
    """For rows of a case: absences of the one named in the field ``who`` on the row's ``day``, from
    where the case is held or from its unit, with nobody who may stand in. A substitute does so only
    where the case is held (``querysets.carries_out``), and never one who is excluded."""
    held_by = OuterRef("case__held_by")
    excluded = CaseAccess.objects.excluding(OuterRef("substitute"))
    barred = Exists(excluded.filter(case=OuterRef(OuterRef("case"))))
    away = Absence.objects.current(OuterRef(day)).filter(person=OuterRef(who))
    here = away.filter(Q(organisation=held_by) | Q(organisation=OuterRef("case__unit")))
    return here.annotate(held_by=held_by).filter(
        Q(substitute=None) | ~Q(organisation=F("held_by")) | barred
    )


def shut_out(who: str, today: date) -> Q:
    """Of rows of a case: is it closed to the one named in the field ``who``, whatever role that
    person has? As ``querysets.closed_to`` asks of one case."""
    excluded = CaseAccess.objects.excluding(OuterRef(who)).filter(case=OuterRef("case"))
    passing = Case.objects.passing_leaders().filter(pk=OuterRef("case"))
    works = Membership.objects.current(today).filter(person=OuterRef(who))
    at_unit = works.filter(organisation=OuterRef("case__unit"))
    at_owner = works.filter(organisation=OuterRef("case__held_by"))
    return Q(Exists(excluded)) | Q(Exists(at_owner)) & Q(Exists(at_unit)) & Q(Exists(passing))


def known_in(case: Case, reader: Person) -> rules.Known:
    """Everybody who could stand in a text of the case: pupils, guardians, staff whom it is about,
    and those who are described instead of named. Protected pupils are among them for those who are
    named for them; and its place. Seven queries at the most."""
    is_told = PptAlert.objects.filter(case=case, unit__isnull=False).exists()
    pupils = Pupil.objects.open_to(reader).filter(involvements__case=case)
    guardians = Guardian.objects.filter(pupil__in=pupils)
    staff = case.staff_concerned.exclude(person=None)
    named = {*pupils.values_list("name", flat=True), *guardians.values_list("name", flat=True)}
    named |= set(staff.values_list("person__name", flat=True))
    described = [rows.exclude(described="") for rows in (case.involvements, case.staff_concerned)]
    others = {one for rows in described for one in rows.values_list("described", flat=True)}
    return rules.Known(sorted(named), sorted(others), "" if is_told else case.unit.name)


def said_of(one: rules.Standing) -> str:
    """That a name stands in a part that is to be opened to PPT, and what to do."""
    said = _("“%(name)s” stands under “%(part)s”. Take the name out.")
    if one.is_described:
        said = _(
            "Somebody in the case is described as “%(name)s”, which stands under “%(part)s”. "
            "Take it out, or say that nobody can be known by it."
        )
    elif one.is_place:
        said = _(
            "“%(name)s” stands under “%(part)s”, and PPT is not told which place it is. Take it "
            "out, choose to tell that too, or say that nobody can be known by it."
        )
    elif not one.surely:
        said = _("A word in “%(name)s” stands under “%(part)s”. Take it out, or say it is no name.")
    return said % {"name": one.name, "part": PptOpening.Part(one.part).label}
