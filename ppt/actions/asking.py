"""The school asks PPT to take on a measure, and takes it back."""

import uuid
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions import ask_ppt_for_contact
from cases.people import known_in
from common.errors import ActionError
from measures.actions.work import Work
from measures.models import Measure
from organisations.roles import Permission
from ppt.asked import named_in
from ppt.models import MeasureRequest
from ppt.rules import LONGEST

Part, Ground, Ending = MeasureRequest.Part, MeasureRequest.Ground, MeasureRequest.Ending


class Request(TypedDict):
    """What PPT is asked, and what lets the one who takes it on know of the case. ``no_names``:
    words that are also names were looked at, and are none."""

    part: str
    text: str
    ground: str
    reason: str
    no_names: NotRequired[bool]


@transaction.atomic
def ask_ppt_to_take(
    *, measure: Measure, by: Person, now: datetime, token: uuid.UUID, **asked: Unpack[Request]
) -> MeasureRequest:
    """Ask the office that serves the unit to carry out a measure that has not ended, or to be its
    deputy. They are asked for contact too, so that an answer is waited for. It takes the place of
    what was asked of the same measure before. Whoever carries it out goes on until it is taken on.

    The decision is the leader's, with a reason (Public Administration Act 13 a and 13 b). Refuses
    names of the case in the title and in the text. The same sheet (``token``) asks once.
    """
    work = Work.begin(measure.case, by=by, now=now, needs=Permission.CLOSE_CASES)
    measure = work.measure(measure)
    told: dict[str, Any] = {
        "text": demands.text(
            asked["text"], missing=_("Write what you ask PPT to do."), longest=LONGEST
        ),
        "reason": demands.text(asked["reason"], missing=_("Write why PPT must know this.")),
        "part": demands.choice(asked["part"], Part, missing=_("Choose what PPT is to be.")),
        "ground": demands.choice(asked["ground"], Ground, missing=_("Say what lets PPT know.")),
    }
    own = MeasureRequest.objects.filter(measure=measure, asked_by=by)
    if made := demands.made_and_stands(own, token, **told):
        return made
    if not measure.is_unfinished:
        raise ActionError(_("This measure has ended. Choose another one."))
    row = MeasureRequest(
        case=work.case, measure=measure, office=demands.ppt_office(work.case),
        held_by_id=work.case.held_by_id, title=measure.title, asked_by=by, asked_at=now,
        form_token=token, **told,
    )  # fmt: skip
    _refuse_names(work, row, no_names=asked.get("no_names", False))
    before = MeasureRequest.objects.waiting().filter(measure=measure)
    before.update(ended_at=now, ending=Ending.REPLACED, ended_by=by)
    demands.saved(row)
    work.record("ppt.measure_asked", measure, request=row.pk, ground=row.ground)
    ask_ppt_for_contact(case=work.case, by=by, now=now)
    return row


@transaction.atomic
def withdraw_request(
    *, asked: MeasureRequest, by: Person, now: datetime, reason: str
) -> MeasureRequest:
    """PPT is not asked any more, and reads nothing of it from its next page on. By everybody who
    follows up the case, in whatever state it is. What somebody has taken on is changed in the
    plan."""
    work = Work.in_any_state(asked.case, by=by, now=now)
    row = MeasureRequest.objects.get(pk=asked.pk, case=work.case)
    reason = demands.text(reason, missing=_("Write why it is withdrawn."), longest=LONGEST)
    if row.ending == Ending.TAKEN:
        raise ActionError(
            _("PPT has taken on the measure. Choose in the plan who carries it out instead.")
        )
    if row.ended_at is not None:
        raise ActionError(_("This has already been ended."))
    row.ended_at, row.ending, row.ended_by, row.answer = now, Ending.WITHDRAWN, by, reason
    row.save(update_fields=["ended_at", "ending", "ended_by", "answer"])
    work.record("ppt.measure_request_withdrawn", row.measure, request=row.pk)
    return row


def _refuse_names(work: Work, row: MeasureRequest, *, no_names: bool) -> None:
    demands.nobody_protected(work.case, work.person, [row.title, row.text])
    known = known_in(work.case, work.person)
    for one, said in named_in(row.title, row.text, known):
        if one.surely or not no_names:
            raise ActionError(said)
