"""What comes back in each school year of a case."""

import uuid

from django.conf import settings
from django.db import models

from audit.reading import ReadIsNoted


class StepOfYear(ReadIsNoted):
    """The daily round makes it due from the unit's calendar; somebody does it, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The school year in which it falls, by the year in which it starts.
    school_year = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    # The calendar that the date rests on is not entered yet.
    provisional = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_done(self) -> bool:
        return self.done_at is not None
