"""Is it getting better for the pupil? Said in whole sentences, so that every language can put its
words in order. Pure: no database, no clock.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.rules import Answer, in_order, own_values
from common.dates import short_day

Words = Mapping[int, str]
"""What the numbers 1 to 5 mean, in the active language."""


def read_out(answers: Iterable[Answer], words: Words) -> list[str]:
    """What the pupil's own answers say, and then what has to be known beside them: a fall, that the
    pupil has not answered since, what others have answered since."""
    ordered = in_order(answers)
    if not ordered:
        return [_("The development is shown after the first evaluation.")]
    own = own_values(ordered)
    said = [_of_own(own, words)] if own else [_without_own(ordered)]
    if len(own) > 2 and _value(own[-1]) < _value(own[-2]):
        told = {"last": _said(own[-1], words), "before": _said(own[-2], words)}
        lower = _("The newest answer is lower than the one before: %(last)s after %(before)s.")
        said.append(lower % told)
    return said + _since(ordered, own, words)


def _of_own(own: list[Answer], words: Words) -> str:
    if len(own) == 1:
        once = _(
            "The pupil has answered once: %(value)s, on %(day)s. "
            "The development is shown after the next evaluation."
        )
        return once % {"value": _said(own[0], words), "day": short_day(own[0].day)}
    values = [_value(one) for one in own]
    weeks = round((own[-1].day - own[0].day).days / 7)
    told: dict[str, object] = {
        "first": _said(own[0], words),
        "last": _said(own[-1], words),
        "lowest": min(values),
        "highest": max(values),
        "weeks": weeks,
    }
    if values[0] < values[-1]:
        return _better(weeks) % told
    if values[0] > values[-1]:
        return _worse(weeks) % told
    return (_the_same(weeks) if len(set(values)) == 1 else _the_same_again(weeks)) % told


def _better(weeks: int) -> str:
    if not weeks:
        return _("The pupil has gone up from %(first)s to %(last)s in less than a week.")
    return ngettext(
        "The pupil has gone up from %(first)s to %(last)s in %(weeks)s week.",
        "The pupil has gone up from %(first)s to %(last)s in %(weeks)s weeks.",
        weeks,
    )


def _worse(weeks: int) -> str:
    if not weeks:
        return _("The pupil has gone down from %(first)s to %(last)s in less than a week.")
    return ngettext(
        "The pupil has gone down from %(first)s to %(last)s in %(weeks)s week.",
        "The pupil has gone down from %(first)s to %(last)s in %(weeks)s weeks.",
        weeks,
    )


def _the_same(weeks: int) -> str:
    if not weeks:
        return _("The pupil has answered %(last)s each time, for less than a week.")
    return ngettext(
        "The pupil has answered %(last)s each time, for %(weeks)s week.",
        "The pupil has answered %(last)s each time, for %(weeks)s weeks.",
        weeks,
    )


def _the_same_again(weeks: int) -> str:
    if not weeks:
        return _(
            "The pupil answers %(last)s, as less than a week ago. "
            "Between them the answers have been from %(lowest)s to %(highest)s."
        )
    return ngettext(
        "The pupil answers %(last)s, as %(weeks)s week ago. "
        "Between them the answers have been from %(lowest)s to %(highest)s.",
        "The pupil answers %(last)s, as %(weeks)s weeks ago. "
        "Between them the answers have been from %(lowest)s to %(highest)s.",
        weeks,
    )


def _without_own(ordered: list[Answer]) -> str:
    if any(one.declined for one in ordered):
        return _("The pupil does not want to answer how safe it is.")
    return _("The pupil has not answered yet how safe it is.")


def _since(ordered: list[Answer], own: list[Answer], words: Words) -> list[str]:
    """What came after the pupil's newest own answer."""
    later = [one for one in ordered if not own or one.day > own[-1].day]
    said = []
    if own and any(one.declined for one in later):
        said.append(_("Since then the pupil has not wanted to answer."))
    elif own and any(one.value is None for one in later):
        said.append(_("Since then the pupil has not been asked."))
    if seen := [one for one in later if one.value is not None]:
        told = {"value": _said(seen[-1], words), "day": short_day(seen[-1].day)}
        said.append(_("Others last answered for the pupil on %(day)s: %(value)s.") % told)
    return said


def _said(one: Answer, words: Words) -> str:
    told = {"number": one.value, "word": words[_value(one)]}
    return _("%(number)s (%(word)s)") % told


def _value(one: Answer) -> int:
    return one.value or 0
