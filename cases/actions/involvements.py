"""Who is involved, in which role, from when to when."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands, rules
from cases.actions.alerts import _narrow_alert
from cases.actions.work import Work
from cases.models import Case, Involvement, TrustedAdult
from common.errors import ActionError
from pupils.models import Pupil

Role = Involvement.Role
MOST_IN_A_GROUP = 1_000


@transaction.atomic
def add_involvement(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    starts_on: date,
    role: str = Role.UNCLEAR,
    manner: str = "",
    pupils: Sequence[Pupil] = (),
    described: str = "",
    group_size: int | None = None,
    elsewhere: str = "",
) -> list[Involvement]:
    """Add pupils of the unit, somebody without a name here, or a counted group, in one role.

    Nobody needs a role that is known: it may be unclear. The same sheet adds each of them once. One
    pupil may have several roles, each of them once at a time. With a protected pupil the alert to
    PPT names the unit no more. Refuses when nobody is chosen, and pupils of another place.
    """
    work = Work.begin(case, by=by, now=now)
    role, manner = _role(role, manner)
    day = work.day(starts_on)
    found = _pupils(work, pupils)
    whom: list[dict[str, Any]] = [{"pupil": pupil} for pupil in found]
    whom += _described(described, group_size, elsewhere)
    if not whom:
        raise ActionError(_("Choose whom it concerns, or describe somebody without a name here."))
    how = {"role": role, "manner": manner, "starts_on": day}
    rows = [_added(work, token, how, one) for one in whom]
    if any(pupil.protected for pupil in found):
        _narrow_alert(work.case)
    return rows


def _added(work: Work, token: uuid.UUID, how: dict[str, Any], who: dict[str, Any]) -> Involvement:
    pupil = who.get("pupil")
    sheet = uuid.uuid5(token, f"{work.by.pk} {pupil.pk if pupil else who['described']}")
    if made := demands.made(work.case.involvements.all(), sheet, **how, **who):
        return made
    _not_twice(work, pupil, how["role"])
    row = Involvement(case=work.case, form_token=sheet, **how, **who)
    work.save(row)
    _plan_is_due_anew(work, row)
    named = "named" if pupil else "described"
    work.record("involvement.added", row, role=row.role, kind=named)
    return row


@transaction.atomic
def change_role(
    *, involvement: Involvement, by: Person, now: datetime, on: date, role: str, manner: str = ""
) -> Involvement:
    """The role is another from this day. The old row ends and keeps its plan, measures and answers;
    a new one begins. Refuses while a plan for the one exposed has measures under way."""
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    role, manner = _role(role, manner)
    later = Involvement.objects.filter(continues=row, case=work.case).first()
    if later is not None and (later.role, later.manner, later.starts_on) == (role, manner, on):
        return later
    _refuse_ended(row)
    if (row.role, row.manner) == (role, manner):
        raise ActionError(_("This is the role already. Choose another."))
    day = work.day(on, first=row.starts_on)
    if role != row.role:
        _not_twice(work, row.pupil, role)
    _refuse_running_plan(work, row)
    row.ends_on = day
    row.save(update_fields=["ends_on"])
    new = Involvement(
        case=work.case, pupil_id=row.pupil_id, described=row.described,
        group_size=row.group_size, elsewhere=row.elsewhere, role=role, manner=manner,
        starts_on=day, continues=row,
    )  # fmt: skip
    work.save(new)
    _plan_is_due_anew(work, new)
    row.trusted_adults.filter(ends_on=None).update(involvement=new)
    work.record("involvement.role_changed", new, role_before=row.role, role=role)
    return new


@transaction.atomic
def name_involved(
    *, involvement: Involvement, by: Person, now: datetime, on: date, pupil: Pupil
) -> Involvement:
    """Somebody described turns out to be this pupil of the unit.

    From this day the row is the pupil's, with the plan, the answers and the trusted adult that it
    has; what we knew until then becomes a row of its own, ended on that day
    (docs/adr/0011). Refuses a group, one who is known, and a role that has ended.
    """
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    (pupil,) = _pupils(work, [pupil])
    if row.pupil_id == pupil.pk and row.continues_id is not None:
        return row
    _refuse_ended(row)
    if row.pupil_id is not None:
        raise ActionError(_("We know already who this is."))
    if row.group_size is not None:
        raise ActionError(_("A group has no single name. Add those you know one by one instead."))
    day = work.day(on, first=row.starts_on)
    _not_twice(work, pupil, row.role)
    before = Involvement(
        case=work.case, described=row.described, elsewhere=row.elsewhere,
        role=row.role, manner=row.manner, starts_on=row.starts_on, ends_on=day,
        continues_id=row.continues_id,
    )  # fmt: skip
    row.pupil, row.described, row.elsewhere, row.starts_on = pupil, "", "", day
    row.continues = None
    row.save(update_fields=["pupil", "described", "elsewhere", "starts_on", "continues"])
    work.save(before)
    row.continues = before
    row.save(update_fields=["continues"])
    if pupil.protected:
        _narrow_alert(work.case)
    work.record("involvement.named", row, role=row.role)
    return row


@transaction.atomic
def rename_described(
    *, involvement: Involvement, by: Person, now: datetime, described: str
) -> Involvement:
    """A group or somebody without a name here is called something else from today, as a class that
    has moved up. The row goes on; what it was called until now becomes a row of its own, ended
    today, as when somebody is named. Refuses one who is known, and a role that has ended."""
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    (who,) = _described(described, row.group_size, row.elsewhere) or [{}]
    if who.get("described") == row.described:
        return row
    _refuse_ended(row)
    if row.pupil_id is not None:
        raise ActionError(_("We know already who this is."))
    if not who:
        raise ActionError(_("Describe who it is."))
    before = Involvement(
        id=uuid.uuid4(), case=work.case, described=row.described, elsewhere=row.elsewhere,
        group_size=row.group_size, role=row.role, manner=row.manner, starts_on=row.starts_on,
        ends_on=work.today, continues_id=row.continues_id,
    )  # fmt: skip
    row.described, row.starts_on, row.continues = who["described"], work.today, None
    row.save(update_fields=["described", "starts_on", "continues"])
    work.save(before)
    row.continues = before
    row.save(update_fields=["continues"])
    work.record("involvement.renamed", row, role=row.role)
    return row


@transaction.atomic
def end_involvement(
    *, involvement: Involvement, by: Person, now: datetime, on: date
) -> Involvement:
    """Somebody is no longer part of the case in this role. Refuses while a plan for the one exposed
    has measures under way, and for the last one: a case is about somebody."""
    work = Work.begin(involvement.case, by=by, now=now)
    row = work.involvement(involvement)
    if row.ends_on is not None and row.ends_on == on:
        return row
    _refuse_ended(row)
    day = work.day(on, first=row.starts_on)
    _refuse_running_plan(work, row)
    others = work.case.involvements.filter(ends_on=None).exclude(pk=row.pk)
    if not others.exists():
        raise ActionError(_("The case is about nobody else. Close the case instead."))
    row.ends_on = day
    row.save(update_fields=["ends_on"])
    _hand_on_trust(work, row)
    work.record("involvement.ended", row, role=row.role)
    return row


def _hand_on_trust(work: Work, row: Involvement) -> None:
    """The trusted adult goes on where the pupil has another role without one; else it is over."""
    trusted = row.trusted_adults.filter(ends_on=None).first()
    if trusted is None:
        return
    rows = work.case.involvements.filter(ends_on=None, pupil=row.pupil_id, pupil__isnull=False)
    taken = work.case.trusted_adults.filter(ends_on=None).values("involvement")
    free = rows.exclude(pk__in=taken).first()
    if free is not None:
        trusted.involvement = free
        trusted.save(update_fields=["involvement"])
        return
    trusted.ends_on, trusted.talk_on = work.today, None
    trusted.ended_for = TrustedAdult.EndedFor.OVER
    trusted.save(update_fields=["ends_on", "talk_on", "ended_for"])


def _role(role: str, manner: str) -> tuple[str, str]:
    role = demands.choice(role, Role, missing=_("Choose a role."))
    manner = manner and demands.choice(manner, Involvement.Manner)
    if manner and role != Role.BYSTANDER:
        raise ActionError(_("Only somebody who looks on saw, shared or liked it."))
    return role, manner


def _pupils(work: Work, given: Sequence[Pupil]) -> list[Pupil]:
    """Pupils of the unit where it happened, whom the one who acts may choose."""
    asked = {pupil.pk for pupil in given}
    offered = Pupil.objects.open_to(work.person).choosable().filter(unit=work.case.unit_id)
    found = list(offered.filter(pk__in=asked).by_name()) if asked else []
    if len(found) != len(asked):
        raise ActionError(_("Choose pupils from the list of this place."))
    return found


def _described(typed: str, group_size: int | None, elsewhere: str) -> list[dict[str, Any]]:
    described = demands.line(typed)
    elsewhere = demands.line(elsewhere)
    if not described:
        if group_size is not None or elsewhere:
            raise ActionError(_("Describe who it is."))
        return []
    demands.text(described, missing=_("Describe who it is."))
    if group_size is not None and not 2 <= group_size <= MOST_IN_A_GROUP:
        raise ActionError(_("A group is two or more. For one person, leave the number empty."))
    return [{"described": described, "group_size": group_size, "elsewhere": elsewhere}]


def _not_twice(work: Work, pupil: Pupil | None, role: str) -> None:
    has_it = work.case.involvements.filter(pupil=pupil, role=role, ends_on=None)
    if pupil is not None and has_it.exists():
        raise ActionError(_("The pupil has this role in the case already."))


def _plan_is_due_anew(work: Work, row: Involvement) -> None:
    """One more is exposed where plans were made: the new one is due as of a case told today
    (recommended), unless somebody else's plan is still missing, which stays due as it was."""
    case = work.case
    if row.role != Role.EXPOSED or case.state not in (Case.State.FOLLOW_UP, Case.State.MONITORING):
        return
    # As with measures below: asked for here, where nothing above could hear of it.
    planned = case.plans.filter(state="complete", about__isnull=False).values("about")
    others = case.involvements.filter(role=Role.EXPOSED, ends_on=None).exclude(pk=row.pk)
    if others.exclude(pk__in=planned).exists():
        return
    case.plan_due_on = rules.plan_due_on(work.today, work.law)
    case.save(update_fields=["plan_due_on"])


def _refuse_ended(row: Involvement) -> None:
    if row.ends_on is not None:
        raise ActionError(_("This has ended already. Open the page again to see how it stands."))


def _refuse_running_plan(work: Work, row: Involvement) -> None:
    # The one place besides the closing guard where a case asks for its measures.
    own = work.case.measures.unfinished().filter(plan__about=row.pk)
    if row.role == Role.EXPOSED and own.exists():
        raise ActionError(
            _("The plan for this pupil has measures under way. Finish or stop them first.")
        )
