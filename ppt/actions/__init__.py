from ppt.actions.answers import end_alert, offer_help, put_off_alert
from ppt.actions.asking import ask_ppt_to_take, withdraw_request
from ppt.actions.desk import assign_alert, receive_alert
from ppt.actions.many import Taken, assign_alerts, receive_alerts
from ppt.actions.notes import correct_note, write_note
from ppt.actions.taking import decline_requested, take_requested

__all__ = [
    "Taken",
    "ask_ppt_to_take",
    "assign_alert",
    "assign_alerts",
    "correct_note",
    "decline_requested",
    "end_alert",
    "offer_help",
    "put_off_alert",
    "receive_alert",
    "receive_alerts",
    "take_requested",
    "withdraw_request",
    "write_note",
]
