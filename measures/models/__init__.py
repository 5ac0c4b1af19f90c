"""Plans, their measures, shared measures and the owner's part of the library."""

from measures.models.library import HiddenMeasure, OwnMeasure
from measures.models.measure import Measure
from measures.models.parts import Concerned, Succession
from measures.models.plan import Plan, PlanVersion, SetAside
from measures.models.shared import PlanReference, SharedMeasure
from measures.models.written import Decision, MeasureEntry, SharedEntry

__all__ = [
    "Concerned",
    "Decision",
    "HiddenMeasure",
    "Measure",
    "MeasureEntry",
    "OwnMeasure",
    "Plan",
    "PlanReference",
    "PlanVersion",
    "SetAside",
    "SharedEntry",
    "SharedMeasure",
    "Succession",
]
