"""The trusted adult and the talks. Somebody without the case meets the own talk, and no more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.voices import AwayForm, ChangeAdultForm, MoveTalkForm, TalkForm, TrustedAdultForm
from cases.models import TrustedAdult
from cases.people import has_declined
from cases.querysets import people_who_take_part
from cases.views.rows import WRITE, form_about, get_row, people_page
from common.dates import in_words
from common.views import form_page, submitted
from organisations.law.wording import speak_of
from organisations.roles import Permission


@form_page
def name_trusted_adult(request, pk, involvement):
    row = get_row(request, pk, involvement)
    today = request.viewer.today
    form = TrustedAdultForm(
        posted_or_kept(request),
        people=people_who_take_part(row.case, today),
        today=today,
        cancel=people_page(row.case),
    )
    if named := submitted(request, form, actions.name_trusted_adult, involvement=row):
        return _said(request, named, _("Saved. The first talk is on %(day)s."))
    return form_about(request, form, _("Name a trusted adult"), row.case, row)


@form_page
def change_trusted_adult(request, pk):
    trusted = _trusted(request, pk, may_be_own=False)
    today, row = request.viewer.today, trusted.involvement
    form = ChangeAdultForm(
        posted_or_kept(request),
        people=people_who_take_part(trusted.case, today).exclude(pk=trusted.adult_id),
        today=today,
        cancel=people_page(trusted.case),
    )
    if changed := submitted(request, form, actions.change_trusted_adult, trusted=trusted):
        return _said(request, changed, _("Saved. The two talk first on %(day)s."))
    return form_about(request, form, _("Change the trusted adult"), trusted.case, row)


@form_page
def record_talk(request, pk):
    trusted = _trusted(request, pk)
    if trusted.ends_on:
        messages.info(request, _("Somebody else is the trusted adult now."))
        return redirect(_back(request, trusted))
    back, today = _back(request, trusted), request.viewer.today
    form = TalkForm(posted_or_kept(request), trusted=trusted, today=today, cancel=back)
    if talked := submitted(request, form, actions.record_talk, trusted=trusted):
        return _said(request, talked, _("The talk is saved. The next one is on %(day)s."))
    declined = has_declined(trusted)
    return render(request, "cases/talk.html", {"form": form, "trusted": trusted, "asks": declined})


@form_page
def move_talk(request, pk):
    trusted = _trusted(request, pk)
    back = _back(request, trusted)
    form = MoveTalkForm(posted_or_kept(request), today=request.viewer.today, cancel=back)
    if moved := submitted(request, form, actions.move_talk, trusted=trusted):
        return _said(request, moved, _("The next talk is on %(day)s."))
    return _about_talk(request, form, _("Move the talk"), trusted)


@form_page
def note_away(request, pk):
    trusted = _trusted(request, pk)
    back = _back(request, trusted)
    form = AwayForm(
        posted_or_kept(request),
        today=request.viewer.today,
        cancel=back,
        initial={"away_from": trusted.away_from, "away_until": trusted.away_until},
    )
    if submitted(request, form, actions.note_away, trusted=trusted):
        messages.success(request, _("The absence is saved."))
        return redirect(back)
    return _about_talk(request, form, _("Away for a while"), trusted)


def _trusted(request, pk, *, may_be_own=True):
    """404 for one that the viewer does not see; 403 where the viewer may only look."""
    viewer = request.viewer
    found = TrustedAdult.objects.visible_to(viewer).select_related(
        "case__unit", "case__held_by", "involvement__pupil", "adult"
    )
    trusted = get_object_or_404(found, pk=pk)
    case = trusted.case
    own = trusted.is_kept_by(request.user.pk, viewer.stands) and (
        viewer.may(Permission.TAKE_PART, case.held_by_id) or case.pk in viewer.parts
    )
    if not viewer.may(WRITE, case.held_by_id) and not (own and may_be_own):
        raise PermissionDenied
    speak_of(case.unit)
    return trusted


def _back(request, trusted):
    """To the people of the case; for somebody without the case, to My day."""
    sees = request.viewer.may(Permission.READ_CASES, trusted.case.held_by_id)
    return people_page(trusted.case) if sees else reverse("overview:today")


def _said(request, trusted, sentence):
    if trusted.talk_on:
        messages.success(request, sentence % {"day": in_words(trusted.talk_on)})
    else:
        messages.success(request, _("The trusted adult has ended. My day asks for another."))
    return redirect(_back(request, trusted))


def _about_talk(request, form, heading, trusted):
    context = {"form": form, "heading": heading, "trusted": trusted, "case": trusted.case}
    return render(request, "cases/talk_form.html", context)
