"""Open cases are handed on over the summer: the steps are made due from the calendar of each unit,
and in August the measures get those who carry them out this year."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.models import Event
from cases import rules
from cases.actions import rename_described
from cases.actions.one_step import OneStep
from cases.models import Case, Handover
from common.errors import ActionError
from measures.actions.sharing import SharedWork
from measures.models import Measure, PlanReference, SharedMeasure
from measures.querysets import people_who_may_carry_out
from organisations.calendar import school_year_of
from organisations.calendars import calendars_for
from organisations.law import advice_on
from organisations.models import Organisation
from pupils.models import Group
from pupils.rules import names_class, with_class_renamed

_DAYS = """
JOIN unnest(%(units)s::uuid[], %(kinds)s::text[], %(opens)s::date[], %(due)s::date[],
            %(closes)s::date[], %(until)s::date[], %(provisional)s::boolean[])
     AS d (unit, kind, opens_on, due_on, closes_on, opened_until, provisional)
"""
_OPENED_ON = "(c.created_at AT TIME ZONE 'Europe/Oslo')::date"
# A case that was opened after the day of June has its handover on the day it was opened.
_DUE_ON = f"CASE WHEN d.kind = 'june' THEN greatest(d.due_on, {_OPENED_ON}) ELSE d.due_on END"
# One that was taken up again after its day has it on the day on which it is made: never overdue at
# once.
_MADE_ON = f"""
CASE WHEN d.kind = 'june' AND {_OPENED_ON} > d.due_on THEN {_OPENED_ON}
     ELSE greatest(d.due_on, %(today)s) END
"""
# What lies ahead never moves behind today: a step that was put off to a later day stays there.
_MOVED_TO = f"""
CASE WHEN {_DUE_ON} < %(today)s AND h.due_on > {_DUE_ON} THEN least(h.due_on, %(today)s)
     ELSE {_DUE_ON} END
"""
_PREPARE = """
INSERT INTO cases_handover (id, case_id, kind, school_year, due_on, provisional, text)
SELECT gen_random_uuid(), c.id, d.kind, %(year)s, {made_on}, d.provisional, ''
FROM cases_case c {days} ON d.unit = c.unit_id
WHERE c.state = ANY (%(open)s) AND %(today)s BETWEEN d.opens_on AND d.closes_on
  AND {opened_on} <= d.opened_until
  AND (d.kind <> 'plan' OR EXISTS (
      SELECT 1 FROM measures_measure m
      WHERE m.case_id = c.id AND m.state IN ('planned', 'running')) OR EXISTS (
      SELECT 1 FROM measures_plan p WHERE p.case_id = c.id AND p.state = 'complete'))
ON CONFLICT DO NOTHING
"""
_RECOUNT = """
UPDATE cases_handover h SET due_on = {moved_to}, provisional = d.provisional
FROM cases_case c {days} ON d.unit = c.unit_id
WHERE h.case_id = c.id AND h.kind = d.kind AND h.school_year = %(year)s AND h.done_at IS NULL
  AND c.state = ANY (%(open)s) AND (h.due_on, h.provisional) <> ({moved_to}, d.provisional)
"""
_PARTS = {"days": _DAYS, "made_on": _MADE_ON, "moved_to": _MOVED_TO, "opened_on": _OPENED_ON}
PREPARE, RECOUNT = _PREPARE.format(**_PARTS), _RECOUNT.format(**_PARTS)


@transaction.atomic
def prepare_handovers(*, now: datetime) -> int:
    """Make the steps of this school year for open cases, once the time of each has come: that of
    the measures where one goes on, or where there is a complete plan, which may hold shared ones.
    Counts the new ones; what stands already stays."""
    return _round(PREPARE, now)


@transaction.atomic
def recount_handovers(*, now: datetime) -> int:
    """Move the days of steps that wait, where a calendar has changed. Counts those moved."""
    return _round(RECOUNT, now)


@transaction.atomic
def hand_on_measures(
    *,
    handover: Handover,
    by: Person,
    now: datetime,
    responsible: Mapping[uuid.UUID, Person],
    classes: Mapping[uuid.UUID, Group],
) -> Handover:
    """The measures that go on get those who carry them out in the new school year; whoever had them
    has no task with them any more. A class that the case names is the class it has become.

    ``responsible`` goes by measures, shared ones among them, ``classes`` by the classes of before.
    What is left out stays. Refuses somebody who may not take part, and a class of another year.
    """
    step = OneStep.begin(handover, Handover.Kind.PLAN, by=by, now=now)
    told = {str(old): str(new.pk) for old, new in classes.items()}
    if made := step.done_before():
        _refuse_other_people(step, responsible)
        _refuse_other_classes(step, told)
        return made
    _give(step, responsible)
    shared = _shared_in(step.work.case)
    moved = _classes(step, classes)
    for row in shared:
        person, group = responsible.get(row.pk), moved.get(row.group_id) if row.group_id else None
        _give_shared(step, row, person, group and group[1])
    for old, new in moved.values():
        _rename(step, old, new)
    return step.finish().record("handover.plan_written", classes=told)


def _refuse_other_people(step: OneStep, responsible: Mapping[uuid.UUID, Person]) -> None:
    """Sent again, the sheet is the same only as long as it names those who have it now."""
    case = step.work.case
    rows = [*Measure.objects.unfinished().filter(case=case), *_shared_in(case)]
    given = {pk: person.pk for pk, person in responsible.items()}
    if any(given.get(row.pk, row.responsible_id) != row.responsible_id for row in rows):
        raise ActionError(
            _("This step is done already. Change who carries it out on the measure itself.")
        )


def _refuse_other_classes(step: OneStep, told: Mapping[str, str]) -> None:
    """The same of the classes: what was chosen then stands in the log."""
    events = Event.objects.filter(name="handover.plan_written", target_id=step.row.pk)
    done = events.values_list("data__classes", flat=True).first() or {}
    if any(done.get(old) != new for old, new in told.items()):
        raise ActionError(
            _(
                "This step is done already, and with other classes. Change the class where it "
                "stands: on the shared measure, or on whom the case is about."
            )
        )


def _round(statement: str, now: datetime) -> int:
    today = timezone.localdate(now)
    asked: dict[str, Any] = {"today": today, "year": school_year_of(today)}
    asked["open"] = [str(state) for state in rules.OPEN_STATES]
    units = Organisation.objects.filter(pk__in=Case.objects.open().values("unit"))
    rows = [(str(unit), *step) for unit, steps in _steps(units, today).items() for step in steps]
    if not rows:
        return 0
    names = ("units", "kinds", "opens", "due", "closes", "until", "provisional")
    asked |= {
        name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.rowcount


def _steps(units: Any, today: date) -> dict[uuid.UUID, list[rules.Step]]:
    units, advice = list(units), advice_on("handover", today)
    calendars, year = calendars_for(units), school_year_of(today)
    return {
        unit.pk: rules.handover_steps(
            calendars[unit.pk], year, advice, small_children=unit.kind == unit.Kind.KINDERGARTEN
        )
        for unit in units
    }


def _give(step: OneStep, responsible: Mapping[uuid.UUID, Person]) -> None:
    work = step.work
    able = set(people_who_may_carry_out(work.case, work.today).values_list("pk", flat=True))
    going_on = Measure.objects.unfinished().filter(case=work.case).select_for_update()
    for measure in going_on.order_by("pk"):
        person = responsible.get(measure.pk)
        if person is None or person.pk == measure.responsible_id:
            continue
        if person.pk not in able:
            raise ActionError(
                _("The one you chose cannot carry out measures here now. Choose somebody else.")
            )
        measure.responsible = person
        if measure.deputy_id == person.pk:
            measure.deputy = None
        measure.revision += 1
        measure.save(update_fields=["responsible", "deputy", "revision"])
        work.record("measure.handed_on", measure, person=person.pk)


def _shared_in(case: Case) -> list[SharedMeasure]:
    """Shared measures that go on and stand in the plans of the case, locked."""
    named = PlanReference.objects.current().filter(case=case).values("shared")
    rows = SharedMeasure.objects.unfinished().filter(pk__in=named).order_by("pk")
    return list(rows.select_for_update(of=("self",)).select_related("unit", "group"))


def _give_shared(
    step: OneStep, shared: SharedMeasure, person: Person | None, group: Group | None
) -> None:
    new: dict[str, Any] = {}
    if person is not None and person.pk != shared.responsible_id:
        new["responsible"] = person
        if shared.deputy_id == person.pk:
            new["deputy"] = None
    if group is not None:
        new["group"] = group
    if not new:
        return
    work = SharedWork.begin(shared.unit, by=step.work.person, now=step.work.now)
    changed = work.write(shared, new)
    shared.revision += 1
    shared.save(update_fields=[*changed, "revision"])
    work.record("shared.changed", shared, fields=sorted(changed))


def _classes(
    step: OneStep, classes: Mapping[uuid.UUID, Group]
) -> dict[uuid.UUID, tuple[Group, Group]]:
    """Each class of before with the one it has become, both of the unit where it happened."""
    unit, year = step.work.case.unit_id, step.row.school_year
    before = Group.objects.filter(unit=unit, school_year__lt=year).in_bulk(list(classes))
    found = Group.objects.filter(unit=unit, school_year=year)
    now = found.in_bulk([group.pk for group in classes.values()])
    if before.keys() != classes.keys() or any(new.pk not in now for new in classes.values()):
        raise ActionError(_("Choose among the classes of this place and this school year."))
    return {pk: (before[pk], now[new.pk]) for pk, new in classes.items()}


def _rename(step: OneStep, old: Group, new: Group) -> None:
    work = step.work
    rows = work.case.involvements.filter(ends_on=None, pupil=None)
    for row in rows:
        if names_class(row.described, old.name):
            described = with_class_renamed(row.described, old.name, new.name)
            rename_described(involvement=row, by=work.person, now=work.now, described=described)
