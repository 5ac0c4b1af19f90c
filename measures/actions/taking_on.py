"""Somebody at PPT, who was asked to, takes on a measure."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from common.errors import ActionError
from measures import demands
from measures.actions.work import Work
from measures.models import Measure
from measures.querysets import people_who_may_carry_out
from organisations.roles import Permission


@transaction.atomic
def take_on_measure(
    *, measure: Measure, by: Person, now: datetime, as_deputy: bool = False
) -> Measure:
    """Carry out a measure from now on, or be its deputy. Whoever carried it out is the deputy from
    then on, where there is none: somebody at the unit stays beside it (docs/adr/0027).

    Only for one who takes part in the case. Raises ``ActionError`` where the measure has ended, or
    the one who asks carries it out already.
    """
    work = Work.begin(measure.case, by=by, now=now, needs=Permission.TAKE_PART)
    measure = work.measure(measure)
    if not measure.is_unfinished:
        raise ActionError(_("This measure has ended. It can no longer be changed."))
    if measure.responsible_id == by.pk:
        raise ActionError(_("You carry out this measure already."))
    able = set(people_who_may_carry_out(work.case, work.today).values_list("pk", flat=True))
    if as_deputy:
        measure.deputy = by
    else:
        before, measure.responsible = measure.responsible, by
        stays = measure.deputy_id in able - {by.pk}
        if not stays:
            measure.deputy = before if before.pk in able else None
    demands.people(measure, able)
    measure.revision += 1
    measure.save(update_fields=["responsible", "deputy", "revision"])
    work.record("measure.deputy_taken_on" if as_deputy else "measure.taken_on", measure)
    return measure
