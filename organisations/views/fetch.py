"""What the pages about people and access show, fetched within what the viewer keeps."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from organisations.law.wording import speak_of
from organisations.models import Membership, Organisation
from organisations.roles import Permission


def place_of(request, pk, *, to_give=False):
    """404 outside what one keeps; 403 for a unit's own administrator, who only reads the list."""
    place = get_object_or_404(Organisation.objects.with_people_for(request.viewer), pk=pk)
    if to_give and not request.viewer.may(Permission.EDIT_PEOPLE, place.owner_id):
        raise PermissionDenied
    speak_of(place)
    return place


def role_of(request, place, pk):
    """One role at the place, to change something about it or about whoever has it."""
    place = place_of(request, place, to_give=True)
    roles = Membership.objects.at(place).select_related("person", "organisation")
    return get_object_or_404(roles, pk=pk)


def people_page(place):
    return reverse("organisations:people_at", args=[place.pk])
