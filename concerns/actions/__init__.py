from concerns.actions.answering import answer_concern, send_on_concern, take_on
from concerns.actions.changing import SentAlong, note_change, send_change, take_back_change
from concerns.actions.telling import report_concern, tell_unit

__all__ = [
    "SentAlong",
    "answer_concern",
    "note_change",
    "report_concern",
    "send_change",
    "send_on_concern",
    "take_back_change",
    "take_on",
    "tell_unit",
]
