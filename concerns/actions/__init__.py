from concerns.actions.answering import answer_concern, send_on_concern, take_on
from concerns.actions.telling import report_concern, tell_unit

__all__ = ["answer_concern", "report_concern", "send_on_concern", "take_on", "tell_unit"]
