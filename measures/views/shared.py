"""Shared measures of a unit: the list, one of them, and what is done with it. They tell of no
case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.dates import in_words
from common.errors import refusal_as_message
from common.forms import ReasonForm
from common.views import form_page, submitted
from measures import actions, forms, library, rules
from measures.cards import start_moved, words_for
from measures.models import SharedMeasure
from measures.querysets import change_shown_since, groups_for_shared, people_for_shared
from measures.views.library import note_about, note_of, picked
from organisations.calendars import calendar_for
from organisations.law.wording import speak_of
from organisations.models import Organisation
from organisations.roles import Permission

MOST_ENDED, MOST_ENTRIES = 50, 100


@require_safe
def shared(request):
    """What runs and is to come where one follows up cases, and what one carries out oneself."""
    viewer = request.viewer
    if not viewer.may(Permission.TAKE_PART):
        raise Http404
    rows = SharedMeasure.objects.visible_to(viewer).select_related("unit", "group", "responsible")
    units = Organisation.objects.units().filter(pk__in=viewer.places_where(Permission.WRITE_CASES))
    context = {
        "unfinished": rows.unfinished().by_time(),
        "ended": rows.ended().order_by("-ends_on", "-created_at", "id")[:MOST_ENDED],
        "units": units.order_by("name"),
        "year": viewer.today.year,
    }
    return render(request, "measures/shared_list.html", context)


@require_safe
def show(request, pk):
    found = _visible(request, pk)
    moved = start_moved(found, change_shown_since(request.viewer.today))
    context = {
        "shared": found,
        "changes": [moved] if moved else [],
        "as_library": bool(library.word_for_word([found])),
        "groups": words_for(found.target_groups),
        "weeks": rules.in_weeks(found.starts_on, found.ends_on, request.viewer.today.year),
        "may_write": _may_write(request, found),
        "may_evaluate": request.viewer.may(
            found.needed_to_evaluate(request.user.pk, request.viewer.stands), at=found.unit_id
        ),
        "entries": found.entries.newest_first().select_related("written_by")[:MOST_ENTRIES],
        "evaluations": found.evaluations.newest_first().select_related("recorded_by")[:20],
    }
    return render(request, "measures/shared.html", context)


@form_page
def add(request, unit):
    places = request.viewer.places_where(Permission.WRITE_CASES)
    unit = get_object_or_404(Organisation.objects.units().filter(pk__in=places), pk=unit)
    speak_of(unit)
    data = posted_or_kept(request)
    entry = picked(data, request, unit)
    form = forms.SharedForm(
        data,
        people=people_for_shared(unit, request.viewer.today),
        groups=groups_for_shared(unit, request.viewer),
        initial=_beginning(entry, unit, request.viewer.today),
        today=request.viewer.today,
        cancel=_list(),
    )
    if made := submitted(request, form, actions.add_shared_measure, unit=unit):
        messages.success(request, _("The shared measure is added. Plans can now refer to it."))
        return redirect("shared:show", made.pk)
    return _page(request, form, _("Add a shared measure"), note=note_of(entry, unit))


def _beginning(entry, unit, today):
    calendar = calendar_for(unit)
    soon = calendar.next_open_day(today).date
    begun = forms.shared_from_library(entry, unit, calendar, soon) if entry else {}
    return {"starts_on": soon} | begun


@form_page
def change(request, pk):
    found = _writable(request, pk)
    form = forms.SharedForm(
        posted_or_kept(request),
        shared=found,
        people=people_for_shared(found.unit, request.viewer.today),
        groups=groups_for_shared(found.unit, request.viewer, found.group_id),
        today=request.viewer.today,
        cancel=_address(found),
    )
    if submitted(request, form, actions.change_shared_measure, shared=found):
        messages.success(request, _("The measure is saved, in all plans that it stands in."))
        return redirect(_address(found))
    as_library = bool(library.word_for_word([found]))
    note = note_about(found, found.unit, as_library=as_library)
    return _page(request, form, _("Change the shared measure"), note=note)


@require_POST
def start(request, pk):
    found = _writable(request, pk)
    with refusal_as_message(request):
        asked = {"shared": found, "by": request.user, "now": timezone.now()}
        begun = actions.start_shared_measure(**asked)
        said = _("The measure has started. It is evaluated on %(day)s.")
        messages.success(request, said % {"day": in_words(begun.evaluate_on)})
    return redirect(_address(found))


@form_page
def stop(request, pk):
    found = _writable(request, pk)
    form = ReasonForm(
        posted_or_kept(request),
        why=forms.why_stopped(forms.NO_NAMES),
        button=_("Stop the measure"),
        cancel=_address(found),
    )
    if submitted(request, form, actions.stop_shared_measure, shared=found):
        messages.success(request, _("The measure has ended, in all plans that it stands in."))
        return redirect(_address(found))
    return _page(request, form, _("Stop the shared measure"), found)


@form_page
def write_done(request, pk):
    """By all who see it: they carry it out, or follow up cases at the unit."""
    found = _visible(request, pk)
    form = forms.SharedEntryForm(
        posted_or_kept(request), today=request.viewer.today, cancel=_address(found)
    )
    if submitted(request, form, actions.write_what_was_done_of_shared, shared=found):
        messages.success(request, _("What was done is saved."))
        return redirect(_address(found))
    return _page(request, form, _("Write what was done"), found)


def _visible(request, pk):
    rows = SharedMeasure.objects.visible_to(request.viewer)
    found = get_object_or_404(
        rows.select_related("unit__parent", "group", "responsible", "deputy"), pk=pk
    )
    speak_of(found.unit)
    return found


def _may_write(request, found):
    return request.viewer.may(Permission.WRITE_CASES, at=found.unit_id)


def _writable(request, pk):
    """404 for one who does not see it, 403 for one who carries it out and does not decide."""
    found = _visible(request, pk)
    if not _may_write(request, found):
        raise PermissionDenied
    return found


def _list():
    return reverse("shared:list")


def _address(found):
    return reverse("shared:show", args=[found.pk])


def _page(request, form, heading, about=None, note=None):
    context = {"form": form, "heading": heading, "about": about, "note": note}
    return render(request, "measures/shared_form.html", context)
