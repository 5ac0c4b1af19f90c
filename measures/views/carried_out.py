"""What those who carry a measure out write of it: what was done, and whether it has lasted."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from common.views import form_page, submitted
from measures import actions, forms
from measures.views.fetch import form_about, get_carried_out, page_of


@form_page
def write(request, pk):
    measure = get_carried_out(request, pk)
    form = forms.EntryForm(
        posted_or_kept(request), today=request.viewer.today, cancel=page_of(measure)
    )
    if submitted(request, form, actions.write_what_was_done, measure=measure):
        messages.success(request, _("What was done is saved."))
        return redirect(page_of(measure))
    return form_about(request, measure.plan, form, _("Write what was done"), about=measure)


@form_page
def look(request, pk):
    measure = get_carried_out(request, pk)
    form = forms.LookForm(
        posted_or_kept(request), today=request.viewer.today, cancel=page_of(measure)
    )
    if looked := submitted(request, form, actions.record_look, measure=measure):
        messages.success(request, _said(looked))
        return redirect(page_of(measure))
    return form_about(request, measure.plan, form, _("Look whether it has lasted"), about=measure)


def _said(measure):
    if measure.lasted == measure.Lasted.YES:
        return _("The look is saved.")
    return _("The look is saved. Talk about whether something more is needed.")
