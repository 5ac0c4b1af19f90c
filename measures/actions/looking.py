"""One later look at a measure that was carried out: did it last?"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures.actions.work import Work
from measures.models import Measure
from organisations import permissions


@transaction.atomic
def record_look(
    *, measure: Measure, by: Person, now: datetime, lasted: str, note: str = ""
) -> Measure:
    """Answer whether what a measure did has lasted. Asked once, six open weeks after it ended; it
    may be answered earlier. By the one who carried it out, or one who follows up the case. What did
    not last is described. The same answer sent twice is one. Raises ``ActionError`` when nothing
    is asked, or it is answered."""
    needs = measure.needed_to_evaluate(by.pk, permissions.stood_in_by(by, now))
    work = Work.begin(measure.case, by=by, now=now, needs=needs)
    measure = work.measure(measure)
    if measure.looked_on:
        return _same(measure, by, lasted, note)
    if measure.look_on is None:
        raise ActionError(_("No later look waits for this measure."))
    choose = _("Choose whether it has lasted.")
    measure.lasted = demands.choice(lasted, Measure.Lasted, missing=choose)
    missing = _("Write what you have seen.") if lasted == Measure.Lasted.NO else ""
    measure.look_note = demands.text(note, missing=missing, longest=4000)
    measure.look_on, measure.looked_on, measure.looked_by = None, work.today, by
    measure.save(update_fields=["look_on", "looked_on", "looked_by", "lasted", "look_note"])
    work.record("measure.looked_at", measure, lasted=measure.lasted)
    return measure


def _same(measure: Measure, by: Person, lasted: str, note: str) -> Measure:
    """What this person has just answered in these words, pressed twice."""
    stands = (measure.looked_by_id, measure.lasted, measure.look_note)
    if stands != (by.pk, lasted, demands.text(note, longest=4000)):
        raise ActionError(_("Somebody has answered this already."))
    return measure
