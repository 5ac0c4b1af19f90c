from ppt.actions.answers import end_alert, offer_help, put_off_alert
from ppt.actions.desk import assign_alert, receive_alert
from ppt.actions.many import Taken, assign_alerts, receive_alerts
from ppt.actions.notes import correct_note, write_note

__all__ = [
    "Taken",
    "assign_alert",
    "assign_alerts",
    "correct_note",
    "end_alert",
    "offer_help",
    "put_off_alert",
    "receive_alert",
    "receive_alerts",
    "write_note",
]
