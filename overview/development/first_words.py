"""What the case knows of a pupil who changes school, as the first words of what may be sent. Who
sends it reads it through and changes it."""

import uuid

from accounts.models import Person
from cases.models import Case, Involvement
from cases.rules import persons
from evaluations.models import Evaluation, effect_on


def first_words(case: Case, row: Involvement, by: Person) -> dict[str, str]:
    """Of the pupil's own plan, hearings and no others'. Four queries."""
    rows = _rows_of(case, row)
    done = list(case.measures.filter(plan__about__in=rows).carried_out())
    last = case.evaluations.filter(measure__in=done).last_effects()
    works = [one.title for one in done if last.get(one.pk) == Evaluation.Effect.YES]
    return {
        "tried": "\n".join(effect_on(one.title, last.get(one.pk, "")) for one in done),
        "wishes": _own_words(case, rows),
        "works": "\n".join(works),
        "contact": f"{by.name}, {case.held_by.name}",
    }


def _rows_of(case: Case, row: Involvement) -> list[uuid.UUID]:
    """Every row of the same one: other roles, and before the name was known."""
    key_of = persons(Involvement.objects.filter(case=case))
    return [pk for pk, key in key_of.items() if key == key_of[row.pk]]


def _own_words(case: Case, rows: list[uuid.UUID]) -> str:
    """What the pupil said the last time that he or she was heard."""
    heard = case.hearings.filter(involvement__in=rows).exclude(own_words="")
    return heard.order_by("-written_at", "-id").values_list("own_words", flat=True).first() or ""
