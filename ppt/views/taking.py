"""A measure that PPT is asked to take on: taken, or answered that PPT cannot."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from ppt import actions, asked, forms
from ppt.views.fetch import form_about, get_alert, to_alert


@require_POST
def take(request, pk, request_id):
    alert = get_alert(request, pk)
    with refusal_as_message(request):
        actions.take_requested(alert=alert, asked=request_id, by=request.user, now=timezone.now())
        said = _("You have taken on the measure. It stands on My day when it is to be evaluated.")
        messages.success(request, said)
    return to_alert(alert)


@form_page
def decline(request, pk, request_id):
    alert = get_alert(request, pk)
    form = forms.DeclineForm(posted_or_kept(request), cancel=reverse("ppt:detail", args=[alert.pk]))
    if submitted(request, form, actions.decline_requested, alert=alert, asked=request_id):
        messages.success(request, _("The answer is sent. The school sees it in the case."))
        return to_alert(alert)
    waits = asked.read_by_ppt(alert, now=timezone.now())
    if request.method != "POST" and request_id not in [one.pk for one in waits]:
        raise Http404
    return form_about(request, alert, form, _("PPT cannot take on the measure"))
