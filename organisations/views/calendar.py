"""The school calendar: the list, one school year of one place, and the forms that change it."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from organisations import calendar
from organisations.actions import calendar as actions
from organisations.calendars import years_of_places
from organisations.forms.calendar import DatesForm, PeriodForm
from organisations.law.wording import speak_of
from organisations.models import Organisation, Period, SchoolYear
from organisations.roles import Permission
from organisations.views.months import WEEKDAYS, months


@require_safe
def calendars(request):
    starts = calendar.school_year_of(request.viewer.today)
    places = list(Organisation.objects.with_calendars_for(request.viewer))
    found = years_of_places(_asked(places), [starts, starts + 1])
    context = {
        "years": [f"{start}/{start + 1}" for start in (starts, starts + 1)],
        "rows": [found[place : place + 2] for place in range(0, len(found), 2)],
    }
    return render(request, "organisations/calendars.html", context)


@require_safe
def year(request, place, kind, starts):
    place = _place(request, place, kind, starts)
    before, found = years_of_places([(place, kind)], [starts - 1, starts])
    may_edit = request.viewer.may(Permission.EDIT_CALENDAR, place.pk)
    sent_to = _address(place, kind, starts, "add_period")
    kept = posted_or_kept(request, sent_to) if may_edit else None
    context = {
        "found": found,
        "may_edit": may_edit,
        "may_copy": may_edit and found.is_empty and not before.is_empty,
        "months": months(found.rule),
        "weekdays": WEEKDAYS,
        "form": _period_form(kept, place, kind, starts) if may_edit else None,
        "earlier": starts - 1 if starts > calendar.FIRST_YEAR else None,
        "later": starts + 1 if starts < calendar.LAST_YEAR else None,
    }
    return render(request, "organisations/calendar.html", context)


@form_page
def change_dates(request, place, kind, starts):
    place = _place(request, place, kind, starts, to_edit=True)
    (found,) = years_of_places([(place, kind)], [starts])
    form = DatesForm(
        posted_or_kept(request),
        starts=starts,
        initial={"first_day": found.own.first_day, "last_day": found.own.last_day},
        is_unit=place.is_unit,
        cancel=_address(place, kind, starts),
    )
    asked = {"place": place, "kind": kind, "starts": starts}
    if submitted(request, form, actions.enter_calendar, **asked):
        messages.success(request, _("The school year is saved."))
        return redirect(_address(place, kind, starts))
    return _page_of(request, form, place, starts, heading=_("First and last day"))


@form_page
def add_period(request, place, kind, starts):
    place = _place(request, place, kind, starts, to_edit=True)
    cancel = _address(place, kind, starts)
    form = _period_form(posted_or_kept(request), place, kind, starts, cancel=cancel)
    asked = {"place": place, "kind": kind, "starts": starts}
    if submitted(request, form, actions.add_period, **asked):
        messages.success(request, _("The period is saved."))
        return redirect(_address(place, kind, starts))
    return _page_of(request, form, place, starts, heading=_("Add a period"))


@form_page
def change_period(request, place, kind, starts, period):
    place = _place(request, place, kind, starts, to_edit=True)
    period = get_object_or_404(_periods(place, kind, starts), pk=period)
    form = PeriodForm(
        posted_or_kept(request),
        starts=starts,
        initial=model_to_dict(period, ["first_day", "last_day", "name"]) | {"what": period.kind},
        is_unit=place.is_unit,
        cancel=_address(place, kind, starts),
    )
    if submitted(request, form, actions.change_period, period=period):
        messages.success(request, _("The period is saved."))
        return redirect(_address(place, kind, starts))
    return _page_of(request, form, place, starts, heading=_("Change the period"))


@require_POST
def remove_period(request, place, kind, starts, period):
    place = _place(request, place, kind, starts, to_edit=True)
    found = _periods(place, kind, starts).filter(pk=period).first()
    if found is not None:
        actions.remove_period(period=found, by=request.user, now=timezone.now())
    messages.success(request, _("The period is removed."))
    return redirect(_address(place, kind, starts))


@require_POST
def copy(request, place, kind, starts):
    place = _place(request, place, kind, starts, to_edit=True)
    asked = {"place": place, "kind": kind, "starts": starts}
    with refusal_as_message(request):
        left = actions.copy_from_last_year(**asked, by=request.user, now=timezone.now())
        messages.success(request, _("Last year is copied to the same weeks. Check every date."))
        if left:
            told = ngettext(
                "%(left)s period found no room and was left out.",
                "%(left)s periods found no room and were left out.",
                left,
            )
            messages.warning(request, told % {"left": left})
    return redirect(_address(place, kind, starts))


def _asked(places):
    """Each place with its kind, owners first; an owner's kinds are its units', or both."""
    for place in sorted(places, key=lambda place: place.is_unit):
        kinds = [place.kind]
        if not place.is_unit:
            below = {unit.kind for unit in places if unit.parent_id == place.pk}
            kinds = [kind for kind in SchoolYear.Kind.values if kind in below or not below]
        for kind in kinds:
            yield place, kind


def _place(request, pk, kind, starts, *, to_edit=False):
    place = get_object_or_404(Organisation.objects.with_calendars_for(request.viewer), pk=pk)
    kinds = [place.kind] if place.is_unit else SchoolYear.Kind.values
    if kind not in kinds or not calendar.FIRST_YEAR <= starts <= calendar.LAST_YEAR:
        raise Http404
    if to_edit and not request.viewer.may(Permission.EDIT_CALENDAR, place.pk):
        raise Http404
    speak_of(kind)
    return place


def _periods(place, kind, starts):
    return Period.objects.filter(
        school_year__organisation=place, school_year__kind=kind, starts=starts
    ).select_related("school_year__organisation")


def _address(place, kind, starts, name="calendar"):
    return reverse(f"organisations:{name}", args=[place.pk, kind, starts])


def _period_form(data, place, kind, starts, cancel=""):
    sent_to = _address(place, kind, starts, "add_period")
    return PeriodForm(data, starts=starts, is_unit=place.is_unit, action=sent_to, cancel=cancel)


def _page_of(request, form, place, starts, *, heading):
    context = {"form": form, "place": place, "starts": starts, "heading": heading}
    return render(request, "organisations/calendar_form.html", context)
