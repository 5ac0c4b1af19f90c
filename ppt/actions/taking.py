"""Somebody at PPT takes on a measure that the office was asked to, or says that PPT cannot."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.scope import admit
from cases.actions.locking import lock
from cases.models import Case, CaseAccess, PptAlert, PptAnswer
from common import demands
from common.errors import ActionError
from measures.actions import take_on_measure
from organisations.roles import Permission
from ppt.actions.work import Work
from ppt.models import MeasureRequest
from ppt.rules import LONGEST, State, Verb

Ending, Part, Kind = MeasureRequest.Ending, MeasureRequest.Part, PptAnswer.Kind


@transaction.atomic
def take_requested(*, alert: PptAlert, asked: uuid.UUID, by: Person, now: datetime) -> PptAnswer:
    """Take on the measure: the person carries it out from now on, or is its deputy, sees its page
    and nothing more of the case, and is reminded of its evaluations. It is an answer to the school.
    Whoever answers for an alert that nobody has, has it from then on. Twice by the same person is
    once; when somebody else came first, the refusal says so."""
    if made := _made(alert, asked, Kind.MEASURE, by):
        return made
    hand = _Hand.on(alert, asked, by=by, now=now)
    hand.let_in()
    as_deputy = hand.row.part == Part.DEPUTY
    take_on_measure(measure=hand.row.measure, by=by, now=now, as_deputy=as_deputy)
    hand.work.step(Verb.OFFER)
    hand.work.alert.assigned_to = hand.work.alert.assigned_to or by
    return hand.answer(Ending.TAKEN, Kind.MEASURE, hand.row.title)


@transaction.atomic
def decline_requested(
    *, alert: PptAlert, asked: uuid.UUID, by: Person, now: datetime, text: str
) -> PptAnswer:
    """Say that PPT cannot take on the measure, and why. The alert stands as it did: the school
    waits for another answer."""
    if made := _made(alert, asked, Kind.NO_MEASURE, by):
        return made
    missing = _("Write why PPT cannot take it on.")
    text = demands.text(text, missing=missing, longest=LONGEST)
    hand = _Hand.on(alert, asked, by=by, now=now)
    if hand.work.alert.state == State.NEW:
        hand.work.step(Verb.RECEIVE)
    return hand.answer(Ending.DECLINED, Kind.NO_MEASURE, text)


@dataclass(frozen=True)
class _Hand:
    """One request that waits, in the hands of one person: its case is locked, and seen until the
    transaction ends."""

    work: Work
    row: MeasureRequest

    @classmethod
    def on(cls, alert: PptAlert, asked: uuid.UUID, *, by: Person, now: datetime) -> "_Hand":
        """The case first, as always: the alert is locked after it. Raises PermissionDenied."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT ppt_case_of_request(%s, %s)", [alert.pk, asked])
            (case_id,) = cursor.fetchone()
        if case_id is None:
            raise ActionError(_("This is not asked for any more."))
        admit(case_id)
        case = lock(Case(pk=case_id))
        work = Work.begin(alert, by=by, now=now)
        row = MeasureRequest.objects.select_related("measure").get(pk=asked)
        if row.ended_at is not None:
            raise ActionError(_("Somebody else has already answered this."))
        row.case = row.measure.case = case
        return cls(work, row)

    def let_in(self) -> None:
        """By the decision of the one who asked: nobody at PPT takes part without one."""
        by, row, kind = self.work.by, self.row, CaseAccess.Kind.TAKES_PART
        if not self.work.works_here(by, Permission.HELP_IN_CASES):
            raise ActionError(_("You cannot take on measures here. Ask the one who leads."))
        if not row.case.accesses.current().filter(person=by, kind=kind).exists():
            CaseAccess.objects.create(
                case=row.case, person=by, kind=kind, reason=row.reason, ground=row.ground,
                given_by=row.asked_by, given_at=self.work.now,
            )  # fmt: skip

    def answer(self, ending: str, kind: str, text: str) -> PptAnswer:
        """What the school is told. A request has one answer."""
        row, work = self.row, self.work
        row.ended_at, row.ending, row.ended_by = work.now, Ending(ending), work.by
        row.answer = text if ending == Ending.DECLINED else ""
        row.save(update_fields=["ended_at", "ending", "ended_by", "answer"])
        answer = PptAnswer(
            alert=work.alert, kind=kind, text=text, given_by=work.by, given_at=work.now,
            form_token=row.pk,
        )  # fmt: skip
        work.record("alert.answered", answer=answer.pk, kind=kind)
        return work.answer(answer)


def _made(alert: PptAlert, asked: uuid.UUID, kind: str, by: Person) -> PptAnswer | None:
    """What the same person has answered already, in the same way."""
    own = PptAnswer.objects.filter(alert=alert, form_token=asked, kind=kind, given_by=by)
    return own.first()
