"""Rules about plans and measures: when they are evaluated, in which order they come, how that is
said, and what a lawful plan must hold. Pure: no database, no clock.
"""

from measures.rules.balance import Advice, Source, Weighed, advice, vague_words
from measures.rules.comparing import (
    PEOPLE,
    Changed,
    Compared,
    Content,
    Difference,
    compare,
    person_id,
)
from measures.rules.completeness import Facts, Gap, Item, gaps, items_in_place
from measures.rules.coverage import (
    GROUPS,
    PARENTS,
    Aim,
    Digital,
    Row,
    coverage,
    empty_groups,
    of_digital,
)
from measures.rules.dates import (
    USUAL_WEEKS,
    counted_again,
    first_evaluation,
    is_reasonable,
    last_day,
    next_evaluation,
    on_weekday,
    reasonable_span,
)
from measures.rules.moving import Dates, Move, around_closed, moved, placed
from measures.rules.places import (
    Place,
    Timetable,
    Where,
    in_days,
    name_of,
    on_date,
    places,
    what_happens,
)
from measures.rules.sentence import heading, in_weeks, read_back, read_back_in_steps
from measures.rules.sharing import FOR_MANY, may_be_shared
from measures.rules.starting import Wait, knows_nobody_violating, waits_for
from measures.rules.steps import Link, Order, Part, Step, find_cycle, steps

__all__ = [
    "FOR_MANY",
    "GROUPS",
    "PARENTS",
    "PEOPLE",
    "USUAL_WEEKS",
    "Advice",
    "Aim",
    "Changed",
    "Compared",
    "Content",
    "Dates",
    "Difference",
    "Digital",
    "Facts",
    "Gap",
    "Item",
    "Link",
    "Move",
    "Order",
    "Part",
    "Place",
    "Row",
    "Source",
    "Step",
    "Timetable",
    "Wait",
    "Where",
    "Weighed",
    "advice",
    "around_closed",
    "compare",
    "coverage",
    "empty_groups",
    "counted_again",
    "find_cycle",
    "first_evaluation",
    "gaps",
    "heading",
    "in_days",
    "in_weeks",
    "is_reasonable",
    "items_in_place",
    "knows_nobody_violating",
    "last_day",
    "may_be_shared",
    "moved",
    "name_of",
    "next_evaluation",
    "on_weekday",
    "of_digital",
    "on_date",
    "person_id",
    "placed",
    "places",
    "read_back",
    "read_back_in_steps",
    "reasonable_span",
    "steps",
    "vague_words",
    "waits_for",
    "what_happens",
]
