"""Rules about plans and measures: when they are evaluated, in which order they come, how that is
said, and what a lawful plan must hold. Pure: no database, no clock.
"""

from measures.rules.completeness import Facts, Gap, Item, gaps, items_in_place
from measures.rules.dates import (
    USUAL_WEEKS,
    first_evaluation,
    is_reasonable,
    next_evaluation,
    reasonable_span,
)
from measures.rules.moving import moved_later
from measures.rules.sentence import heading, in_weeks, read_back
from measures.rules.steps import Link, Order, Part, Step, find_cycle, steps

__all__ = [
    "USUAL_WEEKS",
    "Facts",
    "Gap",
    "Item",
    "Link",
    "Order",
    "Part",
    "Step",
    "find_cycle",
    "first_evaluation",
    "gaps",
    "heading",
    "in_weeks",
    "is_reasonable",
    "items_in_place",
    "moved_later",
    "next_evaluation",
    "read_back",
    "reasonable_span",
    "steps",
]
