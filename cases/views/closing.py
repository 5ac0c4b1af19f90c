"""A case is closed, looked at afterwards, followed up longer, or held whole."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases import actions, rules
from cases.forms.closing import CloseForm, ExtendForm, LookForm
from cases.forms.fields import LAW_NOTE
from cases.models import Case, Involvement, OwnerNotice, SafetyAnswer
from cases.safety import somebody_is_unsafe
from cases.steps import BUTTONS
from cases.views.ending import before_closing
from cases.views.fetch import get_case
from common.forms import ReasonField, ReasonForm
from common.views import form_page, submitted
from organisations.calendars import calendar_for
from organisations.law import law_for
from organisations.roles import Permission


@form_page
def close(request, pk):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    if "close" not in rules.verbs_by_hand(case.state):
        messages.error(request, _("The case has moved on. This step is not possible now."))
        return redirect(case)
    today = request.viewer.today
    asked = {"is_early": today < case.followed_until, "is_unsafe": somebody_is_unsafe(case)}
    form = CloseForm(posted_or_kept(request), cancel=case.get_absolute_url(), **asked)
    if submitted(request, form, actions.close_case, case=case):
        messages.success(request, _("The case is closed. My day will ask for a look after it."))
        if asked["is_unsafe"]:
            _say_whether_the_owner_was_told(request, case)
        return redirect(case)
    look_on = rules.look_on(today, law_for(case.unit, today), calendar_for(case.unit))
    before = before_closing(case, request.viewer)
    context = {"form": form, "case": case, "look_on": look_on, "before": before, **asked}
    return render(request, "cases/close.html", context)


def _say_whether_the_owner_was_told(request, case):
    kind = OwnerNotice.Kind.CLOSED_UNSAFE
    notice = case.owner_notices.filter(kind=kind).order_by("-told_at").first()
    if notice is not None and notice.receivers:
        messages.info(request, _("The owner is told that a pupil does not feel safe."))
    else:
        messages.warning(request, _("Nobody at the owner could be told. Tell them yourself."))


@form_page
def look(request, pk):
    case = get_case(request, pk, Permission.WRITE_CASES)
    if case.state != Case.State.CLOSED:
        messages.error(request, _("A look comes after closing. Write in the log instead."))
        return redirect(case)
    form = LookForm(
        posted_or_kept(request),
        exposed=exposed_in(case),
        voice=voice_at(case, request.viewer.today),
        today=request.viewer.today,
        cancel=case.get_absolute_url(),
    )
    if submitted(request, form, actions.record_look, case=case):
        messages.success(request, _("The look is written in the log."))
        if form.says_unsafe:
            messages.warning(request, _("A pupil does not feel safe. Do you want to reopen?"))
            return redirect("cases:step", case.pk, "reopen")
        return redirect(case)
    return render(request, "cases/look.html", {"form": form, "case": case})


def exposed_in(case):
    rows = case.involvements.select_related("pupil").filter(ends_on=None)
    return rows.filter(role=Involvement.Role.EXPOSED).order_by("starts_on", "id")


def voice_at(case, today):
    by = SafetyAnswer.AnsweredBy
    return by.ADULT if law_for(case.unit, today).voice_by_observation else by.PUPIL


@form_page
def extend(request, pk):
    case = get_case(request, pk, Permission.WRITE_CASES)
    if not case.is_open:
        messages.error(request, _("This case has ended. Reopen it first."))
        return redirect(case)
    today = request.viewer.today
    latest = max(today, case.followed_until)
    form = ExtendForm(
        posted_or_kept(request),
        initial={"until": rules.followed_until(calendar_for(case.unit), latest)},
        today=today,
        cancel=case.get_absolute_url(),
    )
    if submitted(request, form, actions.extend_follow_up, case=case):
        messages.success(request, _("The case is followed up until the new day."))
        return redirect(case)
    return render(request, "cases/extend.html", {"form": form, "case": case})


@form_page
def hold(request, pk):
    """Only sets: sent twice, it never ends what the first one set."""
    case = get_case(request, pk, Permission.CLOSE_CASES)
    standing = case.legal_holds.current().first()
    if request.method != "POST" and standing is not None:
        return _hold(request, case, "hold", standing)
    why = ReasonField(
        label=_("Who needs the case whole, and why?"),
        missing=_("Write who needs the case whole, and why."),
        help_text=LAW_NOTE,
    )
    form = _hold_form(request, case, why, button=_("Put on legal hold"))
    if submitted(request, form, actions.set_hold, case=case):
        messages.success(request, _("The case is on legal hold."))
        return redirect(case)
    return _hold(request, case, "hold", standing, form)


@form_page
def end_hold(request, pk, hold):
    case = get_case(request, pk, Permission.CLOSE_CASES)
    row = get_object_or_404(case.legal_holds, pk=hold)
    why = ReasonField(missing=_("Write why nobody needs the hold any more."), help_text=LAW_NOTE)
    form = _hold_form(request, case, why, button=_("End the legal hold"))
    if submitted(request, form, actions.end_hold, hold=row):
        messages.success(request, _("The legal hold is ended."))
        return redirect(case)
    return _hold(request, case, "end_hold", row, form)


def _hold_form(request, case, why, button):
    cancel = case.get_absolute_url()
    return ReasonForm(posted_or_kept(request), why=why, button=button, cancel=cancel)


def _hold(request, case, verb, hold, form=None):
    context = {"form": form, "case": case, "hold": hold, "label": BUTTONS[verb]}
    return render(request, "cases/hold.html", context)
