"""Who is away from a unit, from when to when, and who stands in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from accounts.models import Person
from common.errors import refusal_as_message
from common.views import form_page, submitted
from organisations.actions import absence as actions
from organisations.forms.absence import AbsenceForm, ChangeAbsenceForm
from organisations.law.wording import speak_of
from organisations.models import Absence, Membership, Organisation
from organisations.roles import Permission


@require_safe
def absences(request):
    places = list(Organisation.objects.with_absences_for(request.viewer))
    if not places:
        raise Http404
    if len(places) == 1:
        return redirect(_address(places[0]))
    return render(request, "organisations/absences.html", {"places": places})


@require_safe
def absences_at(request, place):
    place = _place(request, place)
    rows = Absence.objects.at(place).to_come(request.viewer.today)
    rows = rows.select_related("person", "substitute").order_by("starts_on", "id")
    context = {"place": place, "absences": rows, "today": request.viewer.today}
    return render(request, "organisations/absences_at.html", context)


@form_page
def note(request, place):
    place = _place(request, place)
    today = request.viewer.today
    form = AbsenceForm(
        posted_or_kept(request),
        people=_people(place, today),
        substitutes=_substitutes(place, today),
        today=today,
        cancel=_address(place),
    )
    if submitted(request, form, actions.note_absence, organisation=place):
        messages.success(request, _("The absence is saved."))
        return redirect(_address(place))
    return render(request, "organisations/absence_form.html", {"form": form, "place": place})


@form_page
def change(request, place, absence):
    place, absence = _absence(request, place, absence)
    today = request.viewer.today
    form = ChangeAbsenceForm(
        posted_or_kept(request),
        substitutes=_substitutes(place, today).exclude(pk=absence.person_id),
        today=today,
        initial={"ends_on": absence.ends_on, "substitute": absence.substitute_id},
        cancel=_address(place),
    )
    if submitted(request, form, actions.change_absence, absence=absence):
        messages.success(request, _("The absence is saved."))
        return redirect(_address(place))
    context = {"form": form, "place": place, "absence": absence}
    return render(request, "organisations/absence_form.html", context)


@require_POST
def end(request, place, absence):
    place, absence = _absence(request, place, absence)
    with refusal_as_message(request):
        actions.end_absence(absence=absence, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s is back.") % {"name": absence.person.name})
    return redirect(_address(place))


def _place(request, pk):
    place = get_object_or_404(Organisation.objects.with_absences_for(request.viewer), pk=pk)
    speak_of(place)
    return place


def _absence(request, place, pk):
    place = _place(request, place)
    rows = Absence.objects.at(place).select_related("person", "organisation")
    return place, get_object_or_404(rows, pk=pk)


def _people(place, today):
    """Those who work there now, or will."""
    here = Membership.objects.at(place).not_over(today).values("person")
    return Person.objects.filter(pk__in=here, is_active=True).order_by("name", "id")


def _substitutes(place, today):
    """Those of them who may carry out something."""
    able = Membership.objects.at(place).not_over(today).granting(Permission.TAKE_PART)
    return _people(place, today).filter(pk__in=able.values("person"))


def _address(place):
    return reverse("organisations:absences_at", args=[place.pk])
