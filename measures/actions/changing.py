"""Measures are put into a plan and changed there."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands as common
from cases.models import Involvement
from common.dates import EARLIEST
from common.errors import ActionError
from measures import demands
from measures.actions.coverage import Asides
from measures.actions.work import Outdated, Work
from measures.models import Concerned, Measure, Plan
from measures.sheet import Sheet


class Written(TypedDict):
    """What is said about a measure. What may be left out stays as it is, or empty."""

    title: str
    how: str
    why: str
    target_groups: Sequence[str]
    level: str
    responsible: Person
    starts_on: date
    ends_on: NotRequired[date | None]
    deputy: NotRequired[Person | None]
    after: NotRequired[Collection[Measure]]
    follows: NotRequired[str]
    interval_weeks: NotRequired[int | None]
    first_evaluation_on: NotRequired[date | None]
    concerns: NotRequired[Collection[Involvement]]
    digital: NotRequired[bool]
    prevents: NotRequired[bool]
    formal_decision: NotRequired[bool]
    decided_on: NotRequired[date | None]
    restorative: NotRequired[bool]
    exposed_agreed_on: NotRequired[date | None]
    violating_agreed_on: NotRequired[date | None]
    library_key: NotRequired[str]


@transaction.atomic
def add_measure(
    *, plan: Plan, by: Person, now: datetime, token: uuid.UUID, **written: Unpack[Written]
) -> Measure:
    """Put a measure into a plan. One sheet (``token``) makes one measure; sent again with another
    text it is refused, so that the text is not lost.

    The responsible one may take part where the case is held, today, and is not excluded from the
    case. It comes ``after`` measures of the same plan that have an end before it starts. A first
    evaluation on a closed day is held on the next open day. Raises ``ActionError`` with what to
    change; a plan holds 100 measures. It concerns those named of the involved, else all in its
    target groups.
    """
    work = Work.begin(plan.case, by=by, now=now)
    plan = work.plan(plan.pk)
    if made := demands.made(plan, token, written):
        return made
    demands.room(plan)
    measure = Measure(case=work.case, plan=plan, form_token=token, created_at=now)
    sheet = Sheet(plan, work.today)
    after = written.pop("after", ())
    concerns = demands.concerned(plan, written.pop("concerns", ()))
    _put(measure, written, sheet, after)
    common.saved(measure)
    work.come_after(measure, {other.pk for other in after})
    _concern(measure, concerns)
    Asides(work, plan).end(measure.target_groups)
    work.record("measure.added", measure, plan=plan.pk, starts_on=measure.starts_on)
    return measure


@transaction.atomic
def change_measure(
    *,
    measure: Measure,
    by: Person,
    now: datetime,
    revision: int | None = None,
    **written: Unpack[Written],
) -> Measure:
    """Change what is said about a measure that is planned or runs. The same demands as for a new
    one; one that runs keeps its start, its order and its first evaluation.

    ``revision`` is the one that was read. Raises ``Outdated`` when somebody has changed it since.
    """
    work = Work.begin(measure.case, by=by, now=now)
    measure = work.measure(measure)
    if not measure.is_unfinished:
        raise ActionError(_("This measure has ended. It can no longer be changed."))
    sheet = Sheet(work.plan(measure.plan_id), work.today)
    before = sheet.after[measure.pk]
    after = written.pop("after", [sheet.by_id[pk] for pk in before])
    if measure.state == Measure.State.RUNNING:
        _refuse_another_past(measure, written, before != {other.pk for other in after})
    concerns = written.pop("concerns", None)
    named = None if concerns is None else demands.concerned(sheet.plan, concerns)
    changed = _put(measure, written, sheet, after)
    if named is not None and _concerns(measure) != {one.pk for one in named}:
        changed.append("concerns")
    changed += ["after"] if before != {other.pk for other in after} else []
    if not changed:
        return measure
    if revision is not None and revision != measure.revision:
        raise Outdated(work.measure(measure))
    measure.revision += 1
    measure.dated_at = now if "starts_on" in changed else measure.dated_at
    measure.save(update_fields=[*(set(changed) - {"after", "concerns"}), "revision", "dated_at"])
    work.come_after(measure, {other.pk for other in after})
    _concern(measure, named)
    Asides(work, sheet.plan).end(measure.target_groups)
    work.record("measure.changed", measure, fields=sorted(changed))
    return measure


def _put(
    measure: Measure, written: dict[str, Any] | Written, sheet: Sheet, after: Collection[Measure]
) -> list[str]:
    """Write the fields into the measure, all demands met. Returns the names of what differs."""
    old = {name: getattr(measure, name, None) for name in written if name not in _PEOPLE}
    people = {name: getattr(measure, f"{name}_id") for name in _PEOPLE & written.keys()}
    for name, value in written.items():
        setattr(measure, name, value)
    _check_texts(measure, sheet.plan)
    _check_choices(measure, follows_some=bool(after))
    _check_waits(measure, old, sheet.today)
    demands.people(measure, sheet.able)
    _check_dates(measure, old, sheet)
    demands.in_order(measure, after, sheet)
    changed = [name for name, value in old.items() if getattr(measure, name) != value]
    return changed + [name for name, pk in people.items() if getattr(measure, f"{name}_id") != pk]


_PEOPLE = {"responsible", "deputy"}


def _check_texts(measure: Measure, plan: Plan) -> None:
    measure.title = common.line(measure.title, missing=_("Say what the measure is."))
    measure.how = common.text(measure.how)
    in_use = plan.state == Plan.State.COMPLETE or measure.state == Measure.State.RUNNING
    why = _("Write why the measure fits this problem.") if in_use else ""
    measure.why = common.text(measure.why, missing=why)


def _check_choices(measure: Measure, *, follows_some: bool) -> None:
    groups = _("Choose whom the measure is for.")
    measure.target_groups = common.choices(measure.target_groups, Measure.Target, missing=groups)
    level = _("Choose whether it is an individual or a system measure.")
    measure.level = common.choice(measure.level, Measure.Level, missing=level)
    common.choice(measure.follows, Measure.Follows)
    if not follows_some:
        measure.follows = Measure.Follows.ON_DATE
    demands.weeks_between(measure.interval_weeks)


def _check_waits(measure: Measure, old: dict[str, Any], today: date) -> None:
    """What is not asked for any more is not kept. What runs already does not wait again."""
    demands.digital_if_it_prevents(digital=measure.digital, prevents=measure.prevents)
    if not measure.restorative:
        measure.exposed_agreed_on = measure.violating_agreed_on = None
    if not measure.formal_decision:
        measure.decided_on = None
    for name in ("exposed_agreed_on", "violating_agreed_on", "decided_on"):
        day = getattr(measure, name)
        if day and day != old.get(name) and not EARLIEST <= day <= today:
            raise ActionError(_("Write the day on which it was said or decided, today or earlier."))
    if measure.state == Measure.State.RUNNING:
        demands.ready(measure)


def _check_dates(measure: Measure, old: dict[str, Any], sheet: Sheet) -> None:
    """Dates that are not touched are let be: time passes them by."""
    for name in ("starts_on", "ends_on"):
        day = getattr(measure, name)
        if day and day != old.get(name):
            demands.reasonable(day, sheet.today)
    demands.ends_after_start(measure)
    first = measure.first_evaluation_on
    if first and measure.state == Measure.State.PLANNED:
        if first != old.get("first_evaluation_on") or first < measure.starts_on:
            day = demands.open_day(
                sheet.calendar, first, starts_on=measure.starts_on, today=sheet.today
            )
            measure.first_evaluation_on = day.date


def _refuse_another_past(measure: Measure, written: Written, other_order: bool) -> None:
    kept = ("starts_on", "follows", "first_evaluation_on", "interval_weeks")
    given: dict[str, Any] = {**written}
    if other_order or any(name in given and given[name] != getattr(measure, name) for name in kept):
        raise ActionError(
            _("This measure has started. Choose the date of its next evaluation on its own page.")
        )


def _concerns(measure: Measure) -> set[uuid.UUID]:
    return set(measure.concerned.values_list("involvement", flat=True))


def _concern(measure: Measure, concerns: Collection[Involvement] | None) -> None:
    if concerns is None:
        return
    wanted = {one.pk for one in concerns}
    measure.concerned.exclude(involvement__in=wanted).delete()
    Concerned.objects.bulk_create(
        Concerned(case=measure.case, measure=measure, involvement_id=pk)
        for pk in sorted(wanted - _concerns(measure))
    )
