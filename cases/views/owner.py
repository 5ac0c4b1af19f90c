"""What the owner is told of a case, and what the owner answers without seeing the case."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.access import ToldForm
from cases.forms.fields import LAW_NOTE
from cases.models import CaseAccess, OwnerNotice
from cases.views import seeing
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from organisations.roles import Permission

WRITE = Permission.WRITE_CASES


@form_page
def serious(request, pk):
    """Confirmed before it is sent: to whom it goes, and why."""
    case = get_case(request, pk, WRITE)
    receivers = list(seeing.receivers_of(case, request.user, request.viewer.today))
    button = _("Send to the owner") if receivers else _("Mark the case as serious")
    form = _reason_form(request, case, button)
    if notice := submitted(request, form, actions.mark_serious, case=case):
        _say(request, notice)
        return redirect("cases:access", case.pk)
    context = {"case": case, "form": form, "receivers": receivers, "now": timezone.now()}
    return render(request, "cases/serious.html", context)


@form_page
def not_serious(request, pk):
    case = get_case(request, pk, WRITE)
    button = _("Mark the case as not serious")
    form = _reason_form(request, case, button)
    if submitted(request, form, actions.mark_not_serious, case=case):
        messages.success(request, _("It is saved."))
        return redirect("cases:access", case.pk)
    context = {"case": case, "form": form, "heading": button}
    return render(request, "cases/access_form.html", context)


@form_page
def note_told(request, pk, notice):
    """The owner was told in another way."""
    case = get_case(request, pk, WRITE)
    row = get_object_or_404(case.owner_notices, pk=notice)
    form = ToldForm(posted_or_kept(request), case=case, today=request.viewer.today)
    if submitted(request, form, actions.note_owner_told, notice=row):
        messages.success(request, _("The entry is saved."))
        return redirect("cases:access", case.pk)
    heading = _("The owner was told in another way")
    context = {"case": case, "form": form, "heading": heading}
    return render(request, "cases/access_form.html", context)


@require_POST
def send_again(request, pk, notice):
    case = get_case(request, pk, WRITE)
    row = get_object_or_404(case.owner_notices, pk=notice)
    with refusal_as_message(request):
        asked = {"notice": row, "by": request.user, "now": timezone.now()}
        _say(request, actions.tell_owner_again(**asked))
    return redirect("cases:access", case.pk)


@require_POST
def receive(request, notice):
    row = get_object_or_404(_notices(request), pk=notice)
    with refusal_as_message(request):
        actions.receive_notice(notice=row, by=request.user, now=timezone.now())
        messages.success(request, _("It is noted that you have received it, and when."))
    return redirect("overview:owner")


@require_POST
def confirm(request, exclusion):
    row = get_object_or_404(_exclusions(request), pk=exclusion)
    with refusal_as_message(request):
        actions.confirm_exclusion(exclusion=row, by=request.user, now=timezone.now())
        messages.success(request, _("The exclusion is confirmed."))
    return redirect("overview:owner")


@form_page
def lift(request, exclusion):
    row = get_object_or_404(_exclusions(request), pk=exclusion)
    why = ReasonField(
        label=_("Why can the person see the case again?"), missing=_("Write why it is lifted.")
    )
    form = ReasonForm(
        posted_or_kept(request),
        why=why,
        button=_("Lift the exclusion"),
        cancel=reverse("overview:owner"),
    )
    if submitted(request, form, actions.lift_exclusion, exclusion=row):
        messages.success(request, _("The exclusion is lifted."))
        return redirect("overview:owner")
    return render(request, "cases/lift.html", {"exclusion": row, "form": form})


def _notices(request):
    owners = request.viewer.places_where(Permission.READ_OWNER_NOTICES)
    return OwnerNotice.objects.visible_to(request.viewer).filter(owner__in=owners)


def _exclusions(request):
    owners = request.viewer.places_where(Permission.READ_OWNER_NOTICES)
    rows = CaseAccess.objects.visible_to(request.viewer).exclusions().filter(owner__in=owners)
    return rows.select_related("person", "given_by").with_case_for_owner()


def _reason_form(request, case, button):
    return ReasonForm(
        posted_or_kept(request),
        why=ReasonField(help_text=LAW_NOTE),
        button=button,
        cancel=reverse("cases:access", args=[case.pk]),
    )


def _say(request, notice):
    if notice.receivers:
        messages.success(request, _("The owner is told. The time and the receivers stand here."))
    else:
        messages.warning(request, _("Nobody at the owner has been told. See below what to do."))
