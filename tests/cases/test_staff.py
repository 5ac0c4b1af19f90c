"""Cases about somebody who works there: the owner knows, the person does not see it, two dates."""

import uuid
from datetime import timedelta

import pytest

from audit.models import Event
from cases.actions import (
    add_staff_concerned,
    exclude_person,
    mark_about_staff,
    note_staff_heard,
    note_staff_informed,
)
from cases.models import Case, CaseAccess, OwnerNotice, StaffConcerned
from common.errors import ActionError
from tests.cases.holding import WHY, do, holder, sees, told
from tests.clock import TODAY
from tests.factories.cases import CaseFactory
from tests.factories.owner import StaffConcernedFactory
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")


def staff_case(place, **more):
    return CaseFactory(unit=place.school, is_about_staff=True, **more)


def test_mark_about_staff_tells_the_owner_once(fjellet):
    case = CaseFactory(unit=fjellet.school, alert__kinds=["words"])
    do(mark_about_staff, fjellet.deputy, case=case, reason=WHY)
    marked = Case.objects.select_related("alert").get()
    assert (marked.is_about_staff, marked.is_about_leader) == (True, False)
    assert marked.held_by == fjellet.school
    assert (marked.alert.unit, marked.alert.kinds) == (None, [])
    notice = OwnerNotice.objects.get()
    assert (notice.kind, notice.reason) == ("staff", WHY)
    assert told("cases.OwnerTold") == {fjellet.owner_adviser.pk}


def test_mark_about_staff_in_the_leadership_gives_the_case_to_the_owner(fjellet):
    case = CaseFactory(unit=fjellet.school)
    do(mark_about_staff, fjellet.deputy, case=case, reason=WHY, leader=True)
    assert holder(case) == fjellet.owner
    for role in ("principal", "deputy", "case_worker"):
        assert not sees(getattr(fjellet, role), case)
    assert OwnerNotice.objects.get().receivers == [fjellet.owner_adviser.pk]
    do(mark_about_staff, fjellet.owner_adviser, case=case, reason="Ikke ledelsen.", leader=False)
    assert Case.objects.get().is_about_leader is False
    assert OwnerNotice.objects.count() == 1


def test_mark_about_staff_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError, match="Write why"):
        do(mark_about_staff, fjellet.principal, case=case, reason=" ")
    do(mark_about_staff, fjellet.principal, case=case, reason=WHY)
    with pytest.raises(ActionError, match="already so"):
        do(mark_about_staff, fjellet.principal, case=case, reason=WHY)
    Case.objects.update(is_about_leader=True)
    with pytest.raises(ActionError, match="Only the owner"):
        do(mark_about_staff, fjellet.principal, case=case, reason=WHY)
    void = CaseFactory(unit=fjellet.school, state="void", ended_reason="Feil.")
    with pytest.raises(ActionError, match="wrongly registered"):
        do(mark_about_staff, fjellet.principal, case=void, reason=WHY)


def test_mark_about_staff_refused_by_role(fjellet):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser),
        lambda by: do(mark_about_staff, by, case=case, reason=WHY),
    )


def add(place, case, by=None, **more):
    asked = {"token": uuid.uuid4()} | more
    return do(add_staff_concerned, by or place.principal, case=case, **asked)


def test_add_staff_concerned_closes_the_case_for_the_person_at_once(fjellet):
    case = staff_case(fjellet)
    row = add(fjellet, case, person=fjellet.deputy)
    assert (row.person, row.described) == (fjellet.deputy, "")
    block = CaseAccess.objects.get()
    assert (block.person, block.kind, block.closeness) == (fjellet.deputy, "excluded", "concerned")
    assert not sees(fjellet.deputy, case)
    assert holder(case) == fjellet.school
    assert {"staff.concerned", "access.excluded"} <= set(
        Event.objects.values_list("name", flat=True)
    )


def test_add_staff_concerned_who_leads_moves_the_case(fjellet):
    case = staff_case(fjellet)
    add(fjellet, case, by=fjellet.deputy, person=fjellet.principal)
    assert holder(case) == fjellet.owner
    assert Case.objects.get().is_about_leader is True
    assert not sees(fjellet.principal, case)
    assert not sees(fjellet.deputy, case)


def test_add_staff_concerned_leaves_an_exclusion_that_stands(fjellet):
    case = staff_case(fjellet)
    do(exclude_person, fjellet.principal, case=case, person=fjellet.deputy, reason=WHY)
    add(fjellet, case, person=fjellet.deputy)
    assert CaseAccess.objects.get().closeness == "partial"


def test_add_staff_concerned_describes_somebody_without_an_account(fjellet):
    case = staff_case(fjellet)
    token = uuid.uuid4()
    row = add(fjellet, case, described="en vikar fra byrået", token=token)
    assert add(fjellet, case, described="en vikar fra byrået", token=token) == row
    assert (row.person, row.described) == (None, "en vikar fra byrået")
    assert not CaseAccess.objects.exists()
    assert Event.objects.get().name == "staff.described"


def test_add_staff_concerned_refused_by_state(fjellet, strand):
    plain = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError, match="Say first"):
        add(fjellet, plain, person=fjellet.teacher)
    case = staff_case(fjellet)
    add(fjellet, case, person=fjellet.teacher)
    for more in ({"person": fjellet.teacher}, {"person": strand.teacher}, {"described": " "}):
        with pytest.raises(ActionError):
            add(fjellet, case, **more)
    assert StaffConcerned.objects.count() == 1


def test_add_staff_concerned_refused_by_role(fjellet):
    case = staff_case(fjellet)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser),
        lambda by: add(fjellet, case, by=by, person=fjellet.deputy),
    )


DAYS = [(note_staff_informed, "informed_on"), (note_staff_heard, "heard_on")]


@pytest.mark.parametrize(("action", "name"), DAYS)
def test_a_day_is_noted_and_can_be_put_right(fjellet, action, name):
    row = StaffConcernedFactory(case__unit=fjellet.school)
    for day in (TODAY, TODAY - timedelta(days=1)):
        assert getattr(do(action, fjellet.principal, concerned=row, day=day), name) == day
    data = Event.objects.order_by("at", "id").filter(data__day_on=day.isoformat()).get().data
    assert data == {"day_on": day.isoformat(), "before_on": TODAY.isoformat()}


def refused(fjellet, action):
    row = StaffConcernedFactory(case__unit=fjellet.school)
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=30)):
        with pytest.raises(ActionError):
            do(action, fjellet.principal, concerned=row, day=day)
    Case.objects.update(state="void", ended_reason="Feil.")
    with pytest.raises(ActionError, match="wrongly registered"):
        do(action, fjellet.principal, concerned=row, day=TODAY)


def denied(fjellet, action):
    row = StaffConcernedFactory(case__unit=fjellet.school)
    refused_to(
        (fjellet.teacher, fjellet.owner_adviser),
        lambda by: do(action, by, concerned=row, day=TODAY),
    )


def test_note_staff_informed_writes_the_day(fjellet):
    row = StaffConcernedFactory(case__unit=fjellet.school)
    row = do(note_staff_informed, fjellet.principal, concerned=row, day=TODAY)
    assert (row.informed_on, row.heard_on) == (TODAY, None)


def test_note_staff_informed_refused_by_state(fjellet):
    refused(fjellet, note_staff_informed)


def test_note_staff_informed_refused_by_role(fjellet):
    denied(fjellet, note_staff_informed)


def test_note_staff_heard_writes_the_day(fjellet):
    row = StaffConcernedFactory(case__unit=fjellet.school)
    row = do(note_staff_heard, fjellet.principal, concerned=row, day=TODAY)
    assert (row.informed_on, row.heard_on) == (None, TODAY)


def test_note_staff_heard_refused_by_state(fjellet):
    refused(fjellet, note_staff_heard)


def test_note_staff_heard_refused_by_role(fjellet):
    denied(fjellet, note_staff_heard)


def test_there_is_no_place_for_what_an_employer_does(fjellet):
    """The law's duty to the child and the employer's matters are kept apart."""
    assert {field.name for field in StaffConcerned._meta.get_fields()} == {
        "id", "case", "person", "described", "informed_on", "heard_on", "noted_at", "form_token",
    }  # fmt: skip
