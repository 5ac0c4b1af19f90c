"""What stands on a form before anybody has answered: of measures of a case, and of shared ones."""

from evaluations.sheets.own import (
    Sheet,
    exposed_pupil,
    measure_to_evaluate,
    review_to_write,
    sheet_for,
    sheets_of_case,
    sheets_of_meeting,
)
from evaluations.sheets.shared import (
    reference_in_meeting,
    shared_in_meeting,
    shared_newly_evaluated,
    shared_sheet_for,
    shared_to_evaluate,
)

__all__ = [
    "Sheet",
    "exposed_pupil",
    "measure_to_evaluate",
    "reference_in_meeting",
    "review_to_write",
    "shared_in_meeting",
    "shared_newly_evaluated",
    "shared_sheet_for",
    "shared_to_evaluate",
    "sheet_for",
    "sheets_of_case",
    "sheets_of_meeting",
]
