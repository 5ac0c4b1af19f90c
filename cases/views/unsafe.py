"""What is done when a pupil does not have it safe."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from audit.models import Event
from cases import actions
from cases.forms.unsafe import WhatIsDoneForm
from cases.views.fetch import get_case
from common.views import form_page, submitted
from organisations.roles import Permission


@form_page
def say_what_is_done(request, pk):
    case = get_case(request, pk, Permission.WRITE_CASES)
    form = WhatIsDoneForm(posted_or_kept(request), cancel=case.get_absolute_url())
    if submitted(request, form, actions.say_what_is_done, case=case):
        messages.success(request, _("It stands in the log what you do."))
        return redirect(case)
    since = {"at__date__gte": case.unsafe_since} if case.unsafe_since else {}
    corrected = Event.objects.filter(case_id=case.pk, name="safety.corrected", **since)
    context = {"form": form, "case": case, "corrected": corrected.exists()}
    return render(request, "cases/unsafe.html", context)
