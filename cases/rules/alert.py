"""What level 0 of the alert to PPT may hold: small units are not told apart. And its states."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SMALL_BAND = 30
STAGE_BANDS = ((1, 4), (5, 7), (8, 10), (11, 13))


class AlertState(StrEnum):
    NEW = "new"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    HELP_OFFERED = "help_offered"
    NOT_NOW = "not_now"
    ENDED = "ended"


OWING = (AlertState.NEW, AlertState.RECEIVED, AlertState.ASSIGNED, AlertState.NOT_NOW)
"""States in which the school waits for PPT: ``answer_by`` says until when."""


def stage_band(stage: int | None) -> str:
    """The coarse stage that PPT is told: 1-4, 5-7, 8-10, 11-13, or nothing."""
    for first, last in STAGE_BANDS:
        if stage is not None and first <= stage <= last:
            return f"{first}-{last}"
    return ""


@dataclass(frozen=True)
class Band:
    """The pupils among whom those concerned could be looked for: their stages, and how many."""

    stages: frozenset[int | None]
    size: int


def band_of(concerned: Iterable[Any], stages: dict[Any, set[int | None]]) -> Band:
    """The smallest crowd that a pupil concerned stands in.

    ``stages`` holds every pupil of the unit with the stages of the groups he or she is in now. A
    pupil without a stage, or nobody by name, could be anyone at the unit.
    """
    own = {pupil: stages.get(pupil) or {None} for pupil in concerned}
    told = frozenset(stage for found in own.values() for stage in found)
    crowds = [
        sum(1 for found in stages.values() if band & set(map(stage_band, found)))
        for band in ({stage_band(stage)} for stage in told)
        if band != {""}
    ]
    return Band(told, min([len(stages), *crowds]))


@dataclass(frozen=True)
class AlertContent:
    """What level 0 of the PPT alert may hold: never a name, a text, or how serious it is."""

    names_unit: bool
    stage: str
    kinds: tuple[str, ...]


def alert_content(
    *,
    is_kindergarten: bool,
    is_about_staff: bool,
    band: Band,
    kinds: tuple[str, ...],
    is_protected: bool = False,
    small: int = SMALL_BAND,
) -> AlertContent:
    """Hide the unit, stage and kind wherever they could point at a child (design, 4.5 and 4.7).

    The unit is named only when every pupil concerned stands in a stage band of at least ``small``
    pupils. Kindergartens, cases about staff and cases of a pupil with a protected identity always
    count as small. The stage is told when it is one and the same band; where nobody is named, the
    crowd is the whole school and no stage is told.
    """
    if is_kindergarten or is_about_staff or is_protected or band.size < small:
        return AlertContent(names_unit=False, stage="", kinds=())
    bands = {stage_band(stage) for stage in band.stages}
    return AlertContent(names_unit=True, stage=bands.pop() if len(bands) == 1 else "", kinds=kinds)
