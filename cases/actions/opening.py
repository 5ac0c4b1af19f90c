"""A case is opened: the alert to PPT first, then the case that points at it."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from cases import demands, rules
from cases.models import Case, Involvement, PptAlert
from cases.notices import PptAlerted, receivers
from common.errors import ActionError
from notifications.outbox import tell
from organisations import permissions
from organisations.calendars import calendar_for
from organisations.models import Organisation, PptService
from organisations.roles import Permission, Role
from pupils.models import Placement, Pupil

# A reference is one of 234 256 in a year; that it is taken so many times in a row does not happen.
TRIES = 10


class Told(TypedDict):
    """What the principal knows when the case is opened."""

    source: str
    known_at: datetime
    what_happened: str
    kinds: Sequence[str]
    serious: bool
    pupils: NotRequired[Sequence[Pupil]]
    described: NotRequired[Sequence[str]]
    role: NotRequired[str]
    raised_at: NotRequired[datetime | None]
    places: NotRequired[Sequence[str]]
    serious_reason: NotRequired[str]
    help_wanted: NotRequired[str]


@transaction.atomic
def open_case(
    *, unit: Organisation, by: Person, now: datetime, token: uuid.UUID, **told: Unpack[Told]
) -> Case:
    """Open a case with its alert, those it concerns and the messages to PPT, all or nothing.

    ``pupils`` and ``described`` (people without a name here) are those whom the case concerns, in
    the ``role`` exposed unless it is said to be unclear. The same sheet (``token``) by the same
    person makes one case, also when it is sent twice at once. A unit that no office serves gets its
    alert too. Plan and answer: 5 working days, recommended. Source: Education Act 12-4 and
    Kindergarten Act 42; that PPT is alerted to every case is the guidance's.
    """
    permissions.require(by, Permission.WRITE_CASES, at=unit, today=timezone.localdate(now))
    checked = _checked(unit, now, told)
    for _try in range(TRIES):
        if made := Case.objects.filter(form_token=token, created_by=by).first():
            return _same(made, checked["what_happened"])
        try:
            with transaction.atomic():
                return _open(unit, by, now, token, checked)
        except IntegrityError as error:
            if not demands.is_taken(error, "form_token", "reference"):
                raise
    raise ActionError(demands.USED_FORM)


def _checked(unit: Organisation, now: datetime, told: Told) -> Told:
    """Everything asked again, whatever form it came through."""
    if not unit.is_unit:
        raise ActionError(_("Choose a school or a kindergarten."))
    pupils = _pupils(unit, told.get("pupils", ()))
    described = [
        demands.text(one, missing=_("Describe who it is."), longest=120, lines=False)
        for one in told.get("described", ())
    ]
    if not pupils and not described:
        raise ActionError(_("Choose whom it concerns, or describe somebody without a name here."))
    serious_reason = demands.text(
        told.get("serious_reason", ""),
        missing=_("Write why it is serious.") if told["serious"] else "",
    )
    raised_at = told.get("raised_at")
    if raised_at and timezone.localdate(raised_at) < timezone.localdate(told["known_at"]):
        raise ActionError(
            _("The leadership knew when the family told them. Correct one of the two dates.")
        )
    role = told.get("role", "exposed")
    if role not in rules.ROLES_AT_FIRST:
        raise ActionError(_("Nobody gets another role before it has been looked into."))
    return Told(
        pupils=pupils,
        described=described,
        role=role,
        source=_one(told["source"], Case.Source),
        known_at=demands.past(told["known_at"], now),
        raised_at=raised_at and demands.past(raised_at, now),
        what_happened=demands.text(told["what_happened"], missing=_("Write what has happened.")),
        kinds=demands.choices(
            told["kinds"], Case.Kind, missing=_("Choose what kind of violation it is.")
        ),
        places=demands.choices(told.get("places", ()), Case.Place, missing=""),
        serious=told["serious"],
        serious_reason=serious_reason if told["serious"] else "",
        help_wanted=_one(told.get("help_wanted", "not_said"), PptAlert.Help),
    )


def _one(given: str, among: type) -> str:
    return demands.choices([given], among, missing=_("Choose among the answers in the list."))[0]


def _pupils(unit: Organisation, given: Sequence[Pupil]) -> list[Pupil]:
    asked = {pupil.pk for pupil in given}
    found = list(Pupil.objects.choosable().filter(unit=unit, pk__in=asked)) if asked else []
    if len(found) != len(asked):
        raise ActionError(_("Choose pupils from the list of this place."))
    return found


def _same(made: Case, what_happened: str) -> Case:
    if made.what_happened != what_happened:
        raise ActionError(demands.USED_FORM)
    return made


def _open(unit: Organisation, by: Person, now: datetime, token: uuid.UUID, told: Told) -> Case:
    today = timezone.localdate(now)
    alert = _alert(unit, told, now)
    # No RETURNING: whoever writes the alert may not read it before its case stands.
    alert.save(force_insert=True)
    case = Case(
        id=uuid.uuid4(),
        reference=rules.reference(today.year),
        unit=unit,
        held_by=unit,
        alert=alert,
        plan_due_on=rules.plan_due_on(today),
        followed_until=rules.followed_until(calendar_for(unit), today),
        told_at=now,
        form_token=token,
        created_by=by,
        created_at=now,
        **{name: told[name] for name in _OF_CASE},  # type: ignore[literal-required]
    )
    case.save(force_insert=True)
    people = _involvements(case, told, now)
    Involvement.objects.bulk_create(people)
    record(
        "case.opened", by=by, now=now, target=case, case_id=case.pk, people=len(people),
        kinds=list(case.kinds), serious=case.serious,
    )  # fmt: skip
    office = alert.office_id and str(alert.office_id)
    record("alert.sent", by=by, now=now, target=alert, case_id=case.pk, office=office)
    to = receivers(alert.office, alert.owner, today)
    # Without the case's id: nothing at PPT leads to the case.
    tell(PptAlerted, thing_id=alert.pk, to=to, now=now, due_on=alert.answer_by)
    return case


_OF_CASE = (
    "source", "known_at", "raised_at", "what_happened", "kinds", "places", "serious",
    "serious_reason",
)  # fmt: skip


def _involvements(case: Case, told: Told, now: datetime) -> list[Involvement]:
    who: list[dict[str, Any]] = [{"pupil": pupil} for pupil in told["pupils"]]
    who += [{"described": one} for one in told["described"]]
    day = timezone.localdate(now)
    return [
        Involvement(id=uuid.uuid4(), case=case, role=told["role"], starts_on=day, **one)
        for one in who
    ]


def _alert(unit: Organisation, told: Told, now: datetime) -> PptAlert:
    """Level 0: what it may hold is said by ``rules.alert_content``."""
    today = timezone.localdate(now)
    content = rules.alert_content(
        is_kindergarten=unit.kind == Organisation.Kind.KINDERGARTEN,
        is_about_staff=False,
        band=rules.band_of([pupil.pk for pupil in told["pupils"]], _stages(unit, now)),
        kinds=tuple(told["kinds"]),
    )
    return PptAlert(
        id=uuid.uuid4(),
        office=PptService.objects.office_serving(unit),
        owner_id=unit.owner_id,
        unit=unit if content.names_unit else None,
        week=rules.monday_of(today),
        regime=unit.regime,
        stage=content.stage,
        kinds=list(content.kinds),
        help_wanted=told["help_wanted"],
        contact_role=Role.PRINCIPAL,
        created_at=now,
        answer_by=rules.answer_by(today),
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
