"""PPT's desk: what is found there, what the school is answered, and PPT's own notes."""

from cases.models import Case, PptAlert, PptAnswer
from ppt.models import MeasureRequest, Note

NO_PAGE = {
    "ppt:receive_many", "ppt:assign_many", "ppt:assign", "opened:receive_answer",
    "ppt:take_measure",
}  # fmt: skip


def desk_screens(made):
    """Who opens it, its name, its address and what that is asked with."""
    helped = PptAlert.objects.filter(state="help_offered").first()
    received = PptAlert.objects.filter(state="received").first()
    note = Note.objects.get(alert=helped)
    yield "ppt", "ppt-alert-helped", "ppt:detail", helped.pk
    yield "ppt", "ppt-offer", "ppt:offer", received.pk
    yield "ppt", "ppt-offer-errors", "ppt:offer", received.pk
    yield "ppt", "ppt-not-now", "ppt:put_off", received.pk
    yield "ppt", "ppt-not-now-errors", "ppt:put_off", received.pk
    yield "ppt", "ppt-end", "ppt:end", received.pk
    yield "ppt", "ppt-end-errors", "ppt:end", received.pk
    yield "ppt", "ppt-note", "ppt:write_note", helped.pk
    yield "ppt", "ppt-note-errors", "ppt:write_note", helped.pk
    yield "ppt", "ppt-note-correct", "ppt:correct_note", helped.pk, note.pk
    # An answer that waits for the school: as on the day it came.
    PptAnswer.objects.filter(alert=helped).update(received_at=None, received_by=None)
    yield "rektor", "case-ppt-answered", "opened:case", Case.objects.get(alert=helped).pk
    yield from _measures()
    yield "eieradmin", "owner-settings", "organisations:settings"
    owner = made.places["fjellet"].parent
    yield "eieradmin", "owner-ppt-days", "organisations:ppt_days", owner.pk


def _measures():
    """PPT is asked to take on a measure, of the case of a small school."""
    asked = MeasureRequest.objects.select_related("case").get()
    alert, case = asked.case.alert_id, asked.case_id
    yield "ppt", "ppt-alert-asked", "ppt:detail", alert
    yield "ppt", "ppt-decline", "ppt:decline_measure", alert, asked.pk
    yield "ppt", "ppt-decline-errors", "ppt:decline_measure", alert, asked.pk
    yield "rektor.sorsida", "case-ppt-asked", "opened:case", case
    yield "rektor.sorsida", "ppt-ask-measure", "opened:ask_measure", case
    yield "rektor.sorsida", "ppt-ask-measure-errors", "opened:ask_measure", case
    yield "rektor.sorsida", "ppt-withdraw-request", "opened:withdraw_request", case, asked.pk
