"""What actions on measures demand of what they are given. Refusals are sentences for the one who
typed."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases import demands as common
from cases.models import Involvement
from common.dates import short_day
from common.errors import ActionError
from measures import rules
from measures.models import Measure, Plan, SharedMeasure
from measures.sheet import Sheet
from organisations.calendar import Calendar, Day

MOST_MEASURES = 100


def open_day(calendar: Calendar, on: date, *, starts_on: date, today: date) -> Day:
    """The day of an evaluation: the chosen one when the unit is open, else the next open day."""
    if on < today:
        raise ActionError(_("The evaluation cannot be in the past. Choose today or a later day."))
    if on < starts_on:
        raise ActionError(_("Choose a day for the evaluation after the measure has started."))
    reasonable(on, today)
    return calendar.next_open_day(on)


def reasonable(day: date, today: date) -> None:
    """A date that a plan made today can hold."""
    if not rules.is_reasonable(day, today):
        first, last = rules.reasonable_span(today)
        raise ActionError(
            _("Choose dates from %(first)s to %(last)s. Look at the year.")
            % {"first": short_day(first), "last": short_day(last)}
        )


def room(plan: Plan) -> None:
    """A plan has a hundred measures to come or under way at the most, shared ones among them."""
    shared = plan.references.current().filter(shared__in=SharedMeasure.objects.unfinished())
    if plan.measures.unfinished().count() + shared.count() >= MOST_MEASURES:
        raise ActionError(
            _("A plan has room for %(count)s measures. Stop one that is not needed first.")
            % {"count": MOST_MEASURES}
        )


def ready(measure: Measure) -> None:
    """Nothing begins that waits for a yes or a decision."""
    if measure.waits:
        raise ActionError(measure.waits[0].sentence)


def concerned(plan: Plan, given: Iterable[Involvement]) -> list[Involvement]:
    """Those involved in the case whom a measure concerns. In a plan about one who is exposed, none
    of the others exposed: each of them has a plan, and neither shows the other's."""
    asked = {one.pk for one in given}
    found = list(Involvement.objects.filter(pk__in=asked, case=plan.case_id)) if asked else []
    if len(found) != len(asked):
        raise ActionError(_("Choose among those involved in this case."))
    if any(_is_of_another_plan(one, plan) for one in found):
        raise ActionError(
            _("This plan is about one pupil. Put what concerns another exposed one in that plan.")
        )
    return found


def _is_of_another_plan(involved: Involvement, plan: Plan) -> bool:
    exposed = involved.role == Involvement.Role.EXPOSED
    return exposed and plan.about_id is not None and involved.pk != plan.about_id


def in_order(measure: Measure, before: Iterable[Measure], sheet: Sheet) -> None:
    """``after`` and dates that say the same, of those before it and of those after it. What runs
    already follows nothing any more: those before it may go on, and it may go on beside them."""
    if measure.state != Measure.State.RUNNING:
        may_follow(measure, before, sheet)
    _leads(measure, sheet)


def may_follow(measure: Measure, before: Iterable[Measure], sheet: Sheet) -> None:
    """A measure comes after others of its plan, which have an end before it starts, and never in a
    ring."""
    before = list(before)
    ids = {other.pk for other in before}
    if measure.pk in ids:
        raise ActionError(_("A measure cannot come after itself."))
    if not ids <= sheet.after.keys():
        raise ActionError(_("A measure can only come after others of the same plan."))
    if ring := rules.find_cycle({**sheet.after, measure.pk: ids}):
        told = {"measures": ", ".join(_title(pk, measure, sheet) for pk in ring)}
        raise ActionError(
            _("These measures would come after each other in a ring: %(measures)s.") % told
        )
    for other in before:
        _follows(measure, other)


def _follows(measure: Measure, other: Measure) -> None:
    told = {"measure": other.title}
    if other.ends_on is None:
        raise ActionError(
            _("“%(measure)s” runs all the time. Give it an end before something comes after it.")
            % told
        )
    if measure.starts_on <= other.ends_on:
        raise ActionError(
            _("“%(measure)s” ends on %(date)s. Choose a start after that.")
            % {**told, "date": short_day(other.ends_on)}
        )


def _leads(measure: Measure, sheet: Sheet) -> None:
    planned = Measure.State.PLANNED
    for follower in (one for one in sheet.followers_of(measure) if one.state == planned):
        told = {"measure": follower.title, "date": short_day(follower.starts_on)}
        if measure.ends_on is None:
            raise ActionError(
                _("“%(measure)s” comes after this measure, so it needs an end.") % told
            )
        if follower.starts_on <= measure.ends_on:
            raise ActionError(
                _(
                    "“%(measure)s” comes after this measure and starts on %(date)s. "
                    "Move it first, or choose an earlier end."
                )
                % told
            )


def _title(pk, measure: Measure, sheet: Sheet) -> str:
    return measure.title if pk == measure.pk else sheet.by_id[pk].title


def made(plan: Plan, token: uuid.UUID, written: Mapping[str, Any]) -> Measure | None:
    """What the same sheet has put into the plan already. Refuses one that says something else."""
    found = common.made(plan.measures.all(), token, **as_stored(written))
    if found is not None:
        stored = {
            "after": set(found.predecessors.values_list("predecessor", flat=True)),
            "concerns": set(found.concerned.values_list("involvement", flat=True)),
        }
        if any({one.pk for one in written.get(name, ())} != stored[name] for name in stored):
            raise ActionError(common.USED_FORM)
    return found


def as_stored(written: Mapping[str, Any]) -> dict[str, Any]:
    """What a sheet says of a measure, a shared one too, as it stands in the row that it makes."""
    said = {name: written[name] for name in _AS_GIVEN & written.keys()}
    said |= {name: common.text(written[name]) for name in {"why", "how"} & written.keys()}
    for name in {"responsible", "deputy", "group"} & written.keys():
        said[f"{name}_id"] = written[name] and written[name].pk
    groups = common.choices(written["target_groups"], Measure.Target, missing="")
    return said | {"title": common.line(written["title"]), "target_groups": groups}


_AS_GIVEN = {
    "level", "starts_on", "ends_on", "interval_weeks", "digital", "prevents", "restorative",
    "formal_decision",
}  # fmt: skip


def people(row: Measure | SharedMeasure, able: set[uuid.UUID]) -> None:
    """Those who carry it out, now and in place of the first one, are two who can do it there
    today."""
    if row.responsible_id not in able:
        raise ActionError(
            _("The one you chose cannot carry out measures here now. Choose somebody else.")
        )
    if row.deputy_id and row.deputy_id not in able:
        raise ActionError(_("The deputy cannot carry out measures here now. Choose somebody else."))
    if row.deputy_id == row.responsible_id:
        raise ActionError(_("The deputy is somebody else than the one who carries it out."))


def digital_if_it_prevents(*, digital: bool, prevents: bool) -> None:
    if prevents and not digital:
        raise ActionError(_("Only a digital measure is marked as one that prevents."))


def weeks_between(weeks: int | None) -> None:
    if weeks is not None and not 1 <= weeks <= 52:
        raise ActionError(_("Choose from 1 to 52 weeks between evaluations."))


def ends_after_start(row: Measure | SharedMeasure) -> None:
    if row.ends_on and row.ends_on < row.starts_on:
        raise ActionError(_("The measure ends before it starts. Change one of the dates."))


def not_answered(row: Measure | SharedMeasure, day: date) -> None:
    """A day of evaluation that comes after the one that was answered last."""
    if row.answered_for and day <= row.answered_for:
        raise ActionError(_("This day has already been evaluated. Choose a later day."))


def may_be_shared(measure: Measure, today: date) -> None:
    """For the page too, which says it before anybody has written anything. Raises ``ActionError``
    saying why the measure cannot become shared, and what to do instead."""
    _has_not_begun(measure)
    told = {"measure": measure.title}
    if not rules.may_be_shared(measure.level, measure.target_groups):
        raise ActionError(
            _("Only a system measure for class, place, parents or those who look on can be shared.")
        )
    if measure.restorative or measure.formal_decision or measure.concerns.exists():
        raise ActionError(_("This measure is for some by name. It cannot be shared."))
    if measure.follows == Measure.Follows.WHEN_EVALUATED and measure.starts_on < today:
        raise ActionError(
            _(
                "“%(measure)s” waits for others to be evaluated, and its day has passed. "
                "Move it to a day that is to come before it becomes shared."
            )
            % told
        )
    if measure.first_evaluation_on:
        raise ActionError(
            _(
                "The first evaluation of “%(measure)s” is on a day that somebody has chosen. "
                "Let it be evaluated after a number of weeks before it becomes shared."
            )
            % told
        )
    if not measure.why.strip():
        raise ActionError(
            _("Write why “%(measure)s” fits this problem before it becomes shared.") % told
        )


def _has_not_begun(measure: Measure) -> None:
    told = {"measure": measure.title}
    if measure.state in (Measure.State.FINISHED, Measure.State.STOPPED, Measure.State.REPLACED):
        raise ActionError(
            _(
                "“%(measure)s” has ended, so it cannot become shared. If others need it, choose "
                "“Use a shared measure” and add it there as a new one."
            )
            % told
        )
    if measure.state != Measure.State.PLANNED:
        raise ActionError(
            _(
                "“%(measure)s” has started in this case, so it cannot become shared any more. If "
                "others need it too, choose “Use a shared measure”, add it there as a new one, "
                "and stop it here."
            )
            % told
        )
