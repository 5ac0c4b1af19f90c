"""One alert is given to somebody, and the school is answered."""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from ppt import actions, forms
from ppt.querysets import may_be_given
from ppt.views.fetch import form_about, get_alert, page_of, to_alert


@require_POST
def assign(request, pk):
    """From the page of the alert: to oneself, or to the one who is chosen."""
    alert = get_alert(request, pk)
    if "me" in request.POST:
        with refusal_as_message(request):
            actions.assign_alert(alert=alert, to=request.user, by=request.user, now=timezone.now())
            messages.success(request, _("The alert is yours. The school can see it."))
        return to_alert(alert)
    people = may_be_given(alert, request.viewer.today)
    form = forms.AssignForm(request.POST, people=people, cancel=page_of(alert))
    if submitted(request, form, actions.assign_alert, alert=alert):
        messages.success(request, _("The alert is given to the one you chose."))
        return to_alert(alert)
    return form_about(request, alert, form, _("Give the alert to somebody"))


@form_page
def offer(request, pk):
    said = _("The answer is sent. The school sees it in the case.")
    return _answer(request, pk, forms.OfferForm, actions.offer_help, _("Offer help"), said)


@form_page
def put_off(request, pk):
    said = _("The answer is sent. The school sees when you answer again.")
    return _answer(request, pk, forms.NotNowForm, actions.put_off_alert, _("Not now"), said)


@form_page
def end(request, pk):
    said = _("Your part is ended. The school sees it in the case.")
    return _answer(request, pk, forms.EndForm, actions.end_alert, _("End the follow-up"), said)


def _answer(request, pk, form_class, action, heading, said):
    """The school is answered in one form: what it is called, and what is said once it is sent."""
    alert = get_alert(request, pk)
    form = form_class(posted_or_kept(request), today=request.viewer.today, cancel=page_of(alert))
    if submitted(request, form, action, alert=alert):
        messages.success(request, said)
        return to_alert(alert)
    return form_about(request, alert, form, heading)
