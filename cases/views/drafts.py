"""A new case in three steps, saved on the server while it is written."""

import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import kept_of, posted_or_kept
from cases import actions, drafting
from cases.forms import STEPS, DraftEntryForm
from cases.models import Case
from cases.views.fetch import own_draft
from cases.views.opening import gone, open_sheet
from common.errors import ActionError
from common.views import form_page, submitted
from concerns.models import Concern
from organisations.models import Organisation
from organisations.roles import Permission


@require_safe
def new(request, unit=None):
    """Begins a sheet at the one unit there is, or asks at which; or one that a concern fills in."""
    concern = _concern(request)
    if concern is not None and concern.state != Concern.State.NEW:
        messages.info(request, _("This concern has got its answer already."))
        return redirect(concern)
    units = [concern.unit] if concern else _units(request.viewer, unit)
    if len(units) > 1:
        return render(request, "cases/choose_unit.html", {"units": units})
    here = request.viewer.may(Permission.OPEN_CASES, units[0].pk)
    draft = actions.start_draft(
        unit=units[0],
        by=request.user,
        now=timezone.now(),
        concern=concern,
        fields=concern and drafting.fields_from(concern, lists_pupils=here),
    )
    return redirect("cases:draft", draft.pk, draft.step)


def _concern(request):
    """The concern that the case is to be opened for, where the viewer may take it on."""
    if "concern" not in request.GET:
        return None
    try:
        pk = uuid.UUID(request.GET["concern"])
    except ValueError:
        raise Http404 from None
    concerns = Concern.objects.visible_to(request.viewer).select_related("unit__parent")
    concern = get_object_or_404(concerns, pk=pk)
    if not concern.may_be_taken_on_by(request.viewer):
        raise Http404
    return concern


def _units(viewer, chosen):
    """Where the viewer may open a case; only the chosen one when one was chosen."""
    places = viewer.places_where(Permission.OPEN_CASES)
    wanted = places & {chosen} if chosen else places
    units = list(Organisation.objects.units().filter(pk__in=wanted))
    if not units:
        raise Http404
    return units


@form_page
def write_draft(request, pk, step):
    """One step. What is sent is saved first, and looked over then."""
    draft = own_draft(request, pk)
    if draft is None:
        return gone(request, pk)
    if step not in drafting.FORMS:
        raise Http404
    kind, now = drafting.FORMS[step], timezone.now()
    if request.method == "POST":
        form = kind(request.POST, draft=draft, viewer=request.viewer, now=now)
        return _sent(request, draft, form)
    saving = reverse("cases:save_draft", args=[draft.pk])
    data = kept_of(request, request.path, saving, since=draft.saved_at)
    data = data or drafting.saved(draft, step)
    if data and "check" in request.GET:
        data.kept = False  # shown with what is wrong
    form = kind(data, draft=draft, viewer=request.viewer, now=now)
    return _page(request, draft, form)


def _sent(request, draft, form):
    is_right = form.is_valid()
    try:
        draft = _save(request, draft, type(form))
    except actions.DraftIsGone:
        return gone(request, draft.pk)
    except actions.SavedElsewhere:
        return _page(request, draft, form, is_elsewhere=True)
    except ActionError as refusal:
        form.refused(refusal)
        return _page(request, draft, form)
    then = request.POST.get("then")
    if then == "close":
        messages.success(request, _("The draft is saved. You find it on this page."))
        return redirect("overview:today")
    if then == "back" and form.step > 1:
        return redirect("cases:draft", draft.pk, form.step - 1)
    return _go_on(request, draft, form) if is_right else _page(request, draft, form)


def _go_on(request, draft, form):
    """To the next step; from the first only past the cases that a chosen pupil has already."""
    if form.step == STEPS:
        return open_sheet(request, draft, form) or _page(request, draft, form)
    others = drafting.open_cases_of(form, request.viewer) if form.step == 1 else []
    if {str(case.pk) for case in others} - drafting.passed_by(draft):
        return _page(request, draft, form, others=others)
    return redirect("cases:draft", draft.pk, form.step + 1)


@require_POST
def save_draft(request, pk):
    """Asked for by the page's script while somebody types."""
    draft = own_draft(request, pk)
    kind = drafting.FORMS.get(drafting.number(request.POST.get("step")))
    if draft is None or kind is None:
        raise Http404
    try:
        draft = _save(request, draft, kind)
    except ActionError as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    said = _("Saved %(time)s") % {"time": f"{timezone.localtime(draft.saved_at):%H.%M}"}
    return JsonResponse({"version": draft.version, "said": said})


@form_page
def drop_draft(request, pk):
    draft = own_draft(request, pk)
    if draft is None:
        return gone(request, pk)
    if request.method == "POST":
        actions.drop_draft(draft=draft, by=request.user, now=timezone.now())
        messages.success(request, _("The draft is thrown away."))
        return redirect("overview:today")
    return render(request, "cases/new_drop.html", {"draft": draft})


@form_page
def put_draft(request, pk, case):
    """What was typed, as an entry in the log of a case that the pupil has already."""
    draft = own_draft(request, pk)
    if draft is None:
        return gone(request, pk)
    places = request.viewer.places_where(Permission.WRITE_CASES)
    cases = Case.objects.visible_to(request.viewer).open().filter(held_by__in=places)
    case = get_object_or_404(cases, pk=case, unit=draft.unit)
    form = DraftEntryForm(
        posted_or_kept(request),
        today=request.viewer.today,
        cancel=reverse("cases:draft", args=[draft.pk, 1]),
        initial={"text": drafting.text_of(draft)},
    )
    if submitted(request, form, actions.put_draft_into_case, draft=draft, case=case):
        messages.success(request, _("The entry is saved."))
        return redirect(case)
    return render(request, "cases/new_put.html", {"form": form, "case": case, "draft": draft})


def _save(request, draft, kind):
    return actions.save_draft(
        draft=draft,
        by=request.user,
        now=timezone.now(),
        version=drafting.number(request.POST.get("version")),
        window=drafting.window_of(request.POST),
        step=kind.step,
        fields=kind.sent(request.POST),
    )


def _page(request, draft, form, *, others=(), is_elsewhere=False):
    summary = []
    if form.step == STEPS:
        summary = drafting.Sheet.of(draft, request.viewer, form.now).summary()
    context = {
        "draft": draft,
        "form": form,
        "window": uuid.uuid4(),
        "others": others,
        "passed_by": ",".join(str(case.pk) for case in others),
        "is_elsewhere": is_elsewhere,
        "summary": summary,
        "about": drafting.told_about(draft, request.viewer) if form.step == 1 else "",
    }
    return render(request, "cases/new.html", context, status=409 if is_elsewhere else 200)
