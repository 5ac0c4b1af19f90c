"""Plans, their measures, shared measures and the owner's part of the library."""

from measures.models.library import HiddenMeasure, OwnMeasure
from measures.models.measure import Concerned, Measure, MeasureEntry, Succession
from measures.models.plan import Plan, PlanVersion, SetAside
from measures.models.shared import PlanReference, SharedMeasure

__all__ = [
    "Concerned",
    "HiddenMeasure",
    "Measure",
    "MeasureEntry",
    "OwnMeasure",
    "Plan",
    "PlanReference",
    "PlanVersion",
    "SetAside",
    "SharedMeasure",
    "Succession",
]
