"""The owner's units by half-year: what may be said of each without pointing at a child.

The database counts and hides (``evaluations_numbers_at``): nothing here knows a number under five.
What is shown together, and why nothing hidden can be found from it: docs/adr/0021.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Membership, Organisation
from organisations.roles import Permission
from organisations.viewers import Viewer

BACK = 4
"""So many half-years before the running one can be chosen, whatever happened in them."""

TYPES = {
    "": gettext_lazy("Schools and kindergartens"),
    "school": gettext_lazy("Schools"),
    "kindergarten": gettext_lazy("Kindergartens"),
}


class HalfYear(NamedTuple):
    """January to July, or August to December: never another span."""

    year: int
    is_autumn: bool

    @property
    def key(self) -> str:
        return f"{self.year}-{'autumn' if self.is_autumn else 'spring'}"

    @property
    def first(self) -> date:
        return date(self.year, 8 if self.is_autumn else 1, 1)

    @property
    def before(self) -> "HalfYear":
        return HalfYear(self.year - (not self.is_autumn), not self.is_autumn)

    @property
    def after(self) -> "HalfYear":
        return HalfYear(self.year + self.is_autumn, not self.is_autumn)

    def counted_on(self, today: date) -> date:
        """At the start of this day: the first after the half-year, and while it runs the first of
        this month. The database reckons it so, too."""
        return min(self.after.first, today.replace(day=1))

    def __str__(self) -> str:
        words = _("Autumn %(year)s") if self.is_autumn else _("Spring %(year)s")
        return words % {"year": self.year}


def half_years(today: date) -> list[HalfYear]:
    """Those that can be chosen, the running one first."""
    found = [HalfYear(today.year, today.month >= 8)]
    for _place in range(BACK):
        found.append(found[-1].before)
    return found


class Counted(NamedTuple):
    """Of a unit with five open cases or more."""

    open_cases: int
    in_time: bool
    received: bool


@dataclass(frozen=True)
class Row:
    """A unit. ``counted`` is None where there are fewer than five, none among them."""

    unit: Any
    counted: Counted | None
    is_overdue: bool
    # The e-mail addresses of those who lead it.
    leaders: list[str]

    @property
    def write_to(self) -> str:
        return f"mailto:{_addresses(self.leaders)}" if self.leaders else ""


@dataclass
class Numbers:
    """One half-year of one kind of units. Four queries, whatever there is."""

    viewer: Viewer
    half: HalfYear
    kind: str = ""

    @property
    def halves(self) -> list[HalfYear]:
        return half_years(self.viewer.today)

    @property
    def counted_on(self) -> date:
        return self.half.counted_on(self.viewer.today)

    @cached_property
    def units(self) -> list[Organisation]:
        """By name, never by a number."""
        found = Organisation.objects.units().filter(parent__in=owners_of(self.viewer))
        if self.kind:
            found = found.filter(kind=self.kind)
        return list(found.select_related("parent").order_by("name", "id"))

    @cached_property
    def rows(self) -> list[Row]:
        if not self.units:
            return []
        counted, overdue, leaders = self._counted(), self._overdue(), self._leaders()
        return [
            Row(one, counted.get(str(one.pk)), str(one.pk) in overdue, leaders[one.pk])
            for one in self.units
        ]

    @property
    def may_choose_kind(self) -> bool:
        """Not where all units are of one kind."""
        return bool(self.kind) or len({one.kind for one in self.units}) > 1

    @property
    def is_all_hidden(self) -> bool:
        return not any(row.counted for row in self.rows)

    @property
    def write_to_few(self) -> str:
        """Those who lead where fewer than five are open, asked alike: nobody sees who else is."""
        found = {one for row in self.rows if not row.counted for one in row.leaders}
        return f"mailto:?bcc={_addresses(sorted(found))}" if found else ""

    @property
    def total(self) -> int | None:
        """None while anything is hidden. A sum of what stands above it tells nothing more."""
        numbers = [row.counted.open_cases for row in self.rows if row.counted]
        return sum(numbers) if numbers and len(numbers) == len(self.rows) else None

    def _counted(self) -> dict[str, Counted]:
        with connection.cursor() as cursor:
            asked = [self.half.first, self.viewer.today]
            cursor.execute("SELECT * FROM evaluations_numbers_at(%s, %s)", asked)
            return {str(unit): Counted(*found) for unit, *found in cursor.fetchall()}

    def _leaders(self) -> dict[Any, list[str]]:
        found: dict[Any, list[str]] = {one.pk: [] for one in self.units}
        leads = Membership.objects.current(self.viewer.today).granting(Permission.CLOSE_CASES)
        leads = leads.filter(organisation__in=found, person__is_active=True)
        for unit, address in leads.order_by("person__email").values_list(
            "organisation", "person__email"
        ):
            found[unit].append(address)
        return found

    def _overdue(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT evaluations_overdue_at(%s)", [self.viewer.today])
            return {str(unit) for (unit,) in cursor.fetchall()}


def _addresses(found: list[str]) -> str:
    return ",".join(quote(one, safe="@") for one in found)


def owners_of(viewer: Viewer) -> set[Any]:
    """Where the viewer reads the numbers of all units: not those who read only their own unit's."""
    places = viewer.places_where(Permission.READ_NUMBERS)
    return places & viewer.places_where(Permission.READ_OWNER_NOTICES)
