"""The whole case is looked over: reviews are made due from the calendar of each unit, and each is
answered once, by whoever answers for the case."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import actions as case_actions
from cases import demands
from cases.actions.work import Work
from cases.models import Case
from cases.rules import OPEN_STATES
from common.errors import ActionError
from evaluations import rules
from evaluations.models import CaseReview
from organisations.calendar import school_year_of
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission

_ROUNDS = """
JOIN unnest(%(units)s::uuid[], %(codes)s::text[], %(opens)s::date[], %(due)s::date[],
            %(closes)s::date[], %(provisional)s::boolean[], %(first)s::date[])
     AS d (unit, code, opens_on, due_on, closes_on, provisional, first_open) ON d.unit = c.unit_id
"""
# What was due before today stays. A day that the calendar has moved into the past becomes the next
# open one of its school year, and so does that of a review made after its day, for a case that was
# closed until now.
_DAY = "greatest(d.due_on, least(d.first_open, make_date(%(year)s + 1, 7, 31)))"
# A case that is younger than six weeks on the day of a review is not reviewed in that round.
_PREPARE = """
INSERT INTO evaluations_casereview (
    id, case_id, round, school_year, due_on, provisional, how, help, plan)
SELECT gen_random_uuid(), c.id, d.code, %(year)s, {day}, d.provisional, '', '{{}}', ''
FROM cases_case c {rounds}
WHERE c.state = ANY (%(open)s) AND %(today)s BETWEEN d.opens_on AND d.closes_on
  AND (c.created_at AT TIME ZONE 'Europe/Oslo')::date <= d.due_on - %(young)s
ON CONFLICT DO NOTHING
"""
_RECOUNT = """
UPDATE evaluations_casereview r SET due_on = {day}, provisional = d.provisional
FROM cases_case c {rounds}
WHERE r.case_id = c.id AND r.round = d.code AND r.school_year = %(year)s AND r.done_at IS NULL
  AND r.due_on >= %(today)s AND c.state = ANY (%(open)s)
  AND (r.due_on, r.provisional) <> ({day}, d.provisional)
"""
_PARTS = {"rounds": _ROUNDS, "day": _DAY}
PREPARE, RECOUNT = _PREPARE.format(**_PARTS), _RECOUNT.format(**_PARTS)


@transaction.atomic
def prepare_reviews(*, now: datetime) -> int:
    """The daily round makes reviews of this school year due in all open cases, four weeks before
    their day (``rules.rounds_of``). Counts the new ones: asked twice, there are none."""
    return _done(PREPARE, now)


@transaction.atomic
def recount_reviews(*, now: datetime) -> int:
    """The daily round moves reviews that wait to the day that the calendar of their unit has now.
    Counts those that moved: asked twice, there are none."""
    return _done(RECOUNT, now)


@transaction.atomic
def review_case(
    *,
    review: CaseReview,
    by: Person,
    now: datetime,
    how: str,
    help: Collection[str],
    plan: str,
) -> CaseReview:
    """How it goes, whether professional help is asked for, and what becomes of the plan: by whoever
    may close the case. Where PPT is among those asked, they learn that you ask for contact.

    Answered already with the same words by the same person, nothing happens. Raises ``ActionError``
    when something is missing, somebody has answered, or the school year or the case has ended.
    """
    work = Work.begin(review.case, by=by, now=now, needs=Permission.CLOSE_CASES)
    row = CaseReview.objects.get(pk=review.pk, case=work.case)
    how = demands.text(how, missing=_("Write how it goes."))
    given = demands.choices(help, CaseReview.Help, missing="") if help else []
    plan = demands.choice(plan, CaseReview.Plan, missing=_("Choose what becomes of the plan."))
    told: dict[str, Any] = {"how": how, "help": given, "plan": plan}
    if row.is_done:
        return _done_before(row, by, told)
    if row.school_year != school_year_of(work.today):
        raise ActionError(_("That school year is over. Write in the log instead."))
    for name, value in told.items():
        setattr(row, name, value)
    row.done_at, row.done_by = now, by
    row.save(update_fields=["done_at", "done_by", *told])
    named = {"round": row.round, "school_year": row.school_year, "becomes": plan, "help": given}
    work.record("review.written", row, **named)
    if CaseReview.Help.PPT in given:
        case_actions.ask_ppt_for_contact(case=work.case, by=by, now=now)
    return row


@transaction.atomic
def reopen_case(*, case: Case, by: Person, now: datetime, reason: str) -> Case:
    """Take up a closed case (``cases.actions.reopen_case``). Nobody waited for its reviews while it
    was closed: those that were due by then are due today, and not overdue at once."""
    case = case_actions.reopen_case(case=case, by=by, now=now, reason=reason)
    today = timezone.localdate(now)
    waiting = CaseReview.objects.waiting(today).filter(case=case)
    waiting.filter(due_on__lt=today).update(due_on=today)
    return case


def _done_before(row: CaseReview, by: Person, told: dict[str, Any]) -> CaseReview:
    if row.done_by_id == by.pk and all(getattr(row, name) == told[name] for name in told):
        return row
    raise ActionError(
        _("Somebody has written this review already. The log shows it; write there what you add.")
    )


def _done(statement: str, now: datetime) -> int:
    today = timezone.localdate(now)
    year = school_year_of(today)
    cases = Case.objects.filter(state__in=OPEN_STATES)
    calendars = calendars_for(Organisation.objects.filter(pk__in=cases.values("unit")))
    days = [
        (unit, one, calendar.next_open_day(today).date)
        for unit, calendar in calendars.items()
        for one in rules.rounds_of(calendar, year)
    ]
    asked: dict[str, Any] = _columns(days) | {"today": today, "year": year}
    asked["young"] = rules.YOUNG_DAYS
    asked["open"] = [str(state) for state in OPEN_STATES]
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.rowcount


def _columns(days: list[tuple[uuid.UUID, rules.Round, Any]]) -> dict[str, list[Any]]:
    return {
        "units": [str(unit) for unit, _one, _first in days],
        "codes": [one.code for _unit, one, _first in days],
        "opens": [one.opens_on for _unit, one, _first in days],
        "due": [one.due_on for _unit, one, _first in days],
        "closes": [one.closes_on for _unit, one, _first in days],
        "provisional": [one.provisional for _unit, one, _first in days],
        "first": [first for _unit, _one, first in days],
    }
