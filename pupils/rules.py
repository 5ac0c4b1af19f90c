"""Pure rules about pupils and their classes."""

import re
from datetime import date, timedelta

from organisations.calendar import school_year_of, school_year_span

_STAGE = re.compile(r"(\d{1,2})(?!\d)")
# From here on lists are made for the next school year.
LISTS_OF_NEXT_YEAR = 6


def stage_of(name: str) -> int | None:
    """The year level that the name of a class begins with: 7 for 7A, none for Maurtua."""
    found = _STAGE.match(name.strip())
    stage = int(found[1]) if found else 0
    return stage if 1 <= stage <= 13 else None


def class_next_year(name: str) -> str:
    """What a class is called a year later: 8B for 7B. A group without a year level keeps its name,
    as in a kindergarten."""
    stage = stage_of(name)
    return _STAGE.sub(str(stage + 1), name, count=1) if stage else name


def names_class(text: str, name: str) -> bool:
    """Does the text name the class as a word of its own? 7B is not in 17B."""
    return bool(name.strip()) and re.search(_word(name), text, re.IGNORECASE) is not None


def with_class_renamed(text: str, old: str, new: str) -> str:
    """The text with the one class put in the place of the other."""
    return re.sub(_word(old), lambda _found: new, text, flags=re.IGNORECASE)


def _word(name: str) -> str:
    return rf"(?<!\w){re.escape(name.strip())}(?!\w)"


def years_for_lists(today: date) -> list[int]:
    """The school years that lists are made for, the likelier one first: this one; from June on the
    next."""
    this = school_year_of(today)
    years = [this, this + 1]
    return years[::-1] if LISTS_OF_NEXT_YEAR <= today.month <= 7 else years


def day_of_year(school_year: int, today: date) -> date:
    """The day to look at a school year from: today, or the nearest day inside it. Its first day is
    not asked for, since who was moved before it began is in two classes that day."""
    first, last = school_year_span(school_year)
    return min(max(today, first + timedelta(days=1)), last)
