"""What PPT answers the school: help that is offered, not now, or that PPT ends its part."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.models import PptAlert, PptAnswer
from common import demands
from common.errors import ActionError
from ppt import rules
from ppt.actions.work import Work
from ppt.rules import LONGEST, Verb

Kind = PptAnswer.Kind


@transaction.atomic
def offer_help(
    *,
    alert: PptAlert,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    kind: str,
    text: str,
    proposed: str = "",
) -> PptAnswer:
    """Offer help, with a message that stands in the case. Whoever answers for an alert that nobody
    has, has it from then on. The same sheet answers once. Refuses what is no offer, an empty
    message, and an alert whose follow-up has ended."""
    work = Work.begin(alert, by=by, now=now)
    kind = demands.choice(kind, Kind, missing=_("Choose what you offer."))
    if kind not in PptAnswer.OFFERS:
        raise ActionError(_("Choose what you offer."))
    text = _text(text, missing=_("Write a message to the school."))
    proposed = demands.line(proposed)
    if made := work.made(token, kind=kind, text=text, proposed=proposed):
        return made
    work.step(Verb.OFFER)
    work.alert.assigned_to = work.alert.assigned_to or by
    told = {"kind": kind, "text": text, "proposed": proposed}
    answer = _said(work, token, **told)
    work.record("alert.answered", answer=answer.pk, kind=kind)
    return answer


@transaction.atomic
def put_off_alert(
    *,
    alert: PptAlert,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    reason: str,
    answer_by: date,
    text: str = "",
) -> PptAnswer:
    """PPT cannot help now: the school is told why, and on which day it is answered anew, at most
    three months ahead."""
    work = Work.begin(alert, by=by, now=now)
    reason = demands.choice(reason, PptAnswer.NotNow, missing=_("Choose why you cannot help now."))
    text = _text(text)
    if made := work.made(token, kind=Kind.NOT_NOW, reason=reason, answer_by=answer_by, text=text):
        return made
    if not rules.may_answer_on(answer_by, work.today):
        raise ActionError(_("Choose a day to come, within three months."))
    work.step(Verb.PUT_OFF)
    work.alert.answer_by = answer_by
    told = {"reason": reason, "answer_by": answer_by, "text": text}
    answer = _said(work, token, kind=Kind.NOT_NOW, **told)
    work.record("alert.put_off", answer=answer.pk)
    return answer


@transaction.atomic
def end_alert(
    *, alert: PptAlert, by: Person, now: datetime, token: uuid.UUID, reason: str, text: str = ""
) -> PptAnswer:
    """PPT ends its part, for a reason that the school is told. The case goes on, and the school can
    ask for contact again. Refuses what has ended, and another reason than those listed: that the
    case has ended is not said by PPT."""
    work = Work.begin(alert, by=by, now=now)
    reason = demands.choice(reason, PptAlert.Ended, missing=_("Choose why you end it."))
    if reason == PptAlert.Ended.CASE_ENDED:
        raise ActionError(_("Choose why you end it."))
    text = _text(text)
    if made := work.made(token, kind=Kind.ENDED, reason=reason, text=text):
        return made
    work.step(Verb.END)
    work.alert.ended_at, work.alert.ended_reason = now, reason
    answer = _said(work, token, kind=Kind.ENDED, reason=reason, text=text)
    work.record("alert.ended", answer=answer.pk, why=reason)
    return answer


def _text(typed: str, missing: str = "") -> str:
    return demands.text(typed, missing=missing, longest=LONGEST)


def _said(work: Work, token: uuid.UUID, **told: object) -> PptAnswer:
    """Nobody is told here: PPT does not know whom. The sweep does (``tell_ppt_answers``)."""
    answer = PptAnswer(
        alert=work.alert, given_by=work.by, given_at=work.now, form_token=token, **told
    )
    return work.answer(answer)
