from pupils.actions.applying import UNDO_TIME, go_on_with_import, undo_import
from pupils.actions.guardians import add_guardian, decide_information
from pupils.actions.imports import (
    CHUNK,
    cancel_import,
    choose_columns,
    confirm_import,
    drop_staged_lines,
    stage_import,
)
from pupils.actions.lists import (
    add_group,
    add_pupil,
    change_pupil,
    end_placement,
    let_pupil_leave,
    name_contact_teacher,
    place_pupil,
    remove_contact_teacher,
    take_pupil_back,
)

__all__ = [
    "CHUNK",
    "UNDO_TIME",
    "add_group",
    "add_guardian",
    "add_pupil",
    "cancel_import",
    "change_pupil",
    "choose_columns",
    "confirm_import",
    "decide_information",
    "drop_staged_lines",
    "end_placement",
    "go_on_with_import",
    "let_pupil_leave",
    "name_contact_teacher",
    "place_pupil",
    "remove_contact_teacher",
    "stage_import",
    "take_pupil_back",
    "undo_import",
]
