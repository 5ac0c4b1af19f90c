"""What an owner chooses for its schools and kindergartens."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from common.views import form_page, submitted
from organisations.actions.settings import choose_ppt_answer_days
from organisations.forms.settings import PptDaysForm
from organisations.models import Organisation
from organisations.roles import Permission


@require_safe
def settings(request):
    owners = [(one, one.days_for_ppt(request.viewer.today)) for one in _own(request)]
    if not owners:
        raise Http404
    return render(request, "organisations/settings.html", {"owners": owners})


@form_page
def ppt_days(request, place):
    owner = get_object_or_404(_own(request), pk=place)
    form = PptDaysForm(
        posted_or_kept(request),
        initial={"days": owner.days_for_ppt(request.viewer.today)},
        cancel=reverse("organisations:settings"),
    )
    if submitted(request, form, choose_ppt_answer_days, owner=owner):
        messages.success(request, _("It is saved. It holds for alerts from now on."))
        return redirect("organisations:settings")
    return render(request, "organisations/settings_form.html", {"owner": owner, "form": form})


def _own(request):
    mine = request.viewer.places_where(Permission.EDIT_SETTINGS)
    return Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.OWNER)
