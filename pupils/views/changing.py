"""What is changed by hand: a class and its contact teachers, a pupil, a placement, a guardian."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from organisations.permissions import people_with
from organisations.roles import Permission
from pupils import actions, forms
from pupils.models import Group, Placement
from pupils.rules import years_for_lists
from pupils.views.fetch import group_of, guardian_of, placement_of, pupil_of, unit_of

PUPIL_FACTS = ["name", "born_on", "language"]


@form_page
def add_group(request, unit):
    unit = unit_of(request, unit)
    cancel, today = reverse("pupils:unit", args=[unit.pk]), request.viewer.today
    form = forms.GroupForm(posted_or_kept(request), unit=unit, today=today, cancel=cancel)
    if made := submitted(request, form, actions.add_group, unit=unit):
        messages.success(request, _("The class is added."))
        return redirect("pupils:group", made.pk)
    return _page(request, form, unit, _("Add a class"))


@form_page
def add_teacher(request, pk):
    group = group_of(request, pk)
    cancel, today = reverse("pupils:group", args=[pk]), request.viewer.today
    people = people_with(Permission.TAKE_PART, at=group.unit, today=today).order_by("name")
    form = forms.ContactTeacherForm(posted_or_kept(request), people=people, cancel=cancel)
    if submitted(request, form, _named, group=group):
        messages.success(request, _("The contact teacher is named."))
        return redirect(cancel)
    return _page(request, form, group.unit, _("Name a contact teacher"), about=group.name)


def _named(**asked):
    """The action gives nothing back."""
    actions.name_contact_teacher(**asked)
    return True


@require_POST
def remove_teacher(request, pk, person):
    group = group_of(request, pk)
    teacher = get_object_or_404(group.contact_teachers, pk=person)
    with refusal_as_message(request):
        now = timezone.now()
        actions.remove_contact_teacher(group=group, teacher=teacher, by=request.user, now=now)
        messages.success(request, _("The person is no longer contact teacher of the class."))
    return redirect("pupils:group", pk)


@form_page
def add_pupil(request, unit):
    unit = unit_of(request, unit)
    cancel = reverse("pupils:unit", args=[unit.pk])
    form = _pupil_form(request, cancel, button=_("Add the pupil"))
    if made := submitted(request, form, actions.add_pupil, unit=unit):
        messages.success(request, _("The pupil is added. Choose a class."))
        return redirect("pupils:place", made.pk)
    return _page(request, form, unit, _("Add a pupil"))


@form_page
def change_pupil(request, pk):
    pupil = pupil_of(request, pk)
    cancel = reverse("pupils:pupil", args=[pk])
    initial = model_to_dict(pupil, PUPIL_FACTS)
    form = _pupil_form(request, cancel, button=_("Save the changes"), initial=initial)
    if submitted(request, form, actions.change_pupil, pupil=pupil):
        messages.success(request, _("The changes are saved."))
        return redirect(cancel)
    return _page(request, form, pupil.unit, _("Change a pupil"), about=pupil.name)


@form_page
def place(request, pk):
    pupil, today = pupil_of(request, pk), request.viewer.today
    cancel = reverse("pupils:pupil", args=[pk])
    groups = Group.objects.filter(unit=pupil.unit, school_year__in=years_for_lists(today))
    current = Placement.objects.filter(pupil=pupil, ends_on=None).select_related("group")
    form = forms.PlaceForm(
        posted_or_kept(request), groups=groups, current=current, today=today, cancel=cancel
    )
    if submitted(request, form, actions.place_pupil, pupil=pupil):
        messages.success(request, _("The pupil is in the class."))
        return redirect(cancel)
    return _page(request, form, pupil.unit, _("Put a pupil in a class"), about=pupil.name)


@require_POST
def end_placement(request, pk):
    placement = placement_of(request, pk)
    with refusal_as_message(request):
        actions.end_placement(placement=placement, by=request.user, now=timezone.now())
        messages.success(request, _("Today is the pupil’s last day in the class."))
    return redirect("pupils:pupil", placement.pupil_id)


@form_page
def leave(request, pk):
    pupil = pupil_of(request, pk)
    cancel = reverse("pupils:pupil", args=[pk])
    form = forms.LeaveForm(posted_or_kept(request), today=request.viewer.today, cancel=cancel)
    if submitted(request, form, actions.let_pupil_leave, pupil=pupil):
        messages.success(request, _("The pupil has left, and stays in his or her cases."))
        return redirect("pupils:unit", pupil.unit_id)
    return _page(request, form, pupil.unit, _("A pupil leaves"), about=pupil.name)


@require_POST
def take_back(request, pk):
    pupil = pupil_of(request, pk)
    with refusal_as_message(request):
        actions.take_pupil_back(pupil=pupil, by=request.user, now=timezone.now())
        messages.success(request, _("The pupil is on the list again. Choose a class."))
    return redirect("pupils:pupil", pk)


@form_page
def add_guardian(request, pk):
    pupil = pupil_of(request, pk)
    cancel = reverse("pupils:pupil", args=[pk])
    form = forms.GuardianForm(posted_or_kept(request), cancel=cancel)
    if submitted(request, form, actions.add_guardian, pupil=pupil):
        messages.success(request, _("The guardian is added."))
        return redirect(cancel)
    return _page(request, form, pupil.unit, _("Add a guardian"), about=pupil.name)


@form_page
def information(request, pk):
    guardian = guardian_of(request, pk)
    cancel = reverse("pupils:pupil", args=[guardian.pupil_id])
    now = {"information": guardian.information, "reason": guardian.information_reason}
    form = forms.InformationForm(posted_or_kept(request), initial=now, cancel=cancel)
    if submitted(request, form, actions.decide_information, guardian=guardian):
        messages.success(request, _("The decision is saved."))
        return redirect(cancel)
    about = f"{guardian.name} ({guardian.relation}), {guardian.pupil.name}"
    return _page(request, form, guardian.pupil.unit, _("Information to a guardian"), about=about)


def _pupil_form(request, cancel, *, button, initial=None):
    return forms.PupilForm(
        posted_or_kept(request),
        today=request.viewer.today,
        cancel=cancel,
        button=button,
        initial=initial,
    )


def _page(request, form, unit, heading, *, about=""):
    context = {"form": form, "unit": unit, "heading": heading, "about": about}
    return render(request, "pupils/form.html", context)
