"""Who can see one case, and who may not: the page, and the decisions that are made from it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from accounts.models import Person
from cases import actions
from cases.forms.access import (
    AboutStaffForm,
    ExcludeForm,
    HandOverForm,
    HelpForm,
    OpenForm,
    StaffDayForm,
    StaffForm,
)
from cases.forms.fields import LAW_NOTE
from cases.models import Case
from cases.views import seeing
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from organisations.roles import Permission

WRITE = Permission.WRITE_CASES
GONE = gettext_lazy("It is done. You do not see this case any more.")


def may_lead_away(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For what can take the case out of the sight of whoever does it: sent twice, the second one
    finds nothing any more, and that is no fault of the sender."""

    @wraps(view)
    def answered(request: HttpRequest, pk, **kwargs) -> HttpResponse:
        try:
            return view(request, pk, **kwargs)
        except PermissionDenied:
            if request.method != "POST" or Case.objects.filter(pk=pk).exists():
                raise
            messages.success(request, str(GONE))
            return redirect("overview:home")

    return answered


@require_safe
def access(request, pk):
    case = get_case(request, pk)
    viewer = request.viewer
    context = {
        "case": case,
        "seen": seeing.seen_by(case, viewer.today),
        "may_write": viewer.may(WRITE, case.held_by_id) and case.state != Case.State.VOID,
        "may_hand_back": case.is_held_elsewhere,
        "today": viewer.today,
    }
    return render(request, "cases/access.html", context)


@form_page
def grant(request, pk):
    case = get_case(request, pk, WRITE)
    today = request.viewer.today
    form = OpenForm(
        posted_or_kept(request),
        case=case,
        button=_("Let this person read the case"),
        memberships=seeing.works_at([case.held_by_id, case.held_by.owner_id], today),
        but=seeing.readers_by_role(case, today) | seeing.excluded_from(case) | _oneself(request),
    )
    if submitted(request, form, actions.grant_access, case=case):
        return _back(request, case)
    return _form(request, case, form, _("Let somebody read the case"))


@form_page
def take_part(request, pk):
    case = get_case(request, pk, WRITE)
    form = OpenForm(
        posted_or_kept(request),
        case=case,
        button=_("Let this person take part"),
        memberships=seeing.works_at([case.unit_id], request.viewer.today),
        but=seeing.excluded_from(case),
    )
    if submitted(request, form, actions.let_take_part, case=case):
        return _back(request, case)
    return _form(request, case, form, _("Let somebody carry out measures"))


@form_page
def let_ppt_help(request, pk):
    case = get_case(request, pk, WRITE)
    form = HelpForm(
        posted_or_kept(request),
        case=case,
        button=_("Let this person carry out measures"),
        memberships=seeing.works_at_ppt(case, request.viewer.today),
        but=seeing.excluded_from(case),
    )
    if submitted(request, form, actions.let_ppt_help, case=case):
        return _back(request, case)
    heading = _("Let somebody at PPT carry out measures")
    return _form(request, case, form, heading, "cases/access_ppt.html")


@require_POST
def end_access(request, pk, access):
    case = get_case(request, pk, WRITE)
    row = get_object_or_404(case.accesses, pk=access)
    with refusal_as_message(request):
        actions.end_access(access=row, by=request.user, now=timezone.now())
        messages.success(request, _("It is ended."))
    return redirect("cases:access", case.pk)


@form_page
@may_lead_away
def exclude(request, pk):
    case = get_case(request, pk, WRITE)
    form = ExcludeForm(
        posted_or_kept(request),
        case=case,
        memberships=seeing.may_be_excluded(case, request.viewer.today),
        but=seeing.excluded_from(case),
    )
    if row := submitted(request, form, actions.exclude_person, case=case):
        return _back(request, row.case, gone=row.person_id == request.user.pk)
    return _form(request, case, form, _("Close the case for somebody"), "cases/exclude.html")


@form_page
@may_lead_away
def hand_over(request, pk):
    """To the owner."""
    case = get_case(request, pk, WRITE)
    button = _("Hand the case to the owner")
    form = HandOverForm(posted_or_kept(request), case=case, button=button)
    if handed := submitted(request, form, actions.hand_case_to_owner, case=case):
        return _back(request, handed, gone=True)
    return _form(request, case, form, button, "cases/hand_over.html")


@form_page
def hand_back(request, pk):
    case = get_case(request, pk, WRITE)
    button = _("Hand the case back")
    form = ReasonForm(
        posted_or_kept(request),
        why=ReasonField(help_text=LAW_NOTE),
        button=button,
        cancel=reverse("cases:access", args=[case.pk]),
    )
    if submitted(request, form, actions.hand_back_case, case=case):
        return _back(request, case, gone=True)
    stays = case.case_concerns.told_to_owner_alone().exists()
    return _form(request, case, form, button, "cases/hand_back.html", stays=stays)


@form_page
@may_lead_away
def about_staff(request, pk):
    case = get_case(request, pk, WRITE)
    form = AboutStaffForm(
        posted_or_kept(request),
        case=case,
        button=_("Send to the owner"),
        initial={"leader": case.is_about_leader},
    )
    if marked := submitted(request, form, actions.mark_about_staff, case=case):
        return _back(request, marked)
    more = {"receivers": seeing.receivers_of(case, request.user, request.viewer.today)}
    heading = _("It is about somebody who works here")
    return _form(request, case, form, heading, "cases/about_staff.html", **more)


@form_page
@may_lead_away
def add_staff(request, pk):
    case = get_case(request, pk, WRITE)
    known = case.staff_concerned.exclude(person=None).values("person")
    if request.method == "POST":  # the same sheet sent twice is written once: the action knows it
        known = known.none()
    form = StaffForm(
        posted_or_kept(request),
        case=case,
        memberships=seeing.works_at([case.unit_id, case.unit.owner_id], request.viewer.today),
        but=Person.objects.filter(pk__in=known),
    )
    if row := submitted(request, form, actions.add_staff_concerned, case=case):
        return _back(request, row.case, gone=row.person_id == request.user.pk)
    return _form(request, case, form, _("Whom the case is about"), "cases/staff_new.html")


DAYS = {
    "informed": (
        actions.note_staff_informed,
        gettext_lazy("When was the person told of the case?"),
    ),
    "heard": (actions.note_staff_heard, gettext_lazy("When was the person heard?")),
}


@form_page
def staff_day(request, pk, staff, what):
    case = get_case(request, pk, WRITE)
    row = get_object_or_404(case.staff_concerned, pk=staff)
    action, heading = DAYS[what]
    form = StaffDayForm(posted_or_kept(request), case=case, today=request.viewer.today)
    if submitted(request, form, action, concerned=row):
        return _back(request, case)
    return _form(request, case, form, heading)


def _oneself(request):
    return Person.objects.filter(pk=request.user.pk)


def _back(request, case, *, gone=False):
    """To the page about access; to the beginning, where the case is out of sight now."""
    viewer = request.viewer
    held = case.held_by_id in viewer.places_where(Permission.READ_CASES)
    if gone or not (held or case.pk in viewer.cases):
        messages.success(request, str(GONE))
        return redirect("overview:home")
    messages.success(request, _("It is saved."))
    return redirect("cases:access", case.pk)


def _form(request, case, form, heading, template="cases/access_form.html", **more):
    context = {"case": case, "form": form, "heading": heading, **more}
    return render(request, template, context)
