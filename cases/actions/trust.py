"""The adult whom a pupil can turn to, and the talks of the two."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM
from cases import demands, rules
from cases.actions.answers import _note_how_safe
from cases.actions.locking import lock
from cases.actions.work import Work
from cases.models import Entry, Involvement, SafetyAnswer, TrustedAdult
from cases.querysets import people_who_take_part
from common.errors import ActionError
from organisations import permissions
from organisations.calendar import Calendar
from organisations.calendars import LOOK_BACK, calendars_for, units_changed_since
from organisations.models import Organisation
from organisations.roles import Permission

EndedFor = TrustedAdult.EndedFor


@transaction.atomic
def name_trusted_adult(
    *,
    involvement: Involvement,
    by: Person,
    now: datetime,
    adult: Person,
    chosen_by_pupil: bool,
    talk_on: date,
) -> TrustedAdult:
    """Name the adult whom the pupil can turn to, with the day of the first talk (the next open day
    when the unit is closed then). One at a time: named again it is the same. Refuses another
    while there is one, a group, and one who is not part of the case now."""
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    if row.ends_on is not None or row.group_size is not None:
        raise ActionError(_("Choose one person who is part of the case now."))
    named = row.trusted_adults.filter(ends_on=None).first()
    if named is not None:
        if (named.adult_id, named.chosen_by_pupil) == (adult.pk, chosen_by_pupil):
            return named
        raise ActionError(_("There is a trusted adult already. Change that one instead."))
    return _named(work, row, adult, chosen_by_pupil, talk_on)


@transaction.atomic
def change_trusted_adult(
    *,
    trusted: TrustedAdult,
    by: Person,
    now: datetime,
    ended_for: str,
    adult: Person | None = None,
    chosen_by_pupil: bool = False,
    talk_on: date | None = None,
) -> TrustedAdult:
    """Somebody else becomes the trusted adult, or nobody for now: then My day asks for one. What
    the pupil wishes is reason enough. Refuses a reason that is not listed, and the same adult."""
    work = Work.begin(trusted.case, by=by, now=now)
    old = work.trusted_adult(trusted)
    reasons = [EndedFor.CHANGED, EndedFor.PUPIL_WISHED, EndedFor.LEFT]
    if ended_for not in reasons:
        raise ActionError(_("Choose why the trusted adult changes."))
    if old.ends_on is not None:
        return _changed_already(old, adult)
    if adult is not None and adult.pk == old.adult_id:
        raise ActionError(_("This is the trusted adult already. Choose somebody else."))
    old.ends_on, old.talk_on, old.ended_for = work.today, None, ended_for
    old.save(update_fields=["ends_on", "talk_on", "ended_for"])
    work.record("trusted_adult.ended", old, person=old.adult_id, reason_code=ended_for)
    if adult is None:
        return old
    first = talk_on or work.today
    return _named(work, work.involvement(old.involvement), adult, chosen_by_pupil, first)


@transaction.atomic
def record_talk(
    *,
    trusted: TrustedAdult,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    talked_on: date,
    text: str,
    next_on: date | None = None,
    how_safe: str = "",
) -> TrustedAdult:
    """The two have talked: an entry in the log, and the next talk.

    The adult does it by taking part, without seeing the rest of the case; others by following up
    cases there. Next: two open weeks after (recommended), or the chosen day, on an open day. The
    same sheet writes one entry. ``how_safe`` is what was said to that question, if it was asked.
    """
    work = Work.begin(trusted.case, by=by, now=now, needs=_needed(trusted, by, now))
    row = work.trusted_adult(trusted)
    text = demands.text(text, missing=_("Write what you talked about."))
    if work.written(Entry.objects.all(), token, text=text) is not None:
        return row
    _refuse_ended(row)
    day = work.day(talked_on, first=row.starts_on)
    entry = Entry(
        case=work.case, kind=Entry.Kind.TALK, happened_on=day, text=text,
        about_id=row.involvement_id, written_by=by, written_at=now, form_token=token,
    )  # fmt: skip
    work.save(entry)
    observed = work.law.voice_by_observation
    by_whom = SafetyAnswer.AnsweredBy.ADULT if observed else SafetyAnswer.AnsweredBy.PUPIL
    about = work.involvement(row.involvement)
    _note_how_safe(involvement=about, by=by, now=now, day=day, said=how_safe, answered_by=by_whom)
    # Written down late, an earlier talk moves nothing back.
    row.talked_on = max(day, row.talked_on or day)
    row.talk_on = _next(work, row.talked_on, next_on)
    row.save(update_fields=["talk_on", "talked_on"])
    return row


@transaction.atomic
def move_talk(*, trusted: TrustedAdult, by: Person, now: datetime, on: date) -> TrustedAdult:
    """The next talk is on another day: the chosen one, or the next open day after it."""
    work = Work.begin(trusted.case, by=by, now=now, needs=_needed(trusted, by, now))
    row = work.trusted_adult(trusted)
    _refuse_ended(row)
    day = _open_day(work, on)
    if day != row.talk_on:
        row.talk_on = day
        row.save(update_fields=["talk_on"])
        work.record("talk.moved", row, person=row.adult_id, talk_on=day)
    return row


@transaction.atomic
def note_away(
    *,
    trusted: TrustedAdult,
    by: Person,
    now: datetime,
    away_from: date | None,
    away_until: date | None,
) -> TrustedAdult:
    """The adult is away between two days, both included; two empty days: is here again. A talk that
    falls there becomes a task for the one who leads the case."""
    work = Work.begin(trusted.case, by=by, now=now, needs=_needed(trusted, by, now))
    row = work.trusted_adult(trusted)
    _refuse_ended(row)
    _check_away(work, away_from, away_until)
    if (row.away_from, row.away_until) == (away_from, away_until):
        return row
    row.away_from, row.away_until = away_from, away_until
    row.save(update_fields=["away_from", "away_until"])
    work.record(
        "trusted_adult.away_noted" if away_from else "trusted_adult.back",
        row,
        person=row.adult_id,
        away_from_on=away_from,
        away_until_on=away_until,
    )
    return row


def recount_talks(*, now: datetime, unit: Organisation | None = None) -> int:
    """Move talks that lie ahead, on days which a calendar has closed, to the next open day: where a
    calendar has changed lately, or at one unit. Returns how many. Counting twice changes nothing.
    """
    units = {unit} if unit else set(units_changed_since(now - LOOK_BACK))
    calendars, today = calendars_for(units), timezone.localdate(now)
    ahead = TrustedAdult.objects.current().filter(
        case__unit__in=units, case__state__in=rules.OPEN_STATES, talk_on__gte=today
    )
    moved = 0
    for row in ahead.select_related("case"):
        calendar = calendars[row.case.unit_id]
        if row.talk_on and not calendar.is_open(row.talk_on):
            moved += _recounted(row, calendar, now)
    return moved


@transaction.atomic
def _recounted(row: TrustedAdult, calendar: Calendar, now: datetime) -> bool:
    work = Work(lock(row.case), SYSTEM, now)
    row = TrustedAdult.objects.get(pk=row.pk)
    if not work.case.is_open or row.talk_on is None or calendar.is_open(row.talk_on):
        return False
    row.talk_on = calendar.next_open_day(row.talk_on).date
    row.save(update_fields=["talk_on"])
    work.record("talk.moved", row, person=row.adult_id, talk_on=row.talk_on)
    return True


def _named(
    work: Work, row: Involvement, adult: Person, chosen_by_pupil: bool, talk_on: date
) -> TrustedAdult:
    if not people_who_take_part(work.case, work.today).filter(pk=adult.pk).exists():
        raise ActionError(_("Choose somebody who works here and may take part in the case."))
    if row.ends_on is not None:
        raise ActionError(_("Choose one person who is part of the case now."))
    named = TrustedAdult(
        case=work.case, involvement=row, adult=adult,
        chosen_by_pupil=chosen_by_pupil, starts_on=work.today, talk_on=_open_day(work, talk_on),
    )  # fmt: skip
    work.save(named)
    work.record("trusted_adult.named", named, person=adult.pk, chosen_by_pupil=chosen_by_pupil)
    return named


def _changed_already(old: TrustedAdult, adult: Person | None) -> TrustedAdult:
    """Sent twice: the same change is found again. Another one is refused."""
    now_named = old.involvement.trusted_adults.filter(ends_on=None).first()
    if now_named is None and adult is None:
        return old
    if now_named is not None and adult is not None and now_named.adult_id == adult.pk:
        return now_named
    raise ActionError(_("This has ended already. Open the page again to see how it stands."))


def _needed(trusted: TrustedAdult, by: Person, now: datetime) -> Permission:
    """The adult, or whoever stands in, does it by taking part."""
    own = trusted.is_kept_by(by.pk, permissions.stood_in_by(by, now))
    return Permission.TAKE_PART if own else Permission.WRITE_CASES


def _next(work: Work, talked_on: date, chosen: date | None) -> date:
    if chosen is not None:
        if chosen <= work.today:
            raise ActionError(_("Choose a day after today for the next talk."))
        return _open_day(work, chosen)
    calendar = work.calendar()
    return rules.next_talk(calendar, work.law.deadlines["talk"], talked_on, work.today)


def _open_day(work: Work, on: date) -> date:
    if not rules.can_be_talked_on(on, work.today):
        raise ActionError(_("Choose a day for the talk from today to a year ahead."))
    return work.calendar().next_open_day(on).date


def _check_away(work: Work, away_from: date | None, away_until: date | None) -> None:
    if (away_from is None) != (away_until is None):
        raise ActionError(_("Write both the first and the last day, or none of them."))
    if away_from is None or away_until is None:
        return
    if away_until < away_from:
        raise ActionError(_("The last day is before the first. Change one of them."))
    if not rules.can_be_talked_on(away_until, work.today):
        raise ActionError(_("Choose a last day from today to a year ahead."))
    if away_from < timezone.localdate(work.case.known_at):
        raise ActionError(_("The date is too long ago. Look at the year."))


def _refuse_ended(row: TrustedAdult) -> None:
    if row.ends_on is not None:
        raise ActionError(_("Somebody else is the trusted adult now."))
