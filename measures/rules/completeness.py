"""What a written plan must hold by law (Education Act 12-4): which problem the measures are to
solve, which measures, when they are carried out, who carries them out, when they are evaluated.
The last three are asked of each measure. So is why it fits the problem: our own demand, from the
guidance on measures.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext as _


class Item(StrEnum):
    """The law's five items."""

    PROBLEM = "problem"
    MEASURES = "measures"
    WHEN = "when"
    WHO = "who"
    EVALUATED = "evaluated"


@dataclass(frozen=True)
class Facts:
    """What is asked of one measure. ``able`` says whether the responsible one may take part."""

    id: Hashable
    title: str
    why: str
    starts_on: date | None
    able: bool
    evaluate_on: date | None


class Gap(NamedTuple):
    """Something that is missing: in which measure (None for the plan), in which field, in words."""

    item: Item
    measure: Hashable | None
    field: str
    sentence: str


def gaps(problem: str, measures: Sequence[Facts]) -> list[Gap]:
    """Everything that a plan lacks before it can be completed, in the order to fill it in."""
    found = []
    if not problem.strip():
        found.append(
            Gap(Item.PROBLEM, None, "problem", _("Write which problem the measures are to solve."))
        )
    if not measures:
        found.append(Gap(Item.MEASURES, None, "add", _("Add at least one measure.")))
    for measure in measures:
        found.extend(_of(measure))
    return found


def items_in_place(found: Iterable[Gap]) -> int:
    """How many of the five items the plan holds. Without a measure, at most the problem."""
    missing = {gap.item for gap in found}
    if any(gap.field == "add" for gap in found):
        missing |= set(Item) - {Item.PROBLEM}
    return len(Item) - len(missing)


def _of(measure: Facts) -> Iterable[Gap]:
    told = {"measure": measure.title}
    if not measure.title.strip():
        yield Gap(Item.MEASURES, measure.id, "title", _("Say what the measure is."))
    if not measure.why.strip():
        sentence = _("Write why “%(measure)s” fits this problem.") % told
        yield Gap(Item.PROBLEM, measure.id, "why", sentence)
    if measure.starts_on is None:
        sentence = _("Choose when “%(measure)s” starts.") % told
        yield Gap(Item.WHEN, measure.id, "starts_on", sentence)
    if not measure.able:
        sentence = _("Choose who carries out “%(measure)s”.") % told
        yield Gap(Item.WHO, measure.id, "responsible", sentence)
    if measure.evaluate_on is None:
        sentence = _("Choose when “%(measure)s” is evaluated.") % told
        yield Gap(Item.EVALUATED, measure.id, "evaluation", sentence)
