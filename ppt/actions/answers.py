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
from ppt.actions.grip import Grip
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
    has, has it from then on. The same sheet answers once."""
    grip = Grip.on(alert, by=by, now=now)
    kind = demands.choice(kind, Kind, missing=_("Choose what you offer."))
    if kind not in PptAnswer.OFFERS:
        raise ActionError(_("Choose what you offer."))
    text = _text(text, missing=_("Write a message to the school."))
    proposed = demands.line(proposed)
    if made := grip.made(token, kind=kind, text=text, proposed=proposed):
        return made
    grip.step(Verb.OFFER)
    grip.alert.assigned_to = grip.alert.assigned_to or by
    told = {"kind": kind, "text": text, "proposed": proposed}
    answer = _said(grip, token, **told)
    grip.record("alert.answered", answer=answer.pk, kind=kind)
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
    grip = Grip.on(alert, by=by, now=now)
    reason = demands.choice(reason, PptAnswer.NotNow, missing=_("Choose why you cannot help now."))
    text = _text(text)
    if made := grip.made(token, kind=Kind.NOT_NOW, reason=reason, answer_by=answer_by, text=text):
        return made
    if not rules.may_answer_on(answer_by, grip.today):
        raise ActionError(_("Choose a day to come, within three months."))
    grip.step(Verb.PUT_OFF)
    grip.alert.answer_by = answer_by
    told = {"reason": reason, "answer_by": answer_by, "text": text}
    answer = _said(grip, token, kind=Kind.NOT_NOW, **told)
    grip.record("alert.put_off", answer=answer.pk)
    return answer


@transaction.atomic
def end_alert(
    *, alert: PptAlert, by: Person, now: datetime, token: uuid.UUID, reason: str, text: str = ""
) -> PptAnswer:
    """PPT ends its part, for a reason that the school is told. The case goes on, and the school can
    ask for contact again."""
    grip = Grip.on(alert, by=by, now=now)
    reason = demands.choice(reason, PptAlert.Ended, missing=_("Choose why you end it."))
    if reason == PptAlert.Ended.CASE_ENDED:
        raise ActionError(_("Choose why you end it."))
    text = _text(text)
    if made := grip.made(token, kind=Kind.ENDED, reason=reason, text=text):
        return made
    grip.step(Verb.END)
    grip.alert.ended_at, grip.alert.ended_reason = now, reason
    answer = _said(grip, token, kind=Kind.ENDED, reason=reason, text=text)
    grip.record("alert.ended", answer=answer.pk, why=reason)
    return answer


def _text(typed: str, missing: str = "") -> str:
    return demands.text(typed, missing=missing, longest=LONGEST)


def _said(grip: Grip, token: uuid.UUID, **told: object) -> PptAnswer:
    """Nobody is told here: PPT does not know whom. The sweep does (``tell_ppt_answers``)."""
    answer = PptAnswer(
        alert=grip.alert, given_by=grip.by, given_at=grip.now, form_token=token, **told
    )
    return grip.answer(answer)
