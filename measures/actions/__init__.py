"""What changes plans and measures. Each locks the case first, then the measure. What is shared, and
the library, belong to no case: there the row itself is locked."""

from measures.actions.changing import add_measure, change_measure
from measures.actions.common_day import choose_evaluation_weekday
from measures.actions.completing import complete_plan
from measures.actions.coverage import set_group_aside, take_group_up
from measures.actions.deciding import decide
from measures.actions.ending import note_evaluation, stop_measure
from measures.actions.entries import write_what_was_done
from measures.actions.evaluation_dates import (
    bring_evaluation_forward,
    choose_evaluation_date,
    recompute_evaluation_dates,
)
from measures.actions.handovers import hand_on_measures, prepare_handovers, recount_handovers
from measures.actions.library import (
    add_own_measure,
    change_own_measure,
    show_common_measure,
    show_own_measure,
)
from measures.actions.looking import record_look
from measures.actions.moving import answer_question, move_measure, recompute_planned_starts
from measures.actions.packages import use_package
from measures.actions.plans import start_plan, write_plan
from measures.actions.references import (
    change_reference,
    refer_to_shared,
    share_measure,
    take_out_reference,
)
from measures.actions.replacing import replace_measure
from measures.actions.running import start_due_measures, start_measure
from measures.actions.shared import (
    add_shared_measure,
    change_shared_measure,
    start_due_shared_measures,
    start_shared_measure,
    stop_shared_measure,
)
from measures.actions.shared_dates import (
    note_shared_evaluation,
    recompute_shared_evaluation_dates,
    recompute_shared_starts,
)
from measures.actions.shared_entries import write_what_was_done_of_shared
from measures.actions.taking_on import take_on_measure
from measures.actions.work import Outdated

__all__ = [
    "Outdated",
    "add_measure",
    "add_own_measure",
    "answer_question",
    "add_shared_measure",
    "bring_evaluation_forward",
    "change_measure",
    "change_own_measure",
    "change_reference",
    "change_shared_measure",
    "choose_evaluation_date",
    "choose_evaluation_weekday",
    "complete_plan",
    "decide",
    "hand_on_measures",
    "move_measure",
    "note_evaluation",
    "note_shared_evaluation",
    "prepare_handovers",
    "recount_handovers",
    "recompute_evaluation_dates",
    "recompute_planned_starts",
    "record_look",
    "replace_measure",
    "recompute_shared_evaluation_dates",
    "recompute_shared_starts",
    "refer_to_shared",
    "set_group_aside",
    "share_measure",
    "show_common_measure",
    "show_own_measure",
    "start_due_measures",
    "start_due_shared_measures",
    "start_measure",
    "start_plan",
    "start_shared_measure",
    "stop_measure",
    "stop_shared_measure",
    "take_group_up",
    "take_on_measure",
    "take_out_reference",
    "use_package",
    "write_plan",
    "write_what_was_done",
    "write_what_was_done_of_shared",
]
