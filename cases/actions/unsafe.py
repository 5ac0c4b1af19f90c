"""A pupil does not have it safe, or much less than before: those who follow up the case are told at
once, and it stays a task until somebody says what is done."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.models import Event
from cases import demands
from cases.actions.work import Work
from cases.models import Case, CaseAccess, Entry, SafetyAnswer
from cases.notices import PupilUnsafe, owners_readers
from cases.safety import is_alarming, is_newest
from common.errors import ActionError
from notifications.kinds import Kind
from notifications.outbox import tell
from organisations import permissions
from organisations.roles import Permission


def _note_unsafe(work: Work, answer: SafetyAnswer) -> None:
    """For actions that have just written the answer. An answer of before, written down late,
    changes nothing when there is a newer one."""
    if not is_alarming(answer) or not is_newest(answer):
        return
    case = work.case
    if case.unsafe_since is None:
        case.unsafe_since = work.today
        case.save(update_fields=["unsafe_since"])
    work.record("case.unsafe", answer)
    _tell(PupilUnsafe, work, thing_id=answer.pk)


def _tell(kind: type[Kind], work: Work, *, thing_id: uuid.UUID) -> None:
    """Those who follow up the case, but the one who has just written; nobody it is closed to."""
    case, today = work.case, work.today
    leaders = permissions.people_with(Permission.WRITE_CASES, at=case.held_by, today=today)
    excluded = CaseAccess.objects.current().exclusions().filter(case=case)
    to = leaders.exclude(pk=work.by.pk).exclude(pk__in=excluded.values("person"))
    if case.is_held_elsewhere:
        readers = owners_readers(case.held_by, today, case_id=case.pk)
        to = to.filter(pk__in=readers.values("pk"))
    tell(kind, thing_id=thing_id, to=to, now=work.now, due_on=today, case_id=case.pk)


@transaction.atomic
def say_what_is_done(
    *, case: Case, by: Person, now: datetime, token: uuid.UUID, text: str
) -> Entry:
    """What is done now that a pupil does not have it safe: an entry in the log, which ends the
    task. One sheet makes one entry (Education Act 12-4: the duty to act lasts)."""
    work = Work.begin(case, by=by, now=now)
    text = demands.text(text, missing=_("Write what you do now."))
    if made := work.written(Entry.objects.all(), token, text=text):
        return made
    if work.case.unsafe_since is None:
        raise ActionError(_("Somebody has said what is done already. The log shows it."))
    entry = work.save(
        Entry(
            case=work.case, kind=Entry.Kind.NOTE, happened_on=work.today, text=text,
            about_id=_whose(work.case), written_by=by, written_at=now, form_token=token,
        )
    )  # fmt: skip
    work.case.unsafe_since = None
    work.case.save(update_fields=["unsafe_since"])
    return entry


def _whose(case: Case) -> uuid.UUID | None:
    """Who said it, so that other families are not told of it: of several the last one."""
    told = case.safety_answers.filter(recorded_at__date__gte=case.unsafe_since)
    newest = told.select_related("involvement").order_by("-recorded_at", "-day")
    found = next((one.involvement_id for one in newest if is_alarming(one)), None)
    return found or _whose_was_corrected(case)


def _whose_was_corrected(case: Case) -> uuid.UUID | None:
    """The alarm stands, also where the answer behind it has been corrected since."""
    alarms = Event.objects.filter(case_id=case.pk, name="case.unsafe").order_by("-at", "-number")
    alarm = alarms.first()
    if alarm is None or alarm.target_id is None:
        return None
    answer = case.safety_answers.filter(pk=alarm.target_id).first()
    return answer.involvement_id if answer else None
