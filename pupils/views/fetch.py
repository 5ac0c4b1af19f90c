"""What a page is about, for those who keep the lists; to everybody else it is not there."""

from django.shortcuts import get_object_or_404

from organisations.law.wording import speak_of
from organisations.models import Organisation
from organisations.roles import Permission
from pupils.models import Group, Guardian, Placement, Pupil, PupilImport


def units_of(viewer):
    return Organisation.objects.units().filter(pk__in=viewer.places_where(Permission.EDIT_PUPILS))


def unit_of(request, pk):
    unit = get_object_or_404(units_of(request.viewer), pk=pk)
    speak_of(unit)
    return unit


def group_of(request, pk):
    return _found(Group.objects.kept_by(request.viewer), pk)


def pupil_of(request, pk):
    return _found(Pupil.objects.kept_by(request.viewer), pk)


def import_of(request, pk):
    return _found(PupilImport.objects.visible_to(request.viewer), pk)


def placement_of(request, pk):
    pupils = Pupil.objects.kept_by(request.viewer)
    placements = Placement.objects.filter(pupil__in=pupils).select_related("pupil__unit")
    return get_object_or_404(placements, pk=pk)


def guardian_of(request, pk):
    pupils = Pupil.objects.kept_by(request.viewer)
    guardians = Guardian.objects.filter(pupil__in=pupils).select_related("pupil__unit")
    guardian = get_object_or_404(guardians, pk=pk)
    speak_of(guardian.pupil.unit)
    return guardian


def _found(rows, pk):
    found = get_object_or_404(rows.select_related("unit"), pk=pk)
    speak_of(found.unit)
    return found
