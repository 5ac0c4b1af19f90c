"""A school as it stands on any day of the year on which the tests run."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Person
from organisations.actions.calendar import enter_calendar
from organisations.calendar import school_year_of
from organisations.calendars import calendar_for
from pupils.models import Pupil
from tests.cast import Place, settle
from tests.factories.pupils import GroupFactory, PlacementFactory
from tests.scope import acting

NAMES = ("Jonas Čáhppesvuotna", "Ærlige Øyvindsdatter", "Máret-Ánne Bævttar")
TEXT = "Eleven forteller at ingen vil sitte sammen i lunsjen, og at det har vart lenge."


@dataclass
class School:
    """The cast's school with a calendar around today, a class and three pupils."""

    today: date
    place: Place = field(default_factory=lambda: settle("Fjellet"))
    pupils: list[Pupil] = field(default_factory=list)

    def __post_init__(self):
        Person.objects.update(language="en")
        self._enter_calendars()
        group = GroupFactory(
            unit=self.place.school, name="7A", school_year=school_year_of(self.today)
        )
        since = self.today - timedelta(days=30)
        for name in NAMES:
            placed = PlacementFactory(group=group, starts_on=since, pupil__name=name)
            self.pupils.append(placed.pupil)

    def _enter_calendars(self):
        """Open the year round, but at weekends and on holidays."""
        by, first = self.place.owner_administrator, school_year_of(self.today)
        for starts in (first, first + 1):
            with acting(by, self.today):
                enter_calendar(
                    place=self.place.owner,
                    kind="school",
                    starts=starts,
                    first_day=date(starts, 8, 1),
                    last_day=date(starts + 1, 7, 31),
                    by=by,
                    now=timezone.now(),
                )

    @property
    def calendar(self):
        return calendar_for(self.place.school)

    def secrets(self):
        """What a letter, a title or an address never holds."""
        place = self.place
        people = (place.principal, place.teacher, place.other_teacher, place.ppt_adviser)
        names = [*NAMES, place.school.name, place.owner.name, TEXT, *(who.name for who in people)]
        return [*names, *(part for name in NAMES for part in name.split())]
