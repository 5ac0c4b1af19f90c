"""The measures that PPT is asked to take on: what the office reads of them, and what may not stand
in what it reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from cases.models import PptAlert
from cases.rules import Known, Standing
from ppt.models import MeasureRequest
from ppt.opened import PAGE


@dataclass(frozen=True)
class Asked:
    """What PPT reads of a measure that waits for it: these words, and when it is carried out."""

    pk: UUID
    part: str
    title: str
    text: str
    starts_on: date
    ends_on: date | None
    evaluate_on: date | None
    asked_at: datetime

    @property
    def part_word(self) -> str:
        return str(MeasureRequest.Part(self.part).label)


def read_by_ppt(alert: PptAlert, *, now: datetime) -> list[Asked]:
    """What waits for the office of the one who reads. The database gives it out, and writes in the
    same statement who has read it (docs/scope.md)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ppt_read_requests(%s, %s, %s)", [alert.pk, now, PAGE])
        return [Asked(*row) for row in cursor.fetchall()]


def named_in(title: str, text: str, known: Known) -> Iterator[tuple[Standing, str]]:
    """Who stands in the title of the measure, or in what is asked, each with a sentence that says
    what to do."""
    for one in known.standing_in({"measure": title, "text": text}):
        if one.is_described:
            said = _(
                "Somebody in the case is described as “%(name)s”, which stands here. "
                "Take it out, or say that nobody can be known by it."
            )
        elif one.is_place:
            said = _(
                "“%(name)s” stands here, and PPT is not told which place it is. "
                "Take it out, or say that nobody can be known by it."
            )
        elif not one.surely:
            said = _("A word in “%(name)s” stands here. Take it out, or say it is no name.")
        elif one.part == "measure":
            said = _("“%(name)s” stands in the title of the measure. Change the title first.")
        else:
            said = _("“%(name)s” stands here. Take the name out.")
        yield one, said % {"name": one.name}
