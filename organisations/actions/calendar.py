"""What changes about school calendars.

Who: the owner's administrator the owner's calendars, a principal or school administrator what
differs at the unit. Each change moves ``SchoolYear.changed_at``, from which the apps above know
what to count again.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import System
from audit.record import record
from common.errors import ActionError
from organisations import calendar
from organisations.models import Organisation, Period, SchoolYear
from organisations.permissions import require
from organisations.roles import Permission


@transaction.atomic
def enter_calendar(
    *,
    place: Organisation,
    kind: str,
    starts: int,
    first_day: date | None,
    last_day: date | None,
    by: Person | System,
    now: datetime,
) -> SchoolYear:
    """Enter or change the first and last day of a school year.

    An owner gives both. A unit leaves out what is as at its owner. Raises ``ActionError`` when
    the days are missing, in the wrong order, outside 1 August to 31 July, or without a day on
    which it is open.
    """
    year = _locked_year(place, kind, starts, by, now)
    if not place.is_unit and not (first_day and last_day):
        raise ActionError(_("Enter both the first and the last day of the school year."))
    effective = _owners_year(year).differing(calendar.Year(starts, first_day, last_day))
    _refuse_unless_inside(starts, effective.first, effective.last)
    if (year.first_day, year.last_day) != (first_day, last_day):
        year.first_day, year.last_day = first_day, last_day
        _refuse_never_open(year)
        _changed(year, "calendar.entered", by, now, first_day=first_day, last_day=last_day)
    return year


@transaction.atomic
def add_period(
    *,
    place: Organisation,
    kind: str,
    starts: int,
    what: str,
    first_day: date,
    last_day: date,
    name: str = "",
    by: Person | System,
    now: datetime,
) -> Period:
    """Close some days of a school year, or at a unit open days that its owner closes.

    The same days entered twice are one period. Raises ``ActionError`` when the days are in the
    wrong order, outside the school year, or already in another period, and when no open day would
    be left: nothing could be carried out or evaluated in that school year.
    """
    year = _locked_year(place, kind, starts, by, now)
    same = year.periods.filter(first_day=first_day, last_day=last_day, kind=what).first()
    if same is not None:
        return same
    period = Period(
        school_year=year,
        starts=starts,
        kind=what,
        first_day=first_day,
        last_day=last_day,
        name=name,
    )
    _refuse_misplaced(period)
    period.save()
    _refuse_never_open(year)
    _changed(year, "calendar.period_added", by, now, period)
    return period


@transaction.atomic
def change_period(
    *,
    period: Period,
    what: str,
    first_day: date,
    last_day: date,
    name: str = "",
    by: Person | System,
    now: datetime,
) -> Period:
    """Give a period other days, another kind or another name. Refuses as ``add_period`` does."""
    year = _locked_year_of(period, by, now)
    period = _still_there(year, period)
    period.kind, period.name = what, name
    period.first_day, period.last_day = first_day, last_day
    _refuse_misplaced(period)
    period.save(update_fields=["kind", "name", "first_day", "last_day"])
    _refuse_never_open(year)
    _changed(year, "calendar.period_changed", by, now, period)
    return period


@transaction.atomic
def remove_period(*, period: Period, by: Person | System, now: datetime) -> None:
    """Take a period out of the calendar. One that is already gone is no error."""
    year = _locked_year_of(period, by, now)
    found = year.periods.filter(pk=period.pk).first()
    if found is not None:
        _changed(year, "calendar.period_removed", by, now, found)
        found.delete()


@transaction.atomic
def copy_from_last_year(
    *, place: Organisation, kind: str, starts: int, by: Person | System, now: datetime
) -> int:
    """Draft an empty school year from the one before (``calendar.moved_to_next_year``).

    Returns how many periods found no place. Raises ``ActionError`` when last year is empty, or
    when something is already entered this year.
    """
    year = _locked_year(place, kind, starts, by, now)
    last = place.school_years.filter(kind=kind, starts=starts - 1).first()
    rule = last.rule() if last else calendar.Year(starts - 1)
    if rule == calendar.Year(starts - 1):
        raise ActionError(_("There is nothing to copy: nothing is entered for last year."))
    if year.rule() != calendar.Year(starts):
        raise ActionError(_("Something is already entered for this year. Nothing was copied."))
    drafted, left_out = calendar.moved_to_next_year(rule)
    year.first_day, year.last_day = drafted.first_day, drafted.last_day
    Period.objects.bulk_create(
        Period(
            school_year=year,
            starts=starts,
            kind=span.kind.value,
            first_day=span.first,
            last_day=span.last,
            name=span.name,
        )
        for span in drafted.spans
    )
    _changed(year, "calendar.copied", by, now, left_out=len(left_out))
    return len(left_out)


def _locked_year(
    place: Organisation, kind: str, starts: int, by: Person | System, now: datetime
) -> SchoolYear:
    """The place's own row, made when it is missing, locked until the transaction ends."""
    require(by, Permission.EDIT_CALENDAR, at=place, today=timezone.localdate(now))
    kinds = [place.kind] if place.is_unit else list(SchoolYear.Kind.values)
    if place.kind == Organisation.Kind.PPT or kind not in kinds:
        raise ActionError(_("This place has no such calendar."))
    if not calendar.FIRST_YEAR <= starts <= calendar.LAST_YEAR:
        raise ActionError(_("There is no calendar for this school year."))
    years = SchoolYear.objects.select_for_update()
    return years.get_or_create(
        organisation=place, kind=kind, starts=starts, defaults={"changed_at": now}
    )[0]


def _locked_year_of(period: Period, by: Person | System, now: datetime) -> SchoolYear:
    year = period.school_year
    return _locked_year(year.organisation, year.kind, year.starts, by, now)


def _still_there(year: SchoolYear, period: Period) -> Period:
    found = year.periods.filter(pk=period.pk).first()
    if found is None:
        raise ActionError(_("Somebody has removed this period. Add it again if it is right."))
    return found


def _owners_year(year: SchoolYear) -> calendar.Year:
    """What a unit differs from; for an owner's own year, nothing."""
    row = SchoolYear.objects.filter(
        organisation=year.organisation.parent_id, kind=year.kind, starts=year.starts
    ).first()
    return row.rule() if row else calendar.Year(year.starts)


def _refuse_unless_inside(starts: int, first: date, last: date) -> None:
    august, july = calendar.school_year_span(starts)
    if last < first:
        raise ActionError(_("The last day comes before the first day. Change one of them."))
    if first < august or last > july:
        raise ActionError(
            _("Choose days from 1 August %(first)s to 31 July %(last)s.")
            % {"first": august.year, "last": july.year}
        )


def _refuse_misplaced(period: Period) -> None:
    """Days in order, inside the school year, in no other period of it, and openable when open."""
    year = period.school_year
    first, last = period.first_day, period.last_day
    _refuse_unless_inside(year.starts, first, last)
    others = year.periods.exclude(pk=period.pk)
    if others.filter(first_day__lte=last, last_day__gte=first).exists():
        raise ActionError(
            _("Some of these days are already in another period. Change the days, or that period.")
        )
    if period.kind == Period.Kind.OPEN:
        if not year.organisation.is_unit:
            raise ActionError(_("Every day that you do not close is open. Nothing was added."))
        opened = _owners_year(year).differing(
            calendar.Year(year.starts, year.first_day, year.last_day, (period.rule(),))
        )
        if not any(first <= day <= last for day in opened.open_days):
            raise ActionError(
                _(
                    "A day can only be open from Monday to Friday, outside public holidays, "
                    "between the first and the last day of the school year."
                )
            )


def _refuse_never_open(year: SchoolYear) -> None:
    """Of an owner's year, and of a unit's as its owner's is now."""
    if not _owners_year(year).differing(year.rule()).open_days:
        raise ActionError(_("No day of this school year would be open. Change the days."))


def _changed(
    year: SchoolYear,
    event: str,
    by: Person | System,
    now: datetime,
    period: Period | None = None,
    **data: date | int | None,
) -> None:
    year.changed_at = now
    year.save(update_fields=["first_day", "last_day", "changed_at"])
    told: dict[str, Any] = {"starts": year.starts, **data}
    if period is not None:
        told |= {"kind": period.kind, "first_day": period.first_day, "last_day": period.last_day}
    record(event, by=by, now=now, target=year, **told)
