"""The steps of May, June and August: what is written, who is named, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases.actions import (
    change_summer_contact,
    check_in_after_summer,
    hand_over_for_summer,
    rename_described,
    write_class_division,
)
from cases.models import Case, Involvement, SafetyAnswer
from common.errors import ActionError
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.organisations import member
from tests.scope import acting

SUMMER = {"first_day": date(2027, 6, 19), "last_day": date(2027, 8, 16)}


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


@pytest.fixture
def set_up(fjellet):
    return scene(fjellet)


def do(action, row, by, now=NOW, **told):
    with acting(by, now.date()):
        made = action(handover=row, by=by, now=now, **told)
    row.refresh_from_db()
    return made


def division(row, by, text="Bør ikke gå i samme klasse."):
    return do(write_class_division, row, by, text=text)


def summer(row, by, contact, **told):
    told = {"text": "Planen går videre.", "contact": contact} | SUMMER | told
    return do(hand_over_for_summer, row, by, **told)


def talked(set_up, row, by, contact, value=4, text="Det er tryggere nå."):
    answers = [(set_up.pupil, value, "", "pupil")]
    told = {"happened_on": TODAY, "text": text, "contact": contact, "answers": answers}
    return do(check_in_after_summer, row, by, **told)


def ended(row):
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Trygt.")


def test_write_class_division_stands_in_the_log_once(fjellet, set_up):
    row = HandoverFactory(case=set_up.case)
    division(row, fjellet.principal)
    division(row, fjellet.principal)
    assert (row.text, row.done_by, row.done_at) == (
        "Bør ikke gå i samme klasse.",
        fjellet.principal,
        NOW,
    )
    assert Event.objects.get(name="handover.may_written").target_id == row.pk


def test_write_class_division_refused_by_state(fjellet, set_up):
    row = HandoverFactory(case=set_up.case)
    with pytest.raises(ActionError, match="Write what must be kept in mind"):
        division(row, fjellet.principal, text=" ")
    division(row, fjellet.principal)
    with pytest.raises(ActionError, match="done this step already"):
        division(row, fjellet.deputy)
    with pytest.raises(ActionError, match="done this step already"):
        division(row, fjellet.principal, text="Noe annet.")
    with pytest.raises(ActionError, match="another step"):
        division(HandoverFactory(case=set_up.case, kind="june"), fjellet.principal)
    with pytest.raises(ActionError, match="school year is over"):
        division(HandoverFactory(case=set_up.case, school_year=2025), fjellet.principal)
    other = HandoverFactory(case__unit=fjellet.school)
    ended(other)
    with pytest.raises(ActionError, match="closed"):
        division(other, fjellet.principal)


def test_write_class_division_refused_by_role(fjellet, strand, set_up):
    row = HandoverFactory(case=set_up.case)
    reader = member(Role.OWNER_ADVISER, fjellet.owner)
    CaseAccessFactory(case=set_up.case, person=reader, kind="granted")
    for person in (fjellet.teacher, reader, strand.principal):
        with pytest.raises(PermissionDenied):
            division(row, person)


def test_hand_over_for_summer_names_somebody_who_sees_the_case(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    reader = member(Role.OWNER_ADVISER, fjellet.owner)
    with pytest.raises(ActionError, match="able to see the case"):
        summer(row, fjellet.principal, reader)
    CaseAccessFactory(case=set_up.case, person=reader, kind="granted")
    summer(row, fjellet.principal, reader)
    summer(row, fjellet.principal, reader)
    assert (row.contact, row.contact_from, row.contact_until) == (reader, *SUMMER.values())
    event = Event.objects.get(name="handover.june_written")
    assert event.data == {
        "person": str(reader.pk),
        "from_on": "2027-06-19",
        "until_on": "2027-08-16",
    }


def teacher(place, _case):
    return place.teacher


def excluded(place, case):
    CaseAccessFactory(case=case, person=place.deputy)
    return place.deputy


def gone_by_then(place, _case):
    place.deputy.memberships.update(ends_on=date(2027, 7, 31))
    return place.deputy


def inactive(place, _case):
    type(place.deputy).objects.filter(pk=place.deputy.pk).update(**CLOSED)
    return place.deputy


@pytest.mark.parametrize("who", [teacher, excluded, gone_by_then, inactive])
def test_hand_over_for_summer_refuses_one_who_cannot_see_the_case_all_summer(fjellet, set_up, who):
    row = HandoverFactory(case=set_up.case, kind="june")
    contact = who(fjellet, set_up.case)
    with pytest.raises(ActionError, match="able to see the case"):
        summer(row, fjellet.principal, contact)
    assert row.done_at is None


def test_hand_over_for_summer_refused_by_state_and_by_days(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    wrong = [
        ({"first_day": SUMMER["last_day"], "last_day": SUMMER["first_day"]}, "before the first"),
        ({"first_day": TODAY - timedelta(days=1)}, "Choose days from today"),
        ({"last_day": date(2027, 10, 1)}, "Choose days from today"),
        ({"text": ""}, "how the case stands"),
    ]
    for told, sentence in wrong:
        with pytest.raises(ActionError, match=sentence):
            summer(row, fjellet.principal, fjellet.deputy, **told)
    summer(row, fjellet.principal, fjellet.deputy)
    with pytest.raises(ActionError, match="done this step already"):
        summer(row, fjellet.deputy, fjellet.deputy)


def test_hand_over_for_summer_refused_by_role(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    with pytest.raises(PermissionDenied):
        summer(row, fjellet.teacher, fjellet.deputy)


def test_change_summer_contact_stands_in_the_log(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    summer(row, fjellet.principal, fjellet.deputy)
    for _twice in range(2):
        do(change_summer_contact, row, fjellet.deputy, contact=fjellet.case_worker, **SUMMER)
    assert (row.contact, row.done_by) == (fjellet.case_worker, fjellet.principal)
    assert Event.objects.filter(name="handover.contact_changed").count() == 1


def test_change_summer_contact_while_the_summer_lasts(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    summer(row, fjellet.principal, fjellet.deputy)
    told = SUMMER | {"contact": fjellet.principal}
    august, october = datetime(2027, 8, 5, tzinfo=UTC), datetime(2027, 10, 1, tzinfo=UTC)
    do(change_summer_contact, row, fjellet.principal, now=august, **told)
    assert row.contact == fjellet.principal
    with pytest.raises(ActionError, match="school year is over"):
        do(change_summer_contact, row, fjellet.principal, now=october, **told)


def test_change_summer_contact_refused_by_state(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    with pytest.raises(ActionError, match="Nobody is named"):
        do(change_summer_contact, row, fjellet.principal, contact=fjellet.deputy, **SUMMER)


def test_change_summer_contact_refused_by_role(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="june")
    summer(row, fjellet.principal, fjellet.deputy)
    with pytest.raises(PermissionDenied):
        do(change_summer_contact, row, fjellet.teacher, contact=fjellet.deputy, **SUMMER)


def test_check_in_after_summer_records_the_answer_and_who_follows_up(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="august")
    talked(set_up, row, fjellet.principal, fjellet.teacher, value=2)
    talked(set_up, row, fjellet.principal, fjellet.teacher, value=2)
    set_up.case.refresh_from_db()
    answer = SafetyAnswer.objects.get()
    assert (answer.value, answer.day, set_up.case.unsafe_since) == (2, TODAY, TODAY)
    assert (row.contact, row.text) == (fjellet.teacher, "Det er tryggere nå.")


def test_check_in_after_summer_refused_by_state(fjellet, strand, set_up):
    row = HandoverFactory(case=set_up.case, kind="august")
    with pytest.raises(ActionError, match="works here"):
        talked(set_up, row, fjellet.principal, strand.teacher)
    with pytest.raises(ActionError, match="what the pupil and the parents said"):
        talked(set_up, row, fjellet.principal, fjellet.teacher, text="")
    talked(set_up, row, fjellet.principal, fjellet.teacher)
    with pytest.raises(ActionError, match="done this step already"):
        talked(set_up, row, fjellet.principal, fjellet.deputy)
    assert SafetyAnswer.objects.count() == 1


def test_check_in_after_summer_refused_by_role(fjellet, set_up):
    row = HandoverFactory(case=set_up.case, kind="august")
    with pytest.raises(PermissionDenied):
        talked(set_up, row, fjellet.teacher, fjellet.teacher)


def renamed(row, by, described):
    with acting(by, TODAY):
        return rename_described(involvement=row, by=by, now=NOW, described=described)


def test_rename_described_keeps_what_it_was_called(fjellet, set_up):
    row = InvolvementFactory(
        case=set_up.case, pupil=None, described="Flere i 7B", group_size=4, role="bystander"
    )
    renamed(row, fjellet.principal, "Flere i 8B")
    renamed(row, fjellet.principal, "Flere i 8B")
    row.refresh_from_db()
    before = Involvement.objects.get(pk=row.continues_id)
    assert (row.described, row.starts_on, row.ends_on) == ("Flere i 8B", TODAY, None)
    assert (before.described, before.group_size, before.ends_on) == ("Flere i 7B", 4, TODAY)
    assert Event.objects.filter(name="involvement.renamed").count() == 1


def test_rename_described_refused_by_state(fjellet, set_up):
    with pytest.raises(ActionError, match="know already who"):
        renamed(set_up.pupil, fjellet.principal, "Flere i 8B")
    row = InvolvementFactory(case=set_up.case, pupil=None, described="Flere i 7B", ends_on=TODAY)
    with pytest.raises(ActionError, match="ended already"):
        renamed(row, fjellet.principal, "Flere i 8B")
    row = InvolvementFactory(case=set_up.case, pupil=None, described="Flere i 7B")
    with pytest.raises(ActionError, match="Describe who it is"):
        renamed(row, fjellet.principal, " ")


def test_rename_described_refused_by_role(fjellet, set_up):
    row = InvolvementFactory(case=set_up.case, pupil=None, described="Flere i 7B")
    with pytest.raises(PermissionDenied):
        renamed(row, fjellet.teacher, "Flere i 8B")
