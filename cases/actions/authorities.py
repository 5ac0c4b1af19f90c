"""With the county governor: the case goes on at the school while they look at it (12-6). Also in a
closed case: letters come when they come."""

import uuid
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands, rules
from cases.actions.work import Work
from cases.models import Case, CaseAccess, CountyCase, Letter, OrderedAct
from common.errors import ActionError
from organisations import permissions
from organisations.roles import Permission

Direction = Letter.Direction
OLDEST_LETTER = timedelta(days=2 * 366)


@transaction.atomic
def open_county_case(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    opened_on: date,
    their_reference: str = "",
) -> CountyCase:
    """The county governor has taken up the case. Nothing else in it changes. One at a time; refused
    where the law has no such road (kindergartens)."""
    work = Work.also_closed(case, by=by, now=now)
    case = work.case
    if not case.has_county_route:
        raise ActionError(_("Cases of kindergartens do not go to the county governor."))
    if made := demands.made(case.county_cases.all(), token):
        return made
    if case.county_cases.current().exists():
        raise ActionError(_("The county governor has this case already."))
    day = demands.past_day(opened_on, now)
    if day < timezone.localdate(case.known_at):
        raise ActionError(_("This is before the school knew of it. Look at the date."))
    county = work.save(
        CountyCase(
            case=case,
            opened_on=day,
            their_reference=demands.line(their_reference, longest=40),
            form_token=token,
        )
    )
    work.record("county.opened", county, opened_on=day)
    return county


@transaction.atomic
def note_decision(
    *, county_case: CountyCase, by: Person, now: datetime, decided_on: date, decision: str
) -> CountyCase:
    """What the county governor decided. Written once: what is wrong in it is corrected in the
    log. Refuses another one after it, and a day before the case was opened there or to come."""
    work = Work.also_closed(county_case.case, by=by, now=now)
    county = _current(work.case, county_case)
    text = demands.text(decision, missing=_("Write what the county governor decided."))
    if county.decided_on is not None:
        if (county.decided_on, county.decision) == (decided_on, text):
            return county
        raise ActionError(_("A decision is noted already. Correct it with an entry in the log."))
    county.decided_on = _since(county.opened_on, decided_on, now)
    county.decision = text
    county.save(update_fields=["decided_on", "decision"])
    work.record("county.decided", county, decided_on=decided_on)
    return county


@transaction.atomic
def add_letter(
    *,
    county_case: CountyCase,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    direction: str,
    dated_on: date,
    about: str,
    answer_due_on: date | None = None,
    answers: Letter | None = None,
) -> Letter:
    """A letter from or to the county governor: when, and what it says. One from them may be up to
    two years old, and may wait for an answer by a day; one to them may answer one of theirs, which
    then waits no longer."""
    work = Work.also_closed(county_case.case, by=by, now=now)
    county = _own(work.case, county_case)
    about = demands.text(about, missing=_("Write what the letter says."))
    if made := work.written(Letter.objects.all(), token, about=about):
        return made
    way = demands.choice(direction, Direction, missing=_("Choose who wrote the letter."))
    answer_due_on = answer_due_on if way == Direction.IN else None
    letter = Letter(
        case=work.case,
        county_case=county,
        direction=way,
        dated_on=_since(_first_letter(way, county, now), dated_on, now),
        about=about,
        answer_due_on=answer_due_on and _answer_due(answer_due_on, dated_on, now),
        answers=_answered(county, answers) if way == Direction.OUT else None,
        written_by=by,
        written_at=now,
        form_token=token,
    )
    work.save(letter)
    work.record("county.letter", letter, direction=way, dated_on=dated_on)
    return letter


@transaction.atomic
def add_ordered_act(
    *,
    county_case: CountyCase,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    act: str,
    due_on: date,
) -> OrderedAct:
    """What the decision orders, and by when: the duty of the owner, who sees the act with the
    reference of the case and not the case."""
    work = Work.also_closed(county_case.case, by=by, now=now)
    case = work.case
    county = _current(case, county_case)
    text = demands.text(act, missing=_("Write what is to be done."))
    if made := demands.made(case.ordered_acts.all(), token, act=text):
        return made
    if county.decided_on is None:
        raise ActionError(_("Write down what the county governor decided first."))
    ordered = OrderedAct(
        case=case,
        county_case=county,
        owner_id=case.unit.owner_id,
        reference=case.reference,
        act=text,
        due_on=_act_due(due_on, county.decided_on, now),
        form_token=token,
    )
    work.save(ordered)
    work.record("county.act_ordered", ordered, due_on=due_on)
    return ordered


@transaction.atomic
def report_act_done(
    *, ordered: OrderedAct, by: Person, now: datetime, done_on: date, how: str
) -> OrderedAct:
    """What was ordered is done: by the leader who answers for the case, or the owner's adviser.
    Refuses an empty text, a day to come, and what somebody else has reported."""
    # The case may lie outside the adviser's scope, and nothing in it is changed: the act itself is
    # what is locked.
    found = demands.locked(OrderedAct.objects.all(), ordered)
    _may_report(found, by, now)
    text = demands.text(how, missing=_("Write what was done."))
    if found.done_on is not None:
        if (found.done_by_id, found.how) == (by.pk, text):
            return found
        raise ActionError(_("Somebody has already reported that this is done."))
    found.done_on, found.done_by, found.how = demands.past_day(done_on, now), by, text
    found.save(update_fields=["done_on", "done_by", "how"])
    record("county.act_done", by=by, now=now, target=found, case_id=found.case_id, done_on=done_on)
    return found


@transaction.atomic
def end_county_case(
    *, county_case: CountyCase, by: Person, now: datetime, ended_on: date
) -> CountyCase:
    """The county governor has finished. Refuses while something that was ordered is not done."""
    work = Work.also_closed(county_case.case, by=by, now=now)
    county = _own(work.case, county_case)
    if county.ended_on is not None:
        if county.ended_on == ended_on:
            return county
        raise ActionError(_("The county governor has finished this already."))
    if county.ordered_acts.undone().exists():
        raise ActionError(_("Something that was ordered is not done yet. Report that first."))
    county.ended_on = _since(county.decided_on or county.opened_on, ended_on, now)
    county.save(update_fields=["ended_on"])
    work.record("county.ended", county, ended_on=ended_on)
    return county


def _own(case: Case, county_case: CountyCase) -> CountyCase:
    found = CountyCase.objects.get(pk=county_case.pk, case=case)
    found.case = case
    return found


def _current(case: Case, county_case: CountyCase) -> CountyCase:
    found = _own(case, county_case)
    if found.ended_on is not None:
        raise ActionError(_("The county governor has finished this already."))
    return found


def _may_report(ordered: OrderedAct, by: Person, now: datetime) -> None:
    if CaseAccess.objects.excluding(by).filter(case=ordered.case_id).exists():
        raise PermissionDenied("Excluded from the case.")
    today, at_owner = timezone.localdate(now), Permission.READ_OWNER_NOTICES
    if permissions.allowed(by, at_owner, at=ordered.owner, today=today):
        return
    case = Case.objects.filter(pk=ordered.case_id).first()
    if case is None:
        raise PermissionDenied("The case is not in the scope of the one who acts.")
    demands.right(by, Permission.CLOSE_CASES, case=case, now=now)


def _since(first: date, day: date, now: datetime) -> date:
    return demands.not_before(first, demands.past_day(day, now))


def _first_letter(way: str, county: CountyCase, now: datetime) -> date:
    """What they wrote may be older than that they took up the case: it is often how one learns of
    it."""
    if way == Direction.IN:
        return timezone.localdate(now) - OLDEST_LETTER
    return county.opened_on


def _answer_due(day: date, letter: date, now: datetime) -> date:
    if not rules.can_be_due(day, letter, timezone.localdate(now)):
        raise ActionError(_("Choose a day after the letter, within two years from now."))
    return day


def _act_due(day: date, decided: date, now: datetime) -> date:
    if not rules.can_be_due(day, decided, timezone.localdate(now)):
        raise ActionError(_("Choose a day after the decision, within two years from now."))
    return day


def _answered(county: CountyCase, answers: Letter | None) -> Letter | None:
    if answers is None:
        return None
    found = county.letters.filter(pk=answers.pk, direction=Direction.IN).first()
    if found is None:
        raise ActionError(_("Choose one of the letters from the county governor."))
    return found
