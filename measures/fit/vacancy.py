"""The place that a measure leaves, as the library asks for it."""

from datetime import date

from measures import rules
from measures.fit import Fit
from measures.library import Vacancy
from measures.models import Measure, SharedMeasure
from measures.sheet import Sheet


def vacancy_of(sheet: Sheet, old: Measure, born_on: date | None) -> Vacancy:
    """What its plan needs in place of it. Tried is all that stands in the plan, also what was
    stopped or replaced, and what is shared; not what was taken out before it began."""
    fit = Fit(sheet)
    stands: list[Measure | SharedMeasure] = [old, *sheet.standing]
    stands += [one.shared for one in sheet.references]
    others = [aim for aim in fit.aims if aim.id != old.pk]
    empty = rules.empty_groups(rules.coverage(others, digital=fit.is_digital), sheet.set_aside)
    return Vacancy(
        groups=frozenset(old.target_groups),
        level=old.level,
        digital=fit.is_digital,
        tried={one.library_key for one in stands},
        named={one.title for one in stands},
        empty=empty,
        age=_years(born_on, sheet.today) if born_on else None,
    )


def _years(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
