"""What is known a little later: the family has raised it, the pupil got what was needed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.raised import RaisedForm
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from common.views import form_page
from organisations.roles import Permission


@form_page
def record_raised(request, pk):
    case = get_case(request, pk, Permission.WRITE_CASES)
    now = timezone.now()
    known = case.raised_at and timezone.localtime(case.raised_at)
    form = RaisedForm(
        posted_or_kept(request),
        now=now,
        cancel=case.get_absolute_url(),
        initial=known and {"raised_on": known.date(), "raised_time": known.time()},
    )
    if form.submit(actions.record_raised, case=case, by=request.user, now=now):
        messages.success(request, _("The date is saved."))
        return redirect(case)
    return render(request, "cases/raised.html", {"form": form, "case": case})


@require_POST
def note_need_met(request, pk):
    case = get_case(request, pk, Permission.WRITE_CASES)
    with refusal_as_message(request):
        actions.note_need_met(case=case, by=request.user, now=timezone.now())
        messages.success(request, _("It is noted in the log that it is done."))
    return redirect(case)
