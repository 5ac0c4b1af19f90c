"""The inbox: what one person has been told, and the way from an e-mail to the thing itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from notifications import actions
from notifications.forms import AddressForm, WaysForm
from notifications.kinds import UnknownKind, deadline_of, kind_of, marks_of
from notifications.models import Message
from notifications.tasks import nudge
from organisations.forms.people import GiveRoleForm
from organisations.views.fetch import people_page, place_of, role_of
from organisations.views.people import start_password_page

MESSAGES_A_PAGE = 20


@require_GET
def inbox(request):
    mine = Message.objects.visible_to(request.viewer)
    page = Paginator(mine.inbox(), MESSAGES_A_PAGE).get_page(request.GET.get("page"))
    marks = marks_of(page, request.viewer)
    context = {
        "page": page,
        "rows": [(*_row(message), marks.get(message.thing_id, "")) for message in page],
        "has_unread": any(message.read_at is None for message in page),
        "given_up": mine.dead_letters().exists(),
    }
    return render(request, "notifications/inbox.html", context)


@require_GET
def open_message(request, pk):
    """Also where an e-mail leads. What it is about is asked for its own permission there."""
    message = get_object_or_404(Message.objects.visible_to(request.viewer), pk=pk)
    try:
        url = kind_of(message).url(message)
    except UnknownKind as unknown:
        raise Http404 from unknown
    actions.mark_read(message=message, by=request.user, now=timezone.now())
    return redirect(url)


@require_POST
def mark_all_read(request):
    actions.mark_all_read(by=request.user, now=timezone.now())
    return redirect("notifications:inbox")


@form_page
def settings(request):
    chosen = dict(request.user.preferences.values_list("topic", "way"))
    form = WaysForm(posted_or_kept(request), chosen=chosen, cancel=reverse("notifications:inbox"))
    if submitted(request, form, actions.choose_ways):
        messages.success(request, _("Your choices are saved."))
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form})


@require_POST
def retry_mail(request):
    with refusal_as_message(request):
        actions.retry_own_mail(by=request.user, now=timezone.now())
        nudge()
        messages.success(
            request, _("E-mail is sent to you once more. Look into your mailbox in a few minutes.")
        )
    return redirect("notifications:inbox")


@form_page
def correct_address(request, place, membership):
    """Of the pages about people and access the one that leads to e-mail, which they do not know."""
    role = role_of(request, place, membership)
    cancel = people_page(role.organisation)
    form = AddressForm(posted_or_kept(request), cancel=cancel)
    if submitted(request, form, actions.correct_address, membership=role):
        nudge()
        messages.success(request, _("The address is corrected, and the person is told."))
        return redirect(cancel)
    context = {"form": form, "place": role.organisation, "role": role}
    return render(request, "notifications/address.html", context)


@form_page
def give_role(request, place):
    """Of the same pages the one that tells others who give roles there."""
    place = place_of(request, place, to_give=True)
    form = GiveRoleForm(
        posted_or_kept(request), place=place, today=request.viewer.today, cancel=people_page(place)
    )
    given = submitted(request, form, actions.give_access, organisation=place)
    if given is None:
        return render(request, "organisations/people_form.html", {"form": form, "place": place})
    nudge()
    if given.start_password:
        return start_password_page(request, given.membership, given.start_password)
    said = _("%(name)s has the role now.") % {"name": given.membership.person.name}
    messages.success(request, said)
    return redirect(people_page(place))


def _row(message):
    """With its sentence and its deadline, as far as its kind is known."""
    try:
        return message, kind_of(message).title, deadline_of(message)
    except UnknownKind:
        return message, "", None
