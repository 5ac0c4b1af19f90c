"""Phones that were handed in, and given back."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands, rules
from cases.actions.work import Work
from cases.models import Case, Involvement, PhoneLog
from common.errors import ActionError


@transaction.atomic
def hand_in_phone(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    involvement: Involvement,
    ground: str,
    taken_by: str,
    taken_at: datetime,
    return_on: date | None = None,
    agreed_with: str = "",
) -> PhoneLog:
    """Note a phone that a pupil has handed in: on what ground, to whom, when. It goes back the same
    day, unless the guardians agree to a later one (``agreed_with`` says who did). Refuses
    without a ground or who took it, a time to come, and a later day that nobody agreed to."""
    work = Work.begin(case, by=by, now=now)
    if written := work.written(PhoneLog.objects.all(), token, involvement=involvement):
        return written
    case = work.case
    if involvement.case_id != case.pk:
        raise ActionError(_("Choose somebody in this case."))
    taken_on = timezone.localdate(demands.past(taken_at, now))
    agreed_with = demands.line(agreed_with, longest=200)
    phone = PhoneLog(
        case=case, involvement=involvement,
        ground=demands.text(ground, missing=_("Write on what ground it was handed in.")),
        taken_by=demands.line(taken_by, missing=_("Write who took it.")),
        taken_at=taken_at, return_on=_return_on(work, taken_on, return_on, agreed_with),
        agreed_with=agreed_with if return_on and return_on > taken_on else "",
        written_by=by, form_token=token,
    )  # fmt: skip
    work.save(phone)
    work.record("phone.handed_in", phone, return_on=phone.return_on)
    return phone


@transaction.atomic
def return_phone(
    *, phone: PhoneLog, by: Person, now: datetime, returned_at: datetime | None = None
) -> PhoneLog:
    """The phone is given back; also when the case has ended meanwhile. Refuses what was given back,
    and a time to come or before it was taken."""
    work = Work.in_any_state(phone.case, by=by, now=now)
    phone = PhoneLog.objects.select_for_update().get(pk=phone.pk, case=work.case)
    if phone.returned_at is not None:
        raise ActionError(_("This phone has been given back already."))
    returned_at = demands.past(returned_at or now, now)
    if returned_at < phone.taken_at:
        raise ActionError(_("It was given back before it was taken. Correct the time."))
    phone.returned_at, phone.returned_by = returned_at, by
    phone.save(update_fields=["returned_at", "returned_by"])
    work.record("phone.returned", phone)
    return phone


def _return_on(work: Work, taken_on: date, asked: date | None, agreed_with: str) -> date:
    if asked is None or asked == taken_on:
        return taken_on
    if asked < taken_on:
        raise ActionError(_("It cannot go back before it was taken. Correct the date."))
    if not rules.can_be_due(asked, taken_on, work.today):
        raise ActionError(_("Choose a day within two years from now."))
    if not agreed_with:
        raise ActionError(_("Write which guardian has agreed that it goes back later."))
    return asked
