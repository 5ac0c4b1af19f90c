"""What the school's acts do to the alert of a case. Less is told when it tells too much; it ends
with the case, and is open again with it."""

from datetime import date, datetime

from django.db import connection, transaction

from accounts.models import Person
from cases import rules
from cases.actions.work import Work
from cases.models import Case, CaseAccess, PptAlert
from cases.notices import PptCaseEnded, PptCaseReopened, PptContactWanted, receivers
from notifications.kinds import Kind
from notifications.outbox import tell
from organisations.models import Organisation, fewest_days_for_ppt

TOLD = ["unit", "stage", "kinds"]
STANDING = ["state", "assigned_to", "answer_by", "answer_within", "ended_at", "ended_reason"]
CASE_ENDED = PptAlert.Ended.CASE_ENDED


def _narrow_alert(case: Case) -> None:
    """As for a small unit, from now on. For actions that hold the case's lock."""
    alert = case.alert
    if alert.unit_id is not None:
        alert.hide_unit()
        alert.save(update_fields=TOLD)


@transaction.atomic
def ask_ppt_for_contact(
    *, case: Case, by: Person, now: datetime, help_wanted: str = ""
) -> PptAlert:
    """The school asks PPT for contact, and may say for which help: that much and no more is told,
    to those who read the alert. Asked for twice on one day, it is told once. Where PPT had answered
    or ended its part, the school waits for an answer again."""
    work = Work.begin(case, by=by, now=now)
    alert = _locked(work)
    alert.contact_wanted_at, alert.help_wanted = now, help_wanted or alert.help_wanted
    if alert.state in (PptAlert.State.HELP_OFFERED, PptAlert.State.ENDED):
        _wait_anew(work, alert)
    alert.save(update_fields=["contact_wanted_at", "help_wanted", *STANDING])
    _tell_readers(work, alert, PptContactWanted, work.today)
    if help_wanted:
        work.record("alert.help_wanted", help=help_wanted)
    else:
        work.record("alert.contact_wanted")
    return alert


def _end_alert(work: Work) -> None:
    """PPT learns that it has ended and nothing else. For actions that end the case."""
    alert = _locked(work)
    if alert.state == PptAlert.State.ENDED and alert.ended_reason == CASE_ENDED:
        return
    alert.state, alert.ended_at = PptAlert.State.ENDED, work.now
    alert.ended_reason = CASE_ENDED
    alert.save(update_fields=STANDING)
    if alert.assigned_to is not None:
        to = [alert.assigned_to]
        tell(PptCaseEnded, thing_id=alert.pk, to=to, now=work.now, due_on=work.today)
    if alert.office_id is not None:
        work.record("alert.ended_with_case", alert)


def _reopen_alert(work: Work) -> None:
    """As it stood before the case ended, with a new day to answer. For the action that opens the
    case again."""
    alert = _locked(work)
    if alert.state != PptAlert.State.ENDED:
        return
    _wait_anew(work, alert)
    alert.save(update_fields=STANDING)
    _tell_readers(work, alert, PptCaseReopened, alert.answer_by)
    if alert.office_id is not None:
        work.record("alert.reopened", alert)


def _release_alert(work: Work, person: Person) -> None:
    """Whoever is excluded from the case has its alert no more: it lies with the office again."""
    alert = _locked(work)
    if alert.assigned_to_id != person.pk:
        return
    alert.assigned_to = None
    if alert.state == PptAlert.State.ASSIGNED:
        alert.state = PptAlert.State.RECEIVED
    alert.save(update_fields=STANDING)


def _days_to_answer(
    unit: Organisation, office: Organisation | None, *, named: bool, today: date
) -> int | None:
    """In how many working days PPT is to answer, where somebody has chosen. An alert that does not
    name its unit does not tell its owner by a number either (docs/adr/0028)."""
    if named or office is None:
        return unit.chosen_days_for_ppt
    return fewest_days_for_ppt(office, today)


def _wait_anew(work: Work, alert: PptAlert) -> None:
    """The school waits for an answer again, as long as its owner has chosen."""
    state = PptAlert.State
    has = state.ASSIGNED if alert.assigned_to_id else state.RECEIVED
    alert.state = has if alert.received_by_id else state.NEW
    alert.ended_at, alert.ended_reason = None, ""
    is_named, unit = alert.unit_id is not None, work.case.unit
    chosen = _days_to_answer(unit, alert.office, named=is_named, today=work.today)
    alert.answer_by = rules.answer_by(work.today, work.law, chosen)
    alert.answer_within = chosen


def _locked(work: Work) -> PptAlert:
    """PPT may be at it just now: the case's lock does not hold them up."""
    return PptAlert.objects.select_for_update().get(pk=work.case.alert_id)


def _tell_readers(work: Work, alert: PptAlert, kind: type[Kind], due_on: date) -> None:
    excluded = CaseAccess.objects.current().exclusions().filter(case=work.case)
    readers = receivers(alert.office, alert.owner, work.today)
    to = readers.exclude(pk__in=excluded.values("person"))
    tell(kind, thing_id=alert.pk, to=to, now=work.now, due_on=due_on)


@transaction.atomic
def narrow_alerts_of_protected(*, now: datetime) -> int:
    """Somebody in a case has got a protected identity since it was opened: the alert names the unit
    no more. Part of the daily round, which is told which alerts, and not of whom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_alerts_of_protected()")
        found = [pk for (pk,) in cursor.fetchall()]
    alerts = list(PptAlert.objects.select_for_update().filter(pk__in=found))
    for alert in alerts:
        alert.hide_unit()
        alert.save(update_fields=TOLD)
    return len(alerts)
