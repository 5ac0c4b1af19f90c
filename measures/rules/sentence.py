"""The plan reads itself back: "First A and B at the same time (weeks 47–48). Then C (from week 49).
All the time: D."

Each step is one whole sentence of its own, so that every language can put its words in order.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measures.rules.steps import Link, Order, Part, Step, steps
from organisations.calendar import Week, week_of


def read_back(parts: Iterable[Part]) -> str:
    """The order of the measures in words, in the active language; empty for an empty plan."""
    return " ".join(read_back_in_steps(parts))


def read_back_in_steps(parts: Iterable[Part]) -> list[str]:
    return say_order(steps(parts))


def say_order(order: Order) -> list[str]:
    """One sentence for each step, and one for what runs all the time.

    Introduces every measure once, with its weeks. The year is said where it is not the year in
    which the plan begins.
    """
    if order.first is None:
        return []
    year = week_of(order.first).year
    said = [_say_step(step, year) for step in order.steps]
    if order.always:
        measures = [_say_always(part, order.first, year) for part in order.always]
        said.append(_("All the time: %(measures)s.") % {"measures": listed(measures)})
    return said


def heading(step: Step, year: int) -> str:
    """What stands above a step: "First, weeks 47–48"."""
    weeks = in_weeks(step.first, step.last, year)
    patterns = {
        Link.ONLY: _("At the same time, %(weeks)s") if len(step.parts) > 1 else "%(weeks)s",
        Link.FIRST: _("First, %(weeks)s"),
        Link.THEN: _("Then, %(weeks)s"),
        Link.MEANWHILE: _("Meanwhile, %(weeks)s"),
    }
    said = patterns[step.link] % {"weeks": weeks}
    return said[:1].upper() + said[1:]


def in_weeks(first: date, last: date | None, year: int) -> str:
    """The ISO weeks of two dates: "week 47", "weeks 47–48", "from week 49".

    The year is added where it is not the given one: "weeks 2–4 of 2027".
    """
    start = week_of(first)
    if last is None:
        return _("from %(week)s") % {"week": _week(start, year)}
    end = week_of(last)
    if start == end:
        return _week(start, year)
    if start.year != end.year:
        ends = {"first": _week(start, year), "last": _week(end, year)}
        return _("%(first)s to %(last)s") % ends
    told = {"first": start.number, "last": end.number, "year": start.year}
    if start.year == year:
        return _("weeks %(first)s–%(last)s") % told
    return _("weeks %(first)s–%(last)s of %(year)s") % told


def listed(texts: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C", as the active language says it."""
    *before, last = texts
    if not before:
        return last
    return _("%(before)s and %(last)s") % {"before": ", ".join(before), "last": last}


def _week(week: Week, usual_year: int) -> str:
    if week.year == usual_year:
        return _("week %(week)s") % {"week": week.number}
    return _("week %(week)s of %(year)s") % {"week": week.number, "year": week.year}


def _say_step(step: Step, year: int) -> str:
    each = [in_weeks(part.starts_on, part.ends_on, year) for part in step.parts]
    if len(set(each)) == 1:
        told = {"measures": listed([part.title for part in step.parts]), "weeks": each[0]}
        return _with_the_same_weeks(step) % told
    measures = listed([_with_weeks(*pair) for pair in zip(step.parts, each, strict=True)])
    return _with_their_own_weeks(step) % {"measures": measures}


def _with_the_same_weeks(step: Step) -> str:
    count = len(step.parts)
    if step.link == Link.ONLY:
        return ngettext(
            "%(measures)s (%(weeks)s).", "%(measures)s at the same time (%(weeks)s).", count
        )
    if step.link == Link.FIRST:
        return ngettext(
            "First %(measures)s (%(weeks)s).",
            "First %(measures)s at the same time (%(weeks)s).",
            count,
        )
    if step.link == Link.THEN:
        return ngettext(
            "Then %(measures)s (%(weeks)s).",
            "Then %(measures)s at the same time (%(weeks)s).",
            count,
        )
    return ngettext(
        "While this goes on, also %(measures)s (%(weeks)s).",
        "While this goes on, also %(measures)s at the same time (%(weeks)s).",
        count,
    )


def _with_their_own_weeks(step: Step) -> str:
    return {
        Link.ONLY: _("%(measures)s at the same time."),
        Link.FIRST: _("First %(measures)s at the same time."),
        Link.THEN: _("Then %(measures)s at the same time."),
        Link.MEANWHILE: _("While this goes on, also %(measures)s at the same time."),
    }[step.link]


def _say_always(part: Part, plan_begins: date, year: int) -> str:
    """Its weeks are left out where "all the time" says them: from the week the plan begins."""
    if week_of(part.starts_on) == week_of(plan_begins):
        return part.title
    return _with_weeks(part, in_weeks(part.starts_on, None, year))


def _with_weeks(part: Part, weeks: str) -> str:
    return _("%(measure)s (%(weeks)s)") % {"measure": part.title, "weeks": weeks}
