"""A case is opened: the alert to PPT first, then the case that points at it."""

import uuid
from datetime import datetime
from typing import Any, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.scope import admit
from cases import demands, rules
from cases.actions.alerts import _days_to_answer
from cases.actions.concerns import _link
from cases.actions.owner import tell_owner
from cases.actions.work import Work
from cases.demands import Told
from cases.models import Case, Entry, Involvement, OwnerNotice, PptAlert
from cases.notices import PptAlerted, receivers
from common.errors import ActionError
from concerns.models import Concern
from concerns.rules import Place
from notifications.outbox import tell
from organisations import permissions
from organisations.calendars import calendar_for
from organisations.law import law_for
from organisations.models import Organisation, PptService
from organisations.roles import Permission, Role
from pupils.models import Placement, Pupil

# A reference is one of 234 256 in a year; that it is taken so many times in a row does not happen.
TRIES = 10


@transaction.atomic
def open_case(
    *,
    unit: Organisation,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    concern: Concern | None = None,
    **told: Unpack[Told],
) -> Case:
    """Open a case with its alert, those it concerns and the messages, all or nothing.

    ``pupils`` and ``described`` (people without a name here) are those whom the case concerns, in
    the ``role`` exposed unless it is said to be unclear. The same sheet (``token``, which becomes
    the case's id) by the same person makes one case, also when it is sent twice at once. A unit
    that no office serves gets its alert too.

    A ``concern`` is taken on by it, and was told to the principal when it was sent. The owner's
    adviser opens a case for a unit only from a concern that waits at the owner. Serious, or about
    somebody who works there: the owner is told; about a leader, the owner answers for the case at
    once, and it is out of sight for the one who opened it. Plan and answer: 5 working days,
    recommended. Source: Education Act 12-4 and 12-5, Kindergarten Act 42 and 43; that PPT is
    alerted to every case is the guidance's.
    """
    holder = _holder(unit, by, now, concern, told.get("is_about_leader", False))
    facts = demands.case_told(unit, by, now, told)
    if holder.pk != unit.pk:
        # A case that lies with the owner is out of sight for who opens it at the unit.
        admit(token)
    for _try in range(TRIES):
        own = Case.objects.filter(created_by=by)
        if made := demands.made(own, token, what_happened=facts["what_happened"]):
            return made
        try:
            with transaction.atomic():
                return _open(unit, holder, by, now, token, concern, facts)
        except IntegrityError as error:
            if not demands.is_taken(error, "form_token", "reference", "number", "case_pkey"):
                raise
    raise ActionError(demands.USED_FORM)


def _holder(
    unit: Organisation, by: Person, now: datetime, concern: Concern | None, about_leader: bool
) -> Organisation:
    """Who answers for the case from the start. Raises PermissionDenied for who may not open it."""
    today, right, owner = timezone.localdate(now), Permission.WRITE_CASES, unit.parent
    waits_there = concern is not None and Place.OWNER in concern.places
    if owner and waits_there and not permissions.allowed(by, right, at=unit, today=today):
        permissions.require(by, right, at=owner, today=today)
        return owner
    permissions.require(by, right, at=unit, today=today)
    return owner if owner and about_leader else unit


def _open(
    unit: Organisation, holder: Organisation, by: Person, now: datetime, token: uuid.UUID,
    concern: Concern | None, told: Told,
) -> Case:  # fmt: skip
    today = timezone.localdate(now)
    # No RETURNING: whoever writes the alert may not read it before its case stands.
    alert = _alert(unit, holder, told, now)
    alert.save()
    told_at = concern.told_at if concern else now
    told_on = timezone.localdate(told_at)
    case = Case.objects.create(
        id=token,
        reference=rules.reference(today.year),
        unit=unit,
        held_by=holder,
        alert=alert,
        plan_due_on=rules.plan_due_on(told_on, law_for(unit, told_on)),
        followed_until=rules.followed_until(calendar_for(unit), today),
        told_at=told_at,
        form_token=token,
        created_by=by,
        created_at=now,
        **_of_case(told),
    )
    work = Work(case, by, now)
    people = _involvements(case, told, now)
    Involvement.objects.bulk_create(people)
    work.record("case.opened", people=len(people), kinds=list(case.kinds), serious=case.serious)
    _alert_ppt(work)
    if concern is not None:
        _link(work, concern)
    _note_needs(work, told["needs_today"])
    _tell_owner(case, by, now)
    return case


def _of_case(told: Told) -> dict[str, Any]:
    """What the case itself keeps of it."""
    return {name: value for name, value in told.items() if name in _OF_CASE}


_OF_CASE = (
    "source", "known_at", "raised_at", "what_happened", "kinds", "places", "serious",
    "serious_reason", "is_about_staff", "is_about_leader", "needs_today",
)  # fmt: skip


def _alert_ppt(work: Work) -> None:
    alert = work.case.alert
    work.record("alert.sent", alert, office=alert.office_id)
    to = receivers(alert.office, alert.owner, work.today)
    # Without the case's id: nothing at PPT leads to the case.
    tell(PptAlerted, thing_id=alert.pk, to=to, now=work.now, due_on=alert.answer_by)


def _note_needs(work: Work, text: str) -> None:
    """What the child needs today is the first thing in the log."""
    if not text:
        return
    Entry.objects.create(
        case=work.case,
        kind=Entry.Kind.NOTE,
        happened_on=work.today,
        text=_("What the pupil needs today: %(text)s") % {"text": text},
        written_by=work.person,
        written_at=work.now,
        form_token=uuid.uuid4(),
    )


def _tell_owner(case: Case, by: Person, now: datetime) -> None:
    """In the same transaction: that it is serious, and that it may be somebody who works there."""
    if case.is_about_staff:
        why = (
            _("It may be somebody in the leadership who violates.")
            if case.is_about_leader
            else _("It may be somebody who works there who violates.")
        )
        tell_owner(case=case, kind=OwnerNotice.Kind.STAFF, reason=why, by=by, now=now)
    if case.serious:
        reason = case.serious_reason
        tell_owner(case=case, kind=OwnerNotice.Kind.SERIOUS, reason=reason, by=by, now=now)


def _involvements(case: Case, told: Told, now: datetime) -> list[Involvement]:
    who: list[dict[str, Any]] = [{"pupil": pupil} for pupil in told["pupils"]]
    who += [{"described": one} for one in told["described"]]
    day = timezone.localdate(now)
    return [Involvement(case=case, role=told["role"], starts_on=day, **one) for one in who]


def _alert(unit: Organisation, holder: Organisation, told: Told, now: datetime) -> PptAlert:
    """Level 0: what it may hold is said by ``rules.alert_content``."""
    today = timezone.localdate(now)
    content = rules.alert_content(
        is_kindergarten=unit.kind == Organisation.Kind.KINDERGARTEN,
        # Past the leaders, it is as if it were about staff: it may be.
        is_about_staff=told["is_about_staff"] or holder != unit,
        is_protected=any(pupil.protected for pupil in told["pupils"]),
        band=rules.band_of([pupil.pk for pupil in told["pupils"]], _stages(unit, now)),
        kinds=tuple(told["kinds"]),
    )
    office = PptService.objects.office_serving(unit)
    days = _days_to_answer(unit, office, named=content.names_unit, today=today)
    return PptAlert(
        office=office,
        owner_id=unit.owner_id,
        unit=unit if content.names_unit else None,
        week=rules.monday_of(today),
        regime=unit.regime,
        stage=content.stage,
        kinds=list(content.kinds),
        help_wanted=told["help_wanted"],
        contact_role=Role.PRINCIPAL if holder == unit else Role.OWNER_ADVISER,
        created_at=now,
        answer_by=rules.answer_by(today, law_for(unit, today), days),
        answer_within=days,
    )


def _stages(unit: Organisation, now: datetime) -> dict[uuid.UUID, set[int | None]]:
    """Every pupil who goes here now, with the stages of his or her groups."""
    stages: dict[uuid.UUID, set[int | None]] = {
        pk: set()
        for pk in Pupil.objects.filter(unit=unit, left_on=None).values_list("pk", flat=True)
    }
    placed = Placement.objects.current(timezone.localdate(now)).filter(pupil__in=stages)
    for pupil, stage in placed.values_list("pupil_id", "group__stage"):
        stages[pupil].add(stage)
    return stages
