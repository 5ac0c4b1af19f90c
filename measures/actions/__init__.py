"""What changes plans and measures. Each locks the case first, then the measure."""

from measures.actions.changing import add_measure, change_measure
from measures.actions.completing import complete_plan
from measures.actions.ending import note_evaluation, stop_measure
from measures.actions.evaluation_dates import choose_evaluation_date, recompute_evaluation_dates
from measures.actions.plans import start_plan, write_plan
from measures.actions.running import start_due_measures, start_measure
from measures.actions.work import Outdated

__all__ = [
    "Outdated",
    "add_measure",
    "change_measure",
    "choose_evaluation_date",
    "complete_plan",
    "note_evaluation",
    "recompute_evaluation_dates",
    "start_due_measures",
    "start_measure",
    "start_plan",
    "stop_measure",
    "write_plan",
]
