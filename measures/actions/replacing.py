"""A measure that did not do what it should gives its place to another."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands as common
from common.errors import ActionError
from measures import demands, rules
from measures.actions.changing import Written, add_measure
from measures.actions.work import Work
from measures.models import Measure, Succession
from measures.sheet import Sheet


@transaction.atomic
def replace_measure(
    *,
    measure: Measure,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    reason: str,
    **written: Unpack[Written],
) -> Measure:
    """Put another measure in the place of one that is planned or runs, or that an evaluation has
    ended to be replaced. The old one ends today and stays in the plan; gives the new one.

    What came after the old one comes after the new one, moves along where it must, and does not
    start by itself before somebody has answered whether it shall. Raises ``ActionError`` when the
    old one has ended or been replaced already, and when what follows needs an end that is missing;
    otherwise as ``add_measure``.
    """
    work = Work.begin(measure.case, by=by, now=now)
    plan = work.plan(measure.plan_id)
    if made := demands.made(plan, token, written):
        return _for_the_same(made, reason)
    measure = work.measure(measure)
    _refuse_ended(measure)
    sheet = Sheet(plan, work.today)
    followers = sheet.led_by(measure)
    _refuse_ring(sheet, measure, written.get("after", ()))
    if followers and written.get("ends_on") is None:
        told = {"measure": followers[0].title}
        raise ActionError(
            _("“%(measure)s” comes after this measure, so the new one needs an end.") % told
        )
    _end(work, measure, reason)
    new = add_measure(plan=plan, by=by, now=now, token=token, **written)
    new.replaces = measure
    new.save(update_fields=["replaces"])
    work.question_followers(measure)
    moved = _take_place(work, new, measure, followers)
    work.record("measure.took_place", new, replaces=measure.pk, moved=[one.pk for one in moved])
    return new


def _for_the_same(made: Measure, reason: str) -> Measure:
    if made.replaces is None or made.replaces.ended_reason != common.text(reason):
        raise ActionError(common.USED_FORM)
    return made


def _refuse_ended(measure: Measure) -> None:
    if Measure.objects.filter(replaces=measure).exists():
        raise ActionError(_("Another measure has already been put in the place of this one."))
    if not measure.is_unfinished and measure.state != Measure.State.REPLACED:
        raise ActionError(_("This measure has ended. Add a new one to the plan instead."))


def _refuse_ring(sheet: Sheet, measure: Measure, after: Iterable[Measure]) -> None:
    """What follows the old one will follow the new one, which then cannot come after that."""
    behind = sheet.behind_its_place(measure)
    if ring := [other.title for other in after if other.pk in behind]:
        told = {"measures": ", ".join([measure.title, *ring])}
        raise ActionError(
            _("These measures would come after each other in a ring: %(measures)s.") % told
        )


def _end(work: Work, measure: Measure, reason: str) -> None:
    measure.ended_reason = common.text(reason, missing=_("Write why the measure is replaced."))
    if measure.is_unfinished:
        work.end(measure, Measure.State.REPLACED)
    else:
        measure.save(update_fields=["ended_reason"])


def _take_place(work: Work, new: Measure, old: Measure, followers: list[Measure]) -> list[Measure]:
    """What came after the old one comes after the new one. Returns what moved for that."""
    rows = Succession.objects.filter(predecessor=old, measure__in=followers)
    rows.update(predecessor=new)
    sheet = Sheet(work.plan(new.plan_id), work.today)
    stood = sheet.timetable
    move = rules.moved(
        stood.calendar, stood.parts, sheet.part(new), today=work.today, fixed=stood.fixed
    )
    return work.put_dates(sheet, {pk: move.dates[pk] for pk in move.along})
