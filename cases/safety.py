"""What has been answered in a case about how safe each one has it, person by person."""

import uuid
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from cases import rules
from cases.models import Case, Involvement, SafetyAnswer
from cases.rules import Answer, Spark, is_unsafe, persons, safe_since, says_safe, spark

Role, Missing = Involvement.Role, SafetyAnswer.Missing


class Voice(NamedTuple):
    """One person: whether exposed now, and every answer, also those in an earlier role."""

    is_exposed: bool
    answers: list[Answer]


class Small(NamedTuple):
    """How it goes for one who is exposed now, small and without a name: the picture, and the newest
    own answer in a word. Where there is none, what adults saw last."""

    spark: Spark
    word: str
    seen: Answer | None = None


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
        found.setdefault(people[answer.involvement_id], []).append(answer_of(answer))
    exposed = {people[pk] for pk, row in rows.items() if _is_exposed(row)}
    return [Voice(person in exposed, given) for person, given in found.items()]


def is_alarming(answer: SafetyAnswer) -> bool:
    """1 or 2, or a fall of two or more since the pupil's own answer before it."""
    return rules.is_alarming(answer.value, own_before(answer))


def own_before(answer: SafetyAnswer) -> int | None:
    """What the pupil answered the last time before that day, in whatever role. One query."""
    own = of_same(answer.involvement).filter(
        answered_by=SafetyAnswer.AnsweredBy.PUPIL, value__isnull=False, day__lt=answer.day
    )
    return own.order_by("-day").values_list("value", flat=True).first()


def is_newest(answer: SafetyAnswer) -> bool:
    """Is there no answer of a later day?"""
    later = of_same(answer.involvement).filter(value__isnull=False, day__gt=answer.day)
    return not later.exists()


def of_same(about: Involvement) -> QuerySet[SafetyAnswer]:
    """The answers of this person, in whatever role and before a name was known (``persons``). One
    query more."""
    rows = Involvement.objects.filter(case=about.case_id).only("pk", "pupil_id", "continues_id")
    people = persons(rows)
    same = [pk for pk, person in people.items() if person == people.get(about.pk, about.pk)]
    return SafetyAnswer.objects.filter(case=about.case_id, involvement__in=same)


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


def small(found: Iterable[Voice]) -> list[Small]:
    """The small picture of each one who is exposed now."""
    return [small_of(voice.answers) for voice in found if voice.is_exposed]


def small_of_cases(cases: Iterable[Case]) -> dict[uuid.UUID, list[Small]]:
    """The same of many cases, for lists. One query."""
    return {case: small(found) for case, found in voices_of_cases(cases).items()}


def voices_of_cases(cases: Iterable[Case]) -> dict[uuid.UUID, list[Voice]]:
    """Everybody who is or was exposed in each of many cases. One query."""
    answers = SafetyAnswer.objects.filter(involvement=OuterRef("pk")).order_by("day", "id")
    # In each row's own array: joined, PostgreSQL would read every answer there is.
    given = ArraySubquery(answers.values(data=JSONObject(**{name: name for name in _GIVEN})))
    rows = Involvement.objects.filter(case__in=[case.pk for case in cases]).annotate(given=given)
    ordered = rows.order_by("case_id", "starts_on", "id")
    return {
        case: _voices_in(list(of_case))
        for case, of_case in groupby(ordered, key=lambda row: row.case_id)
    }


_GIVEN = ("day", "value", "missing", "answered_by")


def _voices_in(rows: list[Any]) -> list[Voice]:
    answers = [
        SafetyAnswer(involvement_id=row.pk, **told | {"day": date.fromisoformat(told["day"])})
        for row in rows
        for told in row.given
    ]
    return voices_of(rows, answers)


def small_of(answers: list[Answer]) -> Small:
    """The small picture of one person."""
    drawn = spark(answers)
    if drawn.last is not None:
        return Small(drawn, _word(drawn.last))
    given = [one for one in rules.in_order(answers) if one.value is not None]
    seen = given[-1] if given else None
    return Small(drawn, _word(seen), seen)


def _word(answer: Answer | None) -> str:
    return str(SafetyAnswer.Value(answer.value).label) if answer and answer.value else ""


def _is_exposed(row: Involvement) -> bool:
    return row.role == Role.EXPOSED and row.ends_on is None


def answer_of(row: SafetyAnswer) -> Answer:
    return Answer(
        row.day,
        row.value,
        is_own=row.answered_by == SafetyAnswer.AnsweredBy.PUPIL,
        declined=row.missing == Missing.DECLINED,
    )
