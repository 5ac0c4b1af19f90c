"""Protected identity: marking a pupil, and naming who may see it.

Whoever answers for the unit finds a protected pupil by the people named for it, also when the
pupil's own row is hidden: somebody who comes new must be able to name himself or herself.
"""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from organisations.law.wording import speak_of
from organisations.models import Membership
from organisations.roles import Permission, roles_with
from pupils.actions import identity as actions
from pupils.forms.identity import OpenIdentityForm, ProtectForm
from pupils.identity import labels_of
from pupils.models import Pupil, PupilAccess


@require_safe
def protected(request):
    """The protected pupils of the units that one answers for, named or not."""
    if not request.viewer.may(Permission.OPEN_IDENTITY):
        raise Http404
    rows = PupilAccess.objects.visible_to(request.viewer).current().order_by("given_at", "id")
    counted = Counter(rows.values_list("pupil_id", flat=True))
    labels = labels_of(counted, request.user)
    found = [{"pk": pk, "label": labels[pk], "named": count} for pk, count in counted.items()]
    return render(request, "pupils/protected.html", {"pupils": found})


@form_page
def identity(request, pk):
    named = list(_named(request, pk))
    if named:
        return _open(request, pk, named)
    found = Pupil.objects.visible_to(request.viewer).select_related("unit")
    pupil = get_object_or_404(found, pk=pk)
    if pupil.protected or not request.viewer.may(Permission.EDIT_PUPILS, pupil.unit_id):
        raise PermissionDenied
    speak_of(pupil.unit)
    roles = _roles_at(pupil.unit, request.viewer.today)
    cancel = reverse("pupils:pupil", args=[pk])
    form = ProtectForm(posted_or_kept(request), roles=roles, cancel=cancel)
    if submitted(request, form, actions.protect_pupil, pupil=pupil):
        said = _("The identity is protected. To all who are not named, the pupil is gone.")
        messages.success(request, said)
        return redirect("pupils:unit", pupil.unit_id)
    return render(request, "pupils/protect.html", {"form": form, "pupil": pupil})


@require_POST
def close(request, pk, access):
    row = get_object_or_404(_named(request, pk), pk=access)
    with refusal_as_message(request):
        actions.close_identity(access=row, by=request.user, now=timezone.now())
        messages.success(request, _("The person is no longer named."))
    return redirect("pupils:identity", pk)


@require_POST
def unprotect(request, pk):
    unit = _unit_of(_named(request, pk))
    with refusal_as_message(request):
        asked = {"pupil_id": pk, "unit": unit, "by": request.user, "now": timezone.now()}
        actions.unprotect_pupil(**asked)
        messages.success(request, _("The pupil is shown again."))
        return redirect("pupils:protected")
    return redirect("pupils:identity", pk)


def _open(request, pk, named):
    unit = named[0].unit
    speak_of(unit)
    roles = _roles_at(unit, request.viewer.today)
    form = OpenIdentityForm(posted_or_kept(request), roles=roles)
    if submitted(request, form, actions.open_identity, pupil_id=pk, unit=unit):
        messages.success(request, _("The person is named."))
        return redirect("pupils:identity", pk)
    mine = any(row.person_id == request.user.pk for row in named)
    label = labels_of([pk], request.user)[pk]
    context = {"form": form, "named": named, "pk": pk, "mine": mine, "label": label}
    return render(request, "pupils/identity.html", context)


def _named(request, pk):
    rows = PupilAccess.objects.visible_to(request.viewer).current().filter(pupil=pk)
    # Not with the pupil's row: where it is hidden, the join would hide who is named too.
    return rows.select_related("unit", "person", "given_by").order_by("given_at", "id")


def _unit_of(named):
    row = named.first()
    if row is None:
        raise Http404
    return row.unit


def _roles_at(unit, today):
    """One role of each who works at the unit, or reads cases at its owner; the highest."""
    at_owner = Q(organisation=unit.owner_id, role__in=roles_with(Permission.READ_CASES))
    roles = Membership.objects.current(today).filter(
        Q(organisation=unit) | at_owner, person__is_active=True
    )
    openers = roles_with(Permission.OPEN_IDENTITY)
    ordered = sorted(roles.select_related("person"), key=lambda role: role.role in openers)
    return list({role.person_id: role for role in ordered}.values())
