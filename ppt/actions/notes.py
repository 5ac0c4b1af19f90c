"""PPT's own notes about an alert. No school and no owner reads them."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases.models import PptAlert
from common import demands
from common.errors import ActionError
from ppt.actions.work import Work
from ppt.models import Note


@transaction.atomic
def write_note(*, alert: PptAlert, by: Person, now: datetime, token: uuid.UUID, text: str) -> Note:
    """A note stays as it was written, also after the alert has ended; a correction is a new one."""
    work = Work.begin(alert, by=by, now=now)
    text = demands.text(text, missing=_("Write the note."))
    own = Note.objects.filter(alert=work.alert, written_by=by)
    if made := demands.made(own, token, text=text):
        return made
    note = demands.saved(_note(work, token, text))
    work.record("alert.note_written", note)
    return note


@transaction.atomic
def correct_note(*, note: Note, by: Person, now: datetime, token: uuid.UUID, text: str) -> Note:
    """What should have been written; the earlier text is kept and can be read. Only by whoever
    wrote it, and of a note that has no correction yet."""
    work = Work.begin(note.alert, by=by, now=now)
    text = demands.text(text, missing=_("Write the note."))
    if made := demands.made(Note.objects.filter(corrects=note, written_by=by), token, text=text):
        return made
    if note.written_by_id != by.pk:
        raise ActionError(_("Only the one who wrote a note corrects it. Write a new one."))
    if Note.objects.filter(corrects=note).exists():
        raise ActionError(_("This note is corrected already. Correct the newest one."))
    better = demands.saved(_note(work, token, text, corrects=note))
    work.record("alert.note_corrected", better)
    return better


def _note(work: Work, token: uuid.UUID, text: str, corrects: Note | None = None) -> Note:
    return Note(
        alert=work.alert, office=work.office, text=text, corrects=corrects, written_by=work.by,
        written_at=work.now, form_token=token,
    )  # fmt: skip
