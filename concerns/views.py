"""Telling, the receipt, and the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from concerns.actions import answer_concern, note_change, report_concern, send_on_concern
from concerns.forms import READ_BY, ConcernForm
from concerns.models import Concern
from concerns.receipt import receivers_of, steps_of
from organisations.law.wording import speak_of
from organisations.models import Organisation
from organisations.roles import Permission

ROWS = 50
# Nobody has so many to answer; whoever has more sees the most urgent ones.
MOST = 200


@require_safe
def all_concerns(request):
    viewer = request.viewer
    answers = viewer.may(Permission.ANSWER_CONCERNS)
    reports = viewer.may(Permission.REPORT_CONCERN)
    if not answers and not reports:
        raise Http404
    handled = answers and request.GET.get("show") == "answered"
    concerns = Concern.objects.answered_by(viewer).handled() if handled else _own(viewer)
    page = Paginator(concerns.newest_first(), ROWS).get_page(request.GET.get("page"))
    waiting = Concern.objects.waiting_for(viewer).for_list()[:MOST] if answers else []
    context = {
        "waiting": waiting,
        "page": page,
        "handled": handled,
        "own": not handled,
        "answers": answers,
        "reports": reports,
        "today": viewer.today,
    }
    return render(request, "concerns/list.html", context)


@form_page
def new(request, unit=None):
    units = _units(request.viewer, unit)
    if len(units) > 1:
        return render(request, "concerns/choose_unit.html", {"units": units})
    speak_of(units[0])
    now = timezone.now()
    form = ConcernForm(posted_or_kept(request), now=now)
    if concern := form.submit(report_concern, unit=units[0], by=request.user, now=now):
        messages.success(request, _("The concern is received. This is your receipt."))
        return redirect(concern)
    return render(request, "concerns/new.html", {"form": form, "unit": units[0]})


@require_safe
def detail(request, pk):
    viewer, concern = request.viewer, _seen(request.viewer, pk)
    waits = concern.state == Concern.State.NEW
    own = concern.reporter_id == request.user.pk
    receivers = receivers_of(concern, viewer.today) if waits else []
    context = {
        "concern": concern,
        "own": own,
        "steps": steps_of(concern, says_why=concern.says_why_sent_on_to(viewer)),
        "waits": waits,
        "receivers": receivers,
        "nobody": all(receiver.empty for receiver in receivers),
        "may_take_on": waits and concern.may_be_taken_on_by(viewer),
        "answers": waits and concern.is_answered_by(viewer),
        "may_send_on": own and concern.may_be_sent_on,
    }
    return render(request, "concerns/detail.html", context)


@form_page
def answer(request, pk):
    concern = _seen(request.viewer, pk)
    if not concern.is_answered_by(request.viewer):
        raise PermissionDenied
    if request.method != "POST" and concern.state != Concern.State.NEW:
        return redirect(concern)
    form = _reason_form(request, concern, _("Send the answer"))
    if submitted(request, form, answer_concern, concern=concern):
        messages.success(request, _("The answer is sent to the one who told."))
        return redirect(concern)
    return render(request, "concerns/answer.html", {"form": form, "concern": concern})


@require_POST
def note(request, pk):
    """A change of school is received, and no case is opened now."""
    concern = _seen(request.viewer, pk)
    if not concern.is_answered_by(request.viewer):
        raise PermissionDenied
    with refusal_as_message(request):
        note_change(concern=concern, by=request.user, now=timezone.now())
        messages.success(request, _("The sender is told that it is received."))
    return redirect(concern)


@form_page
def send_on(request, pk):
    concern = _seen(request.viewer, pk)
    if concern.reporter_id != request.user.pk:
        raise PermissionDenied
    if request.method != "POST" and not concern.may_be_sent_on:
        return redirect(concern)
    form = _reason_form(request, concern, _("Send on to the owner"))
    if submitted(request, form, send_on_concern, concern=concern):
        messages.success(request, _("The concern is sent on to the owner."))
        return redirect(concern)
    return render(request, "concerns/send_on.html", {"form": form, "concern": concern})


def _reason_form(request, concern, button):
    why, back = ReasonField(help_text=READ_BY), concern.get_absolute_url()
    return ReasonForm(posted_or_kept(request), why=why, button=button, cancel=back)


def _own(viewer):
    return Concern.objects.reported_by(viewer)


def _seen(viewer, pk):
    """The concern, in the words of the place it is about."""
    concerns = Concern.objects.visible_to(viewer)
    related = concerns.select_related("unit", "owner", "from_unit", "reporter", "decided_by")
    concern = get_object_or_404(related, pk=pk)
    speak_of(concern.unit)
    return concern


def _units(viewer, chosen):
    """Where the viewer may tell; only the chosen one when one was chosen."""
    places = viewer.places_where(Permission.REPORT_CONCERN)
    if chosen is not None:
        places &= {chosen}
    units = list(Organisation.objects.units().filter(pk__in=places))
    if not units:
        raise Http404
    return units
