"""How safe the one exposed says it is: asked while the case is open, and once more after."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands, rules
from cases.actions.unsafe import _note_unsafe
from cases.actions.work import Work
from cases.models import Case, Entry, Involvement, SafetyAnswer
from cases.safety import answer_of, of_same, safe_spans, voices
from common.errors import ActionError
from organisations.roles import Permission

Missing = SafetyAnswer.Missing
Asked = tuple[Involvement, int | None, str, str]
"""Who was asked about, the answer (1 to 5) or why there is none, and who answered."""


class AnsweredThatDay(ActionError):
    """What was said is not kept, since another answer of the day stands. Carries that answer."""

    def __init__(self, answer: SafetyAnswer):
        super().__init__(_why_it_stands(answer))
        self.answer = answer


@transaction.atomic
def record_safety(
    *,
    case: Case,
    involvement: Involvement,
    by: Person,
    now: datetime,
    day: date,
    value: int | None = None,
    missing: str = "",
    answered_by: str = SafetyAnswer.AnsweredBy.PUPIL,
) -> SafetyAnswer:
    """How safe one exposed pupil has it on a day: 1 to 5, or why there is no answer.

    One answer a day, used again: the child's own word comes before what adults saw, and a lower one
    before a higher (``rules.replaces``). Raises ``AnsweredThatDay`` when something else was said
    than what stands. The child may decline (Education Act chapter 10). Once everybody exposed has
    said 4 or 5 three times over eight open weeks, closing may be talked about (``review_on``).
    """
    work = Work.in_any_state(case, by=by, now=now, needs=Permission.TAKE_PART)
    demands.not_ended(work.case)
    answer = _answer(work, (involvement, value, missing, answered_by), day)
    _propose_closing(work)
    return answer


def _note_how_safe(
    *, involvement: Involvement, by: Person, now: datetime, day: date, said: str, answered_by: str
) -> SafetyAnswer | None:
    """How safe somebody said it is in a talk: "1" to "5", or that there is no answer. Nothing where
    nobody asked."""
    if not said:
        return None
    value = {str(known): known for known in SafetyAnswer.Value.values}.get(said)
    return record_safety(
        case=involvement.case,
        involvement=involvement,
        by=by,
        now=now,
        day=day,
        value=value,
        missing="" if value else said,
        answered_by=answered_by,
    )


@transaction.atomic
def record_look(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    happened_on: date,
    text: str,
    answers: Iterable[Asked] = (),
) -> Entry:
    """A look after closing: how the child has it now, in words and as an answer. Nothing waits
    after it; where it is not safe, the case can be reopened. One sheet makes one look."""
    work = Work.in_any_state(case, by=by, now=now)
    case = work.case
    text = demands.text(text, missing=_("Write how the child has it now."))
    if made := work.written(Entry.objects.all(), token, text=text):
        return made
    if case.state != Case.State.CLOSED:
        raise ActionError(_("A look comes after closing. Write in the log instead."))
    day = demands.past_day(happened_on, now)
    for asked in answers:
        _answer(work, asked, day)
    entry = demands.saved(
        Entry(
            case=case, kind=Entry.Kind.LOOK, happened_on=day, text=text,
            written_by=by, written_at=now, form_token=token,
        )
    )  # fmt: skip
    case.look_on = None
    case.save(update_fields=["look_on"])
    return entry


def _answer(work: Work, asked: Asked, day: date) -> SafetyAnswer:
    case, (involvement, value, missing, answered_by) = work.case, asked
    if involvement.case_id != case.pk or involvement.role != Involvement.Role.EXPOSED:
        raise ActionError(_("Only the one exposed in this case is asked."))
    _check_answer(value, missing, answered_by)
    known = of_same(involvement).filter(day=day).order_by("-recorded_at").first()
    answer = SafetyAnswer(
        case=case, involvement=involvement, day=demands.past_day(day, work.now), value=value,
        missing=missing, answered_by=answered_by, recorded_by=work.person, recorded_at=work.now,
    )  # fmt: skip
    if known is not None:
        if not rules.replaces(answer_of(answer), answer_of(known)):
            return _standing(known, value, missing)
        answer.pk, answer.involvement = known.pk, known.involvement
    answer.save(force_update=known is not None)
    work.record("safety.recorded", answer, value=value)
    if case.is_open:
        _note_unsafe(work, answer)
    return answer


def _standing(known: SafetyAnswer, value: int | None, missing: str) -> SafetyAnswer:
    """Nothing else was said than what stands; or it is said that it is not kept."""
    if missing == Missing.NOT_ASKED or (value, missing) == (known.value, known.missing):
        return known
    raise AnsweredThatDay(known)


def _why_it_stands(answer: SafetyAnswer) -> str:
    if answer.value is None:
        return _(
            "The pupil did not want to answer that day. Respect it, and write in the log what "
            "you have seen."
        )
    told = {"value": answer.value, "words": answer.get_value_display()}
    if answer.answered_by == SafetyAnswer.AnsweredBy.PUPIL:
        said = _("The pupil has answered that day already: %(value)s %(words)s.")
    else:
        said = _("Adults have already written how safe it was that day: %(value)s %(words)s.")
    return " ".join((said % told, _("That stands for the day: save again without another answer.")))


def _check_answer(value: int | None, missing: str, answered_by: str) -> None:
    demands.choice(answered_by, SafetyAnswer.AnsweredBy)
    if (value is None) == (missing == ""):
        raise ActionError(_("Choose an answer, or why there is none."))
    if missing not in ("", *Missing.values) or value not in (None, *SafetyAnswer.Value.values):
        raise ActionError(_("Choose among the answers in the list."))


def _propose_closing(work: Work) -> None:
    """The calendar is asked for only once there are enough answers."""
    case = work.case
    spans = safe_spans(voices(case))
    long_enough = False
    if spans is not None:
        calendar = work.calendar()
        long_enough = all(rules.is_safe_long_enough(span, calendar) for span in spans)
    proposed = (case.review_on or work.today) if long_enough else None
    if proposed != case.review_on:
        case.review_on = proposed
        case.save(update_fields=["review_on"])
