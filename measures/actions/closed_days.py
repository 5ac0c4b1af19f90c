"""Days on which measures were to start, and which a calendar has closed since."""

import uuid
from collections.abc import Collection

from measures.models import Measure, SharedMeasure
from organisations.calendar import is_working_day, school_year_of
from organisations.calendars import calendars_for, changes_of
from organisations.models import Organisation


class ClosedDays:
    """Of these units, whatever their measures are. Three queries."""

    def __init__(self, units: Collection[Organisation]):
        self.calendars = calendars_for(units)
        self._changed_at = changes_of(units)

    def has(self, row: Measure | SharedMeasure, unit: uuid.UUID) -> bool:
        """Whether a calendar has closed the working day on which the measure is to start, after
        that day was written: a day that was closed by then was chosen knowingly."""
        day, written_at = row.starts_on, row.dated_at or row.created_at
        if self.calendars[unit].is_open(day) or not is_working_day(day):
            return False
        changed_at = self._changed_at.get((unit, school_year_of(day)))
        return changed_at is not None and changed_at > written_at
