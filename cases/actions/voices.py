"""Those whom the case is about are heard: in their own words, or why not."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.answers import _note_how_safe
from cases.actions.work import Work
from cases.models import Hearing, Involvement, SafetyAnswer
from common.errors import ActionError


class Heard(TypedDict, total=False):
    """How it went. What does not belong to the outcome is left out."""

    heard_on: date | None
    heard_by: str
    how: str
    own_words: str
    adults_think: str
    rather_with: str
    not_heard_reason: str
    how_safe: str


@transaction.atomic
def record_hearing(
    *,
    involvement: Involvement,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    outcome: str,
    **heard: Unpack[Heard],
) -> Hearing:
    """One of those involved was heard, declined, or was not heard and why. Never changed: a new
    hearing is a new row.

    ``outcome`` is held, declined or not_heard. What the pupil said stands apart from what adults
    think. A child may decline, and may choose another adult (Education Act 10-2; there is no lower
    age limit, and guardians are not asked for consent). It may have been held up to a year before
    the school knew. ``how_safe`` is what was said to that question, if it was asked.
    """
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    if row.group_size is not None:
        raise ActionError(_("A group is not heard as one. Add those you know one by one instead."))
    if outcome not in _TOLD:
        raise ActionError(_("Choose among the answers in the list."))
    told = _TOLD[outcome](work, heard)
    if made := work.written(Hearing.objects.all(), token, involvement_id=row.pk, **told):
        return made
    hearing = Hearing(
        case=work.case,
        involvement=row,
        written_by=by,
        written_at=now,
        form_token=token,
        **told,
    )
    work.save(hearing)
    work.record("hearing.recorded", hearing, outcome=outcome)
    _note_safety(hearing, heard.get("how_safe", ""))
    return hearing


def _note_safety(hearing: Hearing, said: str) -> None:
    if hearing.heard_on is None:
        return
    observed = hearing.how == Hearing.How.OBSERVED
    _note_how_safe(
        involvement=hearing.involvement,
        by=hearing.written_by,
        now=hearing.written_at,
        day=hearing.heard_on,
        said=said,
        answered_by=SafetyAnswer.AnsweredBy.ADULT if observed else SafetyAnswer.AnsweredBy.PUPIL,
    )


def _held(work: Work, heard: Heard) -> dict[str, Any]:
    day = heard.get("heard_on")
    if day is None:
        raise ActionError(_("Write when the pupil was heard."))
    choose = _("Choose how the pupil was heard.")
    words = heard.get("own_words", "")
    return {
        "heard_on": work.day(day, first=_first_talk(work)),
        "heard_by": demands.line(
            heard.get("heard_by", ""), missing=_("Write who heard the pupil.")
        ),
        "how": demands.choice(heard.get("how", ""), Hearing.How, missing=choose),
        "own_words": demands.text(words, missing=_("Write what the pupil said or showed.")),
        "adults_think": demands.text(heard.get("adults_think", "")),
    }


def _first_talk(work: Work) -> date:
    """A talk may have been held before the pupil was part of the case, or the case was one."""
    return timezone.localdate(work.case.known_at) - BEFORE_THE_CASE


def _declined(work: Work, heard: Heard) -> dict[str, Any]:
    return {
        "declined": True,
        "heard_by": demands.line(heard.get("heard_by", "")),
        "rather_with": demands.line(heard.get("rather_with", "")),
    }


def _not_heard(work: Work, heard: Heard) -> dict[str, Any]:
    reason = heard.get("not_heard_reason", "")
    return {
        "not_heard_reason": demands.text(reason, missing=_("Write why the pupil was not heard."))
    }


BEFORE_THE_CASE = timedelta(days=365)
_TOLD = {"held": _held, "declined": _declined, "not_heard": _not_heard}
