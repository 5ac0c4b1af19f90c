"""A pupil of the case changes school: to which place, and what goes along."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases.actions import change_school
from cases.forms.changing import ChangeForm, WhereToForm, who_may_change
from cases.views.fetch import get_case
from common.views import form_page, submitted
from concerns.notices import answerers
from concerns.rules import ground_between
from organisations.models import Organisation
from organisations.roles import Permission
from overview.development.first_words import first_words


@form_page
def where_to(request, pk):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    back = reverse("cases:concerns", args=[case.pk])
    form = WhereToForm(request.POST or None, case=case, cancel=back)
    if form.is_valid():
        chosen = form.cleaned_data
        about, to = chosen["involvement"].pk, chosen["unit"].pk
        return redirect("overview:change_school", case.pk, about, to)
    return render(request, "overview/change_where_to.html", {"case": case, "form": form})


@form_page
def change(request, pk, involvement, unit):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    rows = case.involvements.filter(pk__in=who_may_change(case).values("pk"))
    row = get_object_or_404(rows.select_related("pupil"), pk=involvement)
    places = Organisation.objects.units().exclude(pk=case.unit_id)
    to = get_object_or_404(places.select_related("parent"), pk=unit)
    ground = ground_between(case.unit, to)
    form = ChangeForm(
        posted_or_kept(request),
        ground=ground,
        initial=first_words(case, row, request.user),
        today=request.viewer.today,
        cancel=reverse("cases:concerns", args=[case.pk]),
    )
    if told := submitted(request, form, change_school, involvement=row, unit=to):
        _say(request, told)
        return redirect("cases:concerns", case.pk)
    context = {"case": case, "row": row, "to": to, "ground": ground, "form": form}
    return render(request, "overview/change_school.html", context)


def _say(request, told):
    messages.success(request, _("It is sent. You see here when they have answered."))
    if not answerers(told.concern, request.viewer.today):
        messages.warning(
            request, _("Nobody there can answer in the service. Tell them in another way as well.")
        )
