"""Advice about the balance of a plan, from what the guidance says of measures and from what
supervision has found most often. Advice only: it blocks nothing.
"""

import re
import tomllib
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from measures.rules.coverage import SYSTEM, Aim, of_digital

NEW_YEAR, SCHOOL_YEAR_BEGINS = (1, 1), 8
EXPOSED, CLASS = "exposed", "class"


class Source(StrEnum):
    """Whose advice it is."""

    GUIDANCE = "guidance"
    SUPERVISION = "supervision"


@dataclass(frozen=True)
class Weighed:
    """A measure with what is weighed of it."""

    aim: Aim
    how: str = ""
    ends_on: date | None = None
    unfinished: bool = True


@dataclass(frozen=True)
class Advice:
    """What could be better, whose advice it is, and where it is done: in a measure, or with a new
    measure toward a group."""

    code: str
    sentence: str
    source: Source
    measure: Hashable | None = None
    group: str = ""


def advice(
    measures: Iterable[Weighed],
    *,
    today: date,
    digital: bool,
    together: str,
    set_aside: Collection[str] = (),
) -> list[Advice]:
    """What the plan could do better, the weightiest first; nothing about an empty plan.

    Measures that were stopped or replaced do not count. A group that is set aside with a reason is
    let be.
    """
    weighed = [one for one in measures if one.aim.counts]
    if not weighed:
        return []
    aims = [one.aim for one in weighed]
    found = [*_direction(aims, set_aside), *_lasting(weighed, today)]
    if digital and not of_digital(aims).prevents:
        found.append(_prevents())
    if len(weighed) > 1 and not together.strip():
        sentence = _("Write how the measures work together, so that they strengthen each other.")
        found.append(Advice("together", sentence, Source.GUIDANCE))
    for one in weighed:
        if one.unfinished:
            found.extend(_wording(one))
    return found


def vague_words(text: str) -> list[str]:
    """The vague words in a text, in any of the languages, as they are written there."""
    return [found.group() for found in _pattern().finditer(text)]


def _direction(aims: Sequence[Aim], set_aside: Collection[str]) -> Iterable[Advice]:
    if all(aim.level != SYSTEM for aim in aims):
        sentence = _(
            "All the measures are individual. Most cases need measures in the environment as well."
        )
        yield Advice("only_individual", sentence, Source.GUIDANCE)
    groups = frozenset[str]().union(*(aim.groups for aim in aims))
    if groups == {EXPOSED}:
        sentence = _(
            "All the measures are for the one exposed. It is the others who have to change "
            "something."
        )
        yield Advice("only_exposed", sentence, Source.SUPERVISION)
    if CLASS not in groups and CLASS not in set_aside:
        sentence = _(
            "No measure is for the class or group. Most cases need measures toward several groups."
        )
        yield Advice("nothing_for_class", sentence, Source.GUIDANCE, group=CLASS)


def _lasting(weighed: Sequence[Weighed], today: date) -> Iterable[Advice]:
    """In the autumn: does anything go on after Christmas?"""
    if today.month < SCHOOL_YEAR_BEGINS:
        return
    turn = date(today.year + 1, *NEW_YEAR)
    left = [one for one in weighed if one.unfinished]
    if left and all(one.ends_on and one.ends_on < turn for one in left):
        sentence = _(
            "Nothing goes on after Christmas. Measures are followed up over a long time, often a "
            "whole school year or more."
        )
        yield Advice("nothing_after_christmas", sentence, Source.GUIDANCE)


def _prevents() -> Advice:
    sentence = _(
        "Nothing prevents that it happens online again. See prevention together with handling: "
        "technological competence and digital judgement."
    )
    return Advice("prevents", sentence, Source.GUIDANCE)


def _wording(one: Weighed) -> Iterable[Advice]:
    told = {"measure": one.aim.title}
    if not one.how.strip():
        sentence = _("Write how “%(measure)s” is done here.") % told
        yield Advice("how", sentence, Source.GUIDANCE, measure=one.aim.id)
    vague = vague_words(f"{one.aim.title}\n{one.how}")
    if vague:
        sentence = _(
            "“%(measure)s” says “%(words)s”. Write what is done, where, by whom and how often."
        ) % {**told, "words": vague[0]}
        yield Advice("vague", sentence, Source.SUPERVISION, measure=one.aim.id)


@cache
def _pattern() -> re.Pattern[str]:
    lists = tomllib.loads((Path(__file__).parent / "vague.toml").read_text(encoding="utf-8"))
    words = sorted({word for words in lists.values() for word in words}, key=len, reverse=True)
    spaced = (re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)
