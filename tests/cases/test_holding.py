"""Who holds a case: to the owner and back, and what nobody loses by it."""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import (
    exclude_person,
    hand_back_case,
    hand_case_to_owner,
    lift_exclusion,
    move_cases_of_excluded_leaders,
)
from cases.models import Case, CaseAccess, StateReason
from common.errors import ActionError
from evaluations.actions import record_evaluation
from evaluations.sweep import sweep, tell_due
from measures.models import Measure
from measures.querysets import people_who_may_carry_out
from notifications.delivery import deliver
from notifications.models import Message
from notifications.notices import Digest
from organisations.models import Membership
from tests.cases.holding import WHY, do, holder, sees, told
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.organisations import MembershipFactory, member
from tests.plugin_database import as_worker
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")
DUE = "evaluations.EvaluationDue"


def test_hand_case_to_owner_takes_it_from_everybody_at_the_unit(fjellet):
    case = CaseFactory(unit=fjellet.school)
    do(hand_case_to_owner, fjellet.principal, case=case)
    assert holder(case) == fjellet.owner
    assert Case.objects.get().unit == fjellet.school
    for role in ("principal", "deputy", "case_worker", "teacher"):
        assert not sees(getattr(fjellet, role), case)
    assert sees(fjellet.owner_adviser, case)
    assert Event.objects.get().name == "case.held_by_owner"


def test_hand_case_to_owner_tells_ppt_no_longer_where_it_is(fjellet):
    case = CaseFactory(unit=fjellet.school, alert__stage="5-7", alert__kinds=["words"])
    do(hand_case_to_owner, fjellet.principal, case=case)
    alert = Case.objects.select_related("alert").get().alert
    assert (alert.unit, alert.stage, alert.kinds) == (None, "", [])
    assert alert.contact_role == "owner_adviser"


def test_hand_case_to_owner_keeps_the_parts_of_those_who_carry_out_something(fjellet):
    one = scene(fjellet, deputy=fjellet.other_teacher)
    do(hand_case_to_owner, fjellet.principal, case=one.case)
    for person in (fjellet.teacher, fjellet.other_teacher):
        assert not sees(person, one.case)
        with acting(person, TODAY) as viewer:
            assert viewer.parts == {one.case.pk}
            assert list(Measure.objects.visible_to(viewer)) == [one.measure]
    with acting(fjellet.owner_adviser, TODAY):
        able = set(people_who_may_carry_out(one.case.__class__.objects.get(), TODAY))
    # The deputy is the pupil's trusted adult.
    assert able == {
        fjellet.owner_adviser, fjellet.teacher, fjellet.other_teacher, fjellet.deputy,
    }  # fmt: skip


def test_hand_case_to_owner_keeps_why(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError):
        do(hand_case_to_owner, fjellet.principal, case=case, reason=" ")
    do(hand_case_to_owner, fjellet.principal, case=case, reason=WHY)
    reason = StateReason.objects.get(case=case)
    event = Event.objects.get(name="case.held_by_owner")
    assert (reason.text, event.data) == (WHY, {"reason": str(reason.pk)})


def test_hand_case_to_owner_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    with pytest.raises(ActionError, match="already"):
        do(hand_case_to_owner, fjellet.owner_adviser, case=case)
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError, match="wrongly registered"):
        do(hand_case_to_owner, fjellet.principal, case=void)


def test_hand_case_to_owner_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser, fjellet.other_principal),
        lambda by: do(hand_case_to_owner, by, case=case),
    )
    assert holder(case) == fjellet.school


def test_nobodys_reminder_is_lost_when_a_case_moves(fjellet):
    """The sweep tells the same people before and after."""
    before, after = scene(fjellet), scene(fjellet)
    for one in (before, after):
        Measure.objects.filter(pk=one.measure.pk).update(deputy=fjellet.other_teacher)
    with as_worker():
        tell_due(now=NOW)
    first = told(DUE, thing_id=after.measure.pk)
    assert first == {fjellet.teacher.pk, fjellet.other_teacher.pk}
    do(exclude_person, fjellet.deputy, case=after.case, person=fjellet.principal, reason=WHY)
    Message.objects.filter(kind=DUE).delete()
    with as_worker():
        tell_due(now=NOW)
    assert told(DUE, thing_id=after.measure.pk) == first == told(DUE, thing_id=before.measure.pk)


@pytest.mark.django_db(transaction=True)
def test_the_letter_goes_to_whoever_keeps_a_part(fjellet, smtp_server):
    one = scene(fjellet)
    do(hand_case_to_owner, fjellet.principal, case=one.case)
    with as_worker():
        tell_due(now=NOW)
        deliver(now=NOW)
    assert [mail.recipients for mail in smtp_server.messages] == [[fjellet.teacher.email]]


@pytest.mark.django_db(transaction=True)
def test_no_letter_goes_to_whoever_is_excluded_before_it_is_sent(fjellet, smtp_server):
    one = scene(fjellet)
    with as_worker():
        tell_due(now=NOW)
    do(exclude_person, fjellet.principal, case=one.case, person=fjellet.teacher, reason=WHY)
    with as_worker():
        deliver(now=NOW)
    asked = [mail.recipients for mail in smtp_server.messages]
    assert asked == [[fjellet.owner_adviser.email]]
    theirs = Message.objects.filter(person=fjellet.teacher, channel="email")
    # It waited for the digest of the day, which has nothing left to ring for.
    assert {kind: (state, why) for kind, state, why in theirs.values_list(
        "kind", "state", "last_error"
    )} == {
        DUE: ("cancelled", "excluded from the case"),
        Digest.name: ("cancelled", "nothing left to tell"),
    }  # fmt: skip


def test_whoever_keeps_a_part_evaluates_it(fjellet):
    one = scene(fjellet)
    do(hand_case_to_owner, fjellet.principal, case=one.case)
    asked = {"measure": one.measure, "due_on": TODAY, "effect": "yes", "next": "continue"}
    refused_to(
        (fjellet.principal, fjellet.other_teacher), lambda by: do(record_evaluation, by, **asked)
    )
    done = do(record_evaluation, fjellet.teacher, safety=(one.pupil, 4, "", "pupil"), **asked)
    assert done.safety.value == 4


def test_hand_back_case_gives_it_to_the_unit_and_tells_its_leader(fjellet):
    one = scene(fjellet)
    row = do(exclude_person, fjellet.principal, case=one.case, person=fjellet.principal, reason=WHY)
    do(lift_exclusion, fjellet.owner_adviser, exclusion=row, reason="Ikke i slekt.")
    do(hand_back_case, fjellet.owner_adviser, case=one.case, reason="Rektor er ikke inhabil.")
    assert holder(one.case) == fjellet.school
    assert sees(fjellet.principal, one.case)
    assert sees(fjellet.deputy, one.case)
    assert not sees(fjellet.owner_adviser, one.case)
    assert told("cases.CaseHandedBack") == {fjellet.principal.pk}
    assert not CaseAccess.objects.current().filter(kind="takes_part").exists()
    assert Case.objects.select_related("alert").get().alert.contact_role == "principal"
    with as_worker():
        tell_due(now=NOW)
    assert told(DUE) == {fjellet.teacher.pk}


def test_hand_back_case_refused_by_state(fjellet):
    asked = {"by": fjellet.owner_adviser, "reason": WHY}
    here = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=here, person=fjellet.owner_adviser, kind="granted")
    with pytest.raises(PermissionDenied):
        do(hand_back_case, case=here, **asked)
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    with pytest.raises(ActionError, match="Write why"):
        do(hand_back_case, case=case, by=fjellet.owner_adviser, reason=" ")
    CaseAccessFactory(case=case, person=fjellet.principal)
    with pytest.raises(ActionError, match="A leader of the unit is excluded"):
        do(hand_back_case, case=case, **asked)
    CaseAccess.objects.update(ended_at=NOW)
    Case.objects.update(is_about_staff=True, is_about_leader=True)
    with pytest.raises(ActionError, match="about a leader"):
        do(hand_back_case, case=case, **asked)
    Membership.objects.filter(person=fjellet.principal).update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(ActionError, match="Nobody leads"):
        do(hand_back_case, case=case, **asked)
    assert holder(case) == fjellet.owner


def test_hand_back_case_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    refused_to(
        (fjellet.principal, fjellet.owner_administrator, fjellet.teacher),
        lambda by: do(hand_back_case, by, case=case, reason=WHY),
    )


def test_a_case_goes_back_to_a_new_leader_though_the_old_one_stays_excluded(fjellet):
    case = CaseFactory(unit=fjellet.school, is_about_staff=True, is_about_leader=True)
    do(
        exclude_person, fjellet.deputy, case=case, person=fjellet.principal, reason=WHY,
        closeness="concerned",
    )  # fmt: skip
    fjellet.principal.memberships.update(ends_on=TODAY - timedelta(days=1))
    new = member("principal", fjellet.school)
    do(hand_back_case, fjellet.owner_adviser, case=case, reason="Ny rektor.")
    assert sees(new, case)
    assert not sees(fjellet.principal, case)


def test_move_cases_of_excluded_leaders_who_became_so_later(fjellet):
    one, other = scene(fjellet), scene(fjellet)
    do(exclude_person, fjellet.principal, case=one.case, person=fjellet.deputy, reason=WHY)
    MembershipFactory(person=fjellet.deputy, organisation=fjellet.school, role="principal")
    with as_worker():
        counts = sweep(NOW)
    assert counts["handed"] == 1
    assert (holder(one.case), holder(other.case)) == (fjellet.owner, fjellet.school)
    assert Event.objects.get(name="case.held_by_owner").person_id is None
    # The deputy has a part too, as trusted adult, and sees nothing of it.
    part = CaseAccess.objects.get(kind="takes_part", person=fjellet.teacher)
    assert part.given_by is None
    assert told(DUE, thing_id=one.measure.pk) == {fjellet.teacher.pk}
    with as_worker():
        assert move_cases_of_excluded_leaders(now=NOW) == 0


@pytest.mark.parametrize("seed", range(12))
def test_somebody_who_is_not_excluded_sees_every_open_case_or_the_owner_holds_it(fjellet, seed):
    """Whatever is excluded, lifted and handed, in whatever order, by whoever may."""
    rng = random.Random(seed)
    case = CaseFactory(unit=fjellet.school)
    roles = ("principal", "deputy", "case_worker", "teacher", "ppt_adviser", "owner_adviser")
    people = [getattr(fjellet, role) for role in roles] + [member("owner_adviser", fjellet.owner)]
    for _step in range(14):
        by = rng.choice(people)
        open_now = list(CaseAccess.objects.current().exclusions())
        action, asked = rng.choice(
            [
                (exclude_person, {"case": case, "person": rng.choice(people)}),
                (exclude_person, {"case": case, "person": by}),
                (hand_back_case, {"case": case}),
                (hand_case_to_owner, {"case": case}),
                *[(lift_exclusion, {"exclusion": row}) for row in open_now],
            ]
        )
        more = {} if action is hand_case_to_owner else {"reason": WHY}
        try:
            do(action, by, **asked, **more)
        except (ActionError, PermissionDenied):
            continue
        excluded = set(CaseAccess.objects.current().exclusions().values_list("person", flat=True))
        seeing = {person.pk for person in people if sees(person, case)}
        assert not seeing & excluded
        assert seeing or holder(case) == fjellet.owner
        leads = fjellet.principal.pk in excluded
        assert not leads or holder(case) == fjellet.owner
