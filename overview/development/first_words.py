"""What the case knows of a pupil who changes school, as the first words of what may be sent. Who
sends it reads it through and changes it."""

import uuid

from django.utils.translation import gettext as _

from accounts.models import Person
from cases.models import Case, Involvement
from cases.rules import persons
from evaluations.models import Evaluation
from measures.models import Measure
from measures.models.words import State

Effect = Evaluation.Effect


def first_words(case: Case, row: Involvement, by: Person) -> dict[str, str]:
    """Of the pupil's own plan, hearings and no others'. Four queries."""
    rows = _rows_of(case, row)
    tried = _tried(case, rows)
    works = [one.title for one, effect in tried if effect == Effect.YES]
    return {
        "tried": "\n".join(_said(one, effect) for one, effect in tried),
        "wishes": _own_words(case, rows),
        "works": "\n".join(works),
        "contact": f"{by.name}, {case.held_by.name}",
    }


def _rows_of(case: Case, row: Involvement) -> list[uuid.UUID]:
    """Every row of the same one: other roles, and before the name was known."""
    key_of = persons(Involvement.objects.filter(case=case))
    return [pk for pk, key in key_of.items() if key == key_of[row.pk]]


def _tried(case: Case, rows: list[uuid.UUID]) -> list[tuple[Measure, str]]:
    """The measures of the pupil's own plans that were carried out, each with its last effect."""
    measures = case.measures.filter(plan__about__in=rows).exclude(state=State.PLANNED)
    begun = [one for one in measures.by_time() if not one.was_never_carried_out]
    given = case.evaluations.filter(measure__in=begun).order_by("recorded_at", "id")
    last = dict(given.values_list("measure", "effect"))
    return [(one, last.get(one.pk, "")) for one in begun]


def _said(measure: Measure, effect: str) -> str:
    sentences = {
        Effect.YES: _("%(measure)s: it helped"),
        Effect.PARTLY: _("%(measure)s: it helped partly"),
        Effect.NO: _("%(measure)s: it did not help"),
        Effect.TOO_EARLY: _("%(measure)s: too early to say"),
        "": _("%(measure)s: not evaluated yet"),
    }
    return sentences[effect] % {"measure": measure.title}


def _own_words(case: Case, rows: list[uuid.UUID]) -> str:
    """What the pupil said the last time that he or she was heard."""
    heard = case.hearings.filter(involvement__in=rows).exclude(own_words="")
    return heard.order_by("-written_at", "-id").values_list("own_words", flat=True).first() or ""
