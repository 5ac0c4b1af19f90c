"""People and access: who has a role where, and what the owner's administrator does with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.sorting import sort_key
from common.views import form_page, submitted
from organisations.actions import people as actions
from organisations.forms.people import CloseAccountForm, EndRoleForm
from organisations.models import Membership, Organisation
from organisations.roles import Permission, Role
from organisations.views.fetch import people_page, place_of, role_of

KINDS = list(Organisation.Kind.values)
ROLES = list(Role.values)


@require_safe
def people(request):
    found = Organisation.objects.with_people_for(request.viewer)
    places = list(found.with_headcount(request.viewer.today))
    if not places:
        raise Http404
    if len(places) == 1:
        return redirect(people_page(places[0]))
    places.sort(key=lambda place: (KINDS.index(place.kind), sort_key(place.name)))
    return render(request, "organisations/people.html", {"places": places})


@require_safe
def people_at(request, place):
    place = place_of(request, place)
    ended_too = request.GET.get("show") == "all"
    roles = Membership.objects.at(place).select_related("person")
    roles = list(roles if ended_too else roles.not_over(request.viewer.today))
    roles.sort(key=_by_name)
    for role in roles:
        role.over = role.is_over(request.viewer.today)
    context = {
        "place": place,
        "roles": roles,
        "ended_too": ended_too,
        "may_give": request.viewer.may(Permission.EDIT_PEOPLE, place.owner_id),
        "today": request.viewer.today,
    }
    return render(request, "organisations/people_at.html", context)


@form_page
def end(request, place, membership):
    role = role_of(request, place, membership)
    cancel = people_page(role.organisation)
    form = EndRoleForm(
        posted_or_kept(request), membership=role, today=request.viewer.today, cancel=cancel
    )
    if submitted(request, form, actions.end_role, membership=role):
        messages.success(request, _("The last day of the role is saved."))
        return redirect(cancel)
    context = {"form": form, "place": role.organisation, "role": role}
    return render(request, "organisations/people_form.html", context)


@require_POST
def start_password(request, place, membership):
    role = role_of(request, place, membership)
    with refusal_as_message(request):
        made = actions.renew_start_password(membership=role, by=request.user, now=timezone.now())
        return start_password_page(request, role, made)
    return redirect(people_page(role.organisation))


@form_page
def close_account(request, place, membership):
    role = role_of(request, place, membership)
    cancel = people_page(role.organisation)
    form = CloseAccountForm(posted_or_kept(request), cancel=cancel)
    if submitted(request, form, actions.close_account, membership=role):
        messages.success(request, _("The account is closed, and its roles have ended."))
        return redirect(cancel)
    held = role.person.memberships.not_over(request.viewer.today).select_related("organisation")
    context = {"form": form, "role": role, "held": held.order_by("starts_on", "id")}
    return render(request, "organisations/account_close.html", context)


@require_POST
def reopen_account(request, place, membership):
    role = role_of(request, place, membership)
    with refusal_as_message(request):
        actions.reopen_account(membership=role, by=request.user, now=timezone.now())
        messages.success(request, _("The account is open again. Roles are given anew."))
    return redirect(people_page(role.organisation))


def start_password_page(request, membership, password):
    """Shown in this answer alone: it is not stored, and not sent."""
    context = {"role": membership, "place": membership.organisation, "password": password}
    return render(request, "organisations/people_start.html", context)


def _by_name(membership):
    return (
        sort_key(membership.person.name),
        membership.person_id,
        ROLES.index(membership.role),
        membership.starts_on,
    )
