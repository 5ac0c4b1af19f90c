"""PPT's own notes about an alert."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from common.views import form_page, submitted
from ppt import actions, forms
from ppt.models import Note
from ppt.views.fetch import form_about, get_alert, page_of, to_alert


@form_page
def write(request, pk):
    alert = get_alert(request, pk)
    form = forms.NoteForm(posted_or_kept(request), cancel=page_of(alert))
    if submitted(request, form, actions.write_note, alert=alert):
        messages.success(request, _("The note is saved. Only your office reads it."))
        return to_alert(alert)
    return form_about(request, alert, form, _("Write a note"))


@form_page
def correct(request, pk, note):
    alert = get_alert(request, pk)
    own = Note.objects.visible_to(request.viewer).filter(alert=alert).select_related("alert")
    row = get_object_or_404(own, pk=note)
    start = {"text": row.text}
    form = forms.NoteForm(posted_or_kept(request), initial=start, cancel=page_of(alert))
    if submitted(request, form, actions.correct_note, note=row):
        messages.success(request, _("The note is corrected. The earlier text is kept."))
        return to_alert(alert)
    return form_about(request, alert, form, _("Correct the note"))
