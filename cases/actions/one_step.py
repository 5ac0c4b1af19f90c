"""What the steps of handing a case on over the summer have in common: each is done once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.utils.translation import gettext as _

from accounts.models import Person
from cases.actions.work import Work
from cases.models import Handover
from common.errors import ActionError

LAST_DAY = (7, 31)
"""Of a school year."""


@dataclass(frozen=True)
class OneStep:
    """One person's work on one step, in an open case that is locked."""

    work: Work
    row: Handover

    @classmethod
    def begin(
        cls,
        handover: Handover,
        kind: str,
        *,
        by: Person,
        now: datetime,
        until: tuple[int, int] = LAST_DAY,
    ) -> Self:
        """The step as it stands now. Refuses one of another kind, and one of a school year that is
        over, after the month and day ``until``."""
        work = Work.begin(handover.case, by=by, now=now)
        row = Handover.objects.get(pk=handover.pk, case=work.case)
        if row.kind != kind:
            raise ActionError(_("This is another step. Open it from My day or from the case."))
        first, last = date(row.school_year, 8, 1), date(row.school_year + 1, *until)
        if not first <= work.today <= last:
            raise ActionError(_("That school year is over. Write in the log instead."))
        return cls(work, row)

    def done_before(self, **told: Any) -> Handover | None:
        """The step, where the same person has done it with the same words. Done otherwise already
        it is refused, so that no text is lost."""
        if not self.row.is_done:
            return None
        if self.row.done_by_id == self.work.by.pk and self.says(told):
            return self.row
        raise ActionError(
            _("Somebody has done this step already. The log shows it; write there what you add.")
        )

    def says(self, told: dict[str, Any]) -> bool:
        return all(getattr(self.row, name) == value for name, value in told.items())

    def finish(self, **told: Any) -> Self:
        return self.put(done_at=self.work.now, done_by=self.work.person, **told)

    def put(self, **told: Any) -> Self:
        for name, value in told.items():
            setattr(self.row, name, value)
        self.row.save(update_fields=[*told])
        return self

    def record(self, event: str, **more: Any) -> Handover:
        named = {
            "person": self.row.contact_id,
            "from_on": self.row.contact_from,
            "until_on": self.row.contact_until,
        }
        told = {key: value for key, value in named.items() if value}
        self.work.record(event, self.row, **told, **more)
        return self.row
