"""Calendars to count in and to show, loaded from what owners and units have entered."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from organisations.calendar import Calendar, Year
from organisations.models import Organisation, Period, SchoolYear

# Longer than any daily round is away; a change is seen again and again until then.
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class YearOfPlace:
    """One school year of an owner's schools or kindergartens, or of a unit."""

    place: Organisation
    kind: SchoolYear.Kind
    starts: int
    rule: Year  # what counts here: a unit's own differences laid on its owner's year
    own: Year
    own_periods: list[Period]
    owners_periods: list[Period]  # empty for an owner

    @property
    def periods(self) -> list[tuple[Period, bool]]:
        """All that counts here in order of date, and whether it is the place's own."""
        found = [(period, True) for period in self.own_periods]
        found += [(period, False) for period in self.owners_periods]
        return sorted(found, key=lambda row: row[0].first_day)

    @property
    def differs(self) -> bool:
        return self.place.is_unit and self.own != Year(self.starts)

    @property
    def is_empty(self) -> bool:
        return self.own == Year(self.starts)


def calendar_for(unit: Organisation) -> Calendar:
    """The unit's calendar: its owner's for schools or kindergartens, with its own differences.

    Two queries. Ask once, then count in it as often as needed.
    """
    return calendars_for([unit])[unit.pk]


def calendars_for(units: Iterable[Organisation]) -> dict[uuid.UUID, Calendar]:
    """The calendars of many units by their ids. Two queries, however many units there are."""
    units = list(units)
    rows = _rows(units)
    known: dict[tuple[uuid.UUID, str], set[int]] = defaultdict(set)
    for place, kind, starts in rows:
        known[place, kind].add(starts)
    return {
        unit.pk: Calendar(
            tuple(
                _rule(rows, unit, unit.kind, starts)
                for starts in sorted(known[unit.owner_id, unit.kind] | known[unit.pk, unit.kind])
            )
        )
        for unit in units
    }


def years_of_places(
    asked: Iterable[tuple[Organisation, str]], years: Iterable[int]
) -> list[YearOfPlace]:
    """These school years of these places and kinds, in the order asked. Two queries."""
    asked, years = list(asked), list(years)
    rows = _rows([place for place, _kind in asked], starts__in=years)
    return [_shown(rows, place, kind, starts) for place, kind in asked for starts in years]


def units_changed_since(moment: datetime):
    """Units in whose calendar dates have to be counted again.

    A change carries the time its action began and is seen when it is committed, so ask from well
    before the last time you asked. Counting twice changes nothing.
    """
    years = SchoolYear.objects.filter(
        Q(organisation=OuterRef("pk")) | Q(organisation=OuterRef("parent")),
        kind=OuterRef("kind"),
        changed_at__gte=moment,
    )
    return Organisation.objects.units().filter(Exists(years))


def changes_of(units: Iterable[Organisation]) -> dict[tuple[uuid.UUID, int], datetime]:
    """When the calendar of each unit was last changed, its own or its owner's: by the unit's id and
    the year in which the school year starts. One query, however many units there are."""
    units = list(units)
    ids = {found for unit in units for found in (unit.pk, unit.owner_id)}
    years = SchoolYear.objects.filter(organisation__in=ids)
    changed: dict[tuple[uuid.UUID, str], dict[int, datetime]] = defaultdict(dict)
    for place, kind, starts, at in years.values_list(
        "organisation", "kind", "starts", "changed_at"
    ):
        changed[place, kind][starts] = at
    found: dict[tuple[uuid.UUID, int], datetime] = {}
    for unit in units:
        for place in {unit.pk, unit.owner_id}:
            for starts, at in changed[place, unit.kind].items():
                found[unit.pk, starts] = max(at, found.get((unit.pk, starts), at))
    return found


Rows = dict[tuple[uuid.UUID, str, int], SchoolYear]


def _rows(places: list[Organisation], **limits: list[int]) -> Rows:
    ids = {found for place in places for found in (place.pk, place.owner_id)}
    years = SchoolYear.objects.filter(organisation__in=ids, **limits).prefetch_related("periods")
    return {(row.organisation_id, row.kind, row.starts): row for row in years}


def _rule(rows: Rows, place: Organisation, kind: str, starts: int) -> Year:
    own = rows.get((place.pk, kind, starts))
    rule = own.rule() if own else Year(starts)
    owners = rows.get((place.owner_id, kind, starts)) if place.is_unit else None
    return owners.rule().differing(rule) if owners else rule


def _shown(rows: Rows, place: Organisation, kind: str, starts: int) -> YearOfPlace:
    own = rows.get((place.pk, kind, starts))
    owners = rows.get((place.owner_id, kind, starts)) if place.is_unit else None
    return YearOfPlace(
        place=place,
        kind=SchoolYear.Kind(kind),
        starts=starts,
        rule=_rule(rows, place, kind, starts),
        own=own.rule() if own else Year(starts),
        own_periods=list(own.periods.all()) if own else [],
        owners_periods=list(owners.periods.all()) if owners else [],
    )
