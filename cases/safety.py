"""What has been answered in a case about how safe each one has it, person by person."""

from collections.abc import Iterable
from typing import NamedTuple

from cases.models import Case, Involvement, SafetyAnswer
from cases.rules import Answer, is_unsafe, persons, safe_since, says_safe

Role, Missing = Involvement.Role, SafetyAnswer.Missing


class Voice(NamedTuple):
    """One person: whether exposed now, and every answer, also those in an earlier role."""

    is_exposed: bool
    answers: list[Answer]


def voices(case: Case) -> list[Voice]:
    """Everybody who is or was exposed. Two queries."""
    return voices_of(case.involvements.all(), case.safety_answers.all())


def voices_of(involvements: Iterable[Involvement], answers: Iterable[SafetyAnswer]) -> list[Voice]:
    """The same, of rows that are loaded. A pupil has one voice, whatever roles he or she has had;
    somebody without a name is followed from row to row."""
    rows = {row.pk: row for row in involvements}
    people = persons(rows.values())
    found: dict[object, list[Answer]] = {
        people[row.pk]: [] for row in rows.values() if row.role == Role.EXPOSED
    }
    for answer in answers:
        found.setdefault(people[answer.involvement_id], []).append(_answer(answer))
    exposed = {people[pk] for pk, row in rows.items() if _is_exposed(row)}
    return [Voice(person in exposed, given) for person, given in found.items()]


def somebody_is_unsafe(case: Case) -> bool:
    """Also one whose role has changed since: what a pupil has said is not unsaid by that."""
    return any(is_unsafe(voice.answers) for voice in voices(case))


def all_say_safe(case: Case, *, by_observation: bool) -> bool:
    """Everybody exposed now says so, and nobody who was says otherwise."""
    found = voices(case)
    return not any(is_unsafe(voice.answers) for voice in found) and all(
        says_safe(voice.answers, by_observation=by_observation)
        for voice in found
        if voice.is_exposed
    )


def safe_spans(found: Iterable[Voice]) -> list | None:
    """From when to when each one exposed has said 4 or 5, three times or more; None as soon as one
    has not, or nobody is exposed."""
    spans = [safe_since(voice.answers) for voice in found if voice.is_exposed]
    return spans if spans and None not in spans else None


def _is_exposed(row: Involvement) -> bool:
    return row.role == Role.EXPOSED and row.ends_on is None


def _answer(row: SafetyAnswer) -> Answer:
    return Answer(
        row.day,
        row.value,
        is_own=row.answered_by == SafetyAnswer.AnsweredBy.PUPIL,
        declined=row.missing == Missing.DECLINED,
    )
