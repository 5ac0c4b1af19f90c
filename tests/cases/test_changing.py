"""A pupil of a case changes school: sent, refused, seen by both sides, taken back."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from cases import actions, drafting
from cases.models import Case, CaseConcern, PptAlert
from common.errors import ActionError
from concerns.actions import answer_concern, note_change
from concerns.models import Concern
from tests.cases.opening import opened
from tests.cases.sheets import page
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.concerns import ChangeFactory
from tests.factories.pupils import PupilAccessFactory
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

CONSENT = {"ground_by": "Begge foreldre", "ground_on": TODAY}
NOT_THE_LEADER = ["deputy", "case_worker", "teacher", "other_principal", "owner_adviser"]


@pytest.fixture
def row(fjellet):
    """The one exposed, with somebody else in the case."""
    case = CaseFactory(unit=fjellet.school, what_happened="HEMMELIG HER")
    InvolvementFactory(
        case=case, role="violating", pupil__unit=fjellet.school, pupil__name="Jonas Berg"
    )
    return InvolvementFactory(
        case=case, pupil__unit=fjellet.school, pupil__name="Sárá Nilsen",
        pupil__born_on=date(2014, 5, 2),
    )  # fmt: skip


def change(row, unit, by, **more):
    facts = {
        "what": "Hun har stått alene i friminuttene.", "reason": "De må følge henne opp.",
        "tried": "Klassemøte: det hjalp", "wishes": "Jeg vil ha noen å gå sammen med.",
        "token": uuid.uuid4(),
    }  # fmt: skip
    with acting(by, TODAY):
        return actions.change_school(involvement=row, unit=unit, by=by, now=NOW, **facts | more)


def taken_back(told, by):
    with acting(by, TODAY):
        return actions.take_back_change_of_school(told=told, by=by, now=NOW)


def test_change_school_sends_the_parts_and_remembers_it_here(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    assert (told.direction, told.about, told.to_unit) == ("told", row, fjellet.other_school)
    concern = Concern.objects.get()
    assert (concern.about, concern.ground) == ("Sárá Nilsen, 2014", "need")
    assert concern.wishes == "Jeg vil ha noen å gå sammen med."
    assert (concern.works, concern.contact) == ("", "")
    event = Event.objects.get(case_id=row.case_id)
    assert event.name == "case.change_sent"
    assert event.data == {
        "to": str(fjellet.other_school.pk), "ground": "need", "parts": ["tried", "wishes"],
    }  # fmt: skip
    # The case goes on for those who stay, and the pupil's part in it too, until somebody ends it.
    row.refresh_from_db()
    assert (row.ends_on, row.case.state) == (None, "reported")


def test_change_school_to_another_owner_needs_consent(fjellet, strand, row):
    with pytest.raises(ActionError):
        change(row, strand.school, fjellet.principal)
    told = change(row, strand.school, fjellet.principal, **CONSENT)
    assert told.concern.ground == "consent"


def test_change_school_twice_with_one_sheet_sends_once(fjellet, row):
    token = uuid.uuid4()
    first = change(row, fjellet.other_school, fjellet.principal, token=token)
    assert change(row, fjellet.other_school, fjellet.principal, token=token) == first
    assert CaseConcern.objects.count() == 1


def test_change_school_refused_by_state_while_another_waits(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    with pytest.raises(ActionError, match="waits for an answer"):
        change(row, fjellet.other_school, fjellet.principal)
    taken_back(told, fjellet.principal)
    assert change(row, fjellet.other_school, fjellet.principal) != told


@pytest.mark.parametrize("part", ["what", "tried", "wishes", "works", "contact"])
def test_change_school_refused_by_state_of_a_text_that_names_another_child(fjellet, row, part):
    with pytest.raises(ActionError, match="Another child of the case is named"):
        change(row, fjellet.other_school, fjellet.principal, **{part: "Det var JONAS BERG."})
    assert Concern.objects.count() == 0


def test_the_pupils_own_name_and_adults_with_the_same_given_name_may_stand_there(fjellet, row):
    sent = {"what": "Sárá Nilsen er alene.", "contact": "Jonas Dahl, kontaktlærer"}
    assert change(row, fjellet.other_school, fjellet.principal, **sent)


@pytest.mark.parametrize("state", ["closed", "void"])
def test_change_school_refused_by_state_of_the_case(fjellet, row, state):
    Case.objects.filter(pk=row.case_id).update(state=state, ended_reason="Slutt.")
    with pytest.raises(ActionError):
        change(row, fjellet.other_school, fjellet.principal)


def test_change_school_refused_by_state_of_the_one_who_changes(fjellet, row):
    hidden = InvolvementFactory(
        case=row.case, pupil__unit=fjellet.school, pupil__name="Vernet", pupil__protected=True
    )
    PupilAccessFactory(pupil=hidden.pupil, person=fjellet.principal)
    described = InvolvementFactory(case=row.case, pupil=None, described="en elev")
    over = InvolvementFactory(case=row.case, pupil__unit=fjellet.school, ends_on=TODAY)
    for one in (hidden, described, over):
        with pytest.raises(ActionError):
            change(one, fjellet.other_school, fjellet.principal)
    for unit in (fjellet.school, fjellet.owner, fjellet.office):
        with pytest.raises(ActionError):
            change(row, unit, fjellet.principal)
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("who", NOT_THE_LEADER)
def test_change_school_refused_by_role(fjellet, row, who):
    with pytest.raises(PermissionDenied):
        change(row, fjellet.other_school, getattr(fjellet, who))


# ---------------------------------------------------------------- taken back
def test_take_back_change_of_school_puts_it_out_of_sight_there(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    with acting(fjellet.other_principal, TODAY) as there:
        assert Concern.objects.visible_to(there).count() == 1
    taken_back(told, fjellet.principal)
    with acting(fjellet.other_principal, TODAY):
        assert Concern.objects.count() == 0
    assert Concern.objects.visible_to(there).count() == 0
    with acting(fjellet.principal, TODAY):
        assert Concern.objects.get().state == "taken_back"
    assert Event.objects.filter(name="case.change_taken_back", case_id=row.case_id).exists()
    assert Event.objects.get(name="concern.taken_back").case_id is None


def test_take_back_change_of_school_from_a_case_that_has_ended(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Slutt.")
    assert taken_back(told, fjellet.principal)


def test_take_back_change_of_school_refused_by_state(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    with acting(fjellet.other_principal, TODAY):
        note_change(concern=told.concern, by=fjellet.other_principal, now=NOW)
    with pytest.raises(ActionError, match="answered or taken back already"):
        taken_back(told, fjellet.principal)


@pytest.mark.parametrize("who", NOT_THE_LEADER)
def test_take_back_change_of_school_refused_by_role(fjellet, row, who):
    told = change(row, fjellet.other_school, fjellet.principal)
    with pytest.raises(PermissionDenied):
        taken_back(told, getattr(fjellet, who))
    told.concern.refresh_from_db()
    assert told.concern.state == "new"


def test_the_walls_let_the_receiver_take_nothing_back(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    with acting(fjellet.deputy, TODAY):
        changed = Concern.objects.filter(pk=told.concern_id)
        with pytest.raises(Exception, match="row-level security"):
            changed.update(state="noted", handled_at=NOW, handled_by=fjellet.deputy)


# ---------------------------------------------------------------- what each side sees
def test_the_receiver_opens_a_case_of_its_own_and_neither_sees_the_others(fjellet, strand, row):
    told = change(row, strand.school, fjellet.principal, **CONSENT)
    theirs = opened(strand.school, strand.principal, concern=told.concern)
    assert theirs.unit == strand.school
    assert PptAlert.objects.filter(case=theirs).get() != row.case.alert
    received = CaseConcern.objects.get(direction="received")
    for person, case, link in (
        (fjellet.principal, row.case, told),
        (strand.principal, theirs, received),
    ):
        with acting(person, TODAY) as viewer:
            assert set(Case.objects.all()) == {case}
            assert set(CaseConcern.objects.all()) == {link}
        assert set(Case.objects.visible_to(viewer)) == {case}
        assert set(CaseConcern.objects.visible_to(viewer)) == {link}


def test_staff_of_neither_side_see_it(fjellet, strand, row):
    told = change(row, strand.school, fjellet.principal, **CONSENT)
    for person in (fjellet.teacher, strand.teacher, fjellet.other_principal, strand.ppt_adviser):
        with acting(person, TODAY) as viewer:
            pass
        assert not Concern.objects.visible_to(viewer).exists()
        assert not CaseConcern.objects.visible_to(viewer).exists()
    CaseAccessFactory(case=row.case, person=fjellet.deputy)
    with acting(fjellet.deputy, TODAY):
        assert Concern.objects.count() == CaseConcern.objects.count() == 0
    assert told


def test_the_receiver_reads_the_parts_and_nothing_of_the_case(fjellet, strand, row, signed_in):
    told = change(row, strand.school, fjellet.principal, **CONSENT)
    address = told.concern.get_absolute_url()
    assert signed_in(strand.teacher).get(address).status_code == 404
    client = signed_in(strand.principal)
    said = page(client.get(address))
    for text in ("Sárá Nilsen, 2014", "Klassemøte: det hjalp", "Begge foreldre", "Not our pupil"):
        assert text in said
    for text in ("HEMMELIG", row.case.reference, "Jonas"):
        assert text not in said
    assert client.post(reverse("concerns:note", args=[told.concern_id])).status_code == 302
    assert Concern.objects.get().state == "noted"
    shown = page(signed_in(fjellet.principal).get(reverse("cases:concerns", args=[row.case_id])))
    assert "Received" in shown
    assert "Take it back" not in shown


def test_a_case_there_begins_with_the_parts(fjellet, row):
    told = change(row, fjellet.other_school, fjellet.principal)
    fields = drafting.fields_from(told.concern, lists_pupils=True)
    assert fields["what_happened"] == [
        "Hun har stått alene i friminuttene.\n\n"
        "What has been tried, and whether it helped\nKlassemøte: det hjalp\n\n"
        "What the pupil wishes\nJeg vil ha noen å gå sammen med."
    ]


def test_the_sender_reads_why_it_is_not_their_pupil(fjellet, row, signed_in):
    told = change(row, fjellet.other_school, fjellet.principal)
    with acting(fjellet.other_principal, TODAY):
        answer_concern(
            concern=told.concern, by=fjellet.other_principal, now=NOW, reason="Går på Lia."
        )
    said = page(signed_in(fjellet.principal).get(reverse("cases:concerns", args=[row.case_id])))
    assert "Not our pupil" in said
    assert "Går på Lia." in said


def test_it_is_taken_back_from_the_page(fjellet, row, signed_in):
    told = change(row, fjellet.other_school, fjellet.principal)
    address = reverse("cases:take_back_change", args=[row.case_id, told.pk])
    assert "Take it back" not in page(
        signed_in(fjellet.deputy).get(reverse("cases:concerns", args=[row.case_id]))
    )
    assert signed_in(fjellet.deputy).post(address).status_code == 403
    said = page(signed_in(fjellet.principal).post(address, follow=True))
    assert "It is taken back. The other place does not see it any more." in said
    assert (
        signed_in(fjellet.other_principal).get(told.concern.get_absolute_url()).status_code == 404
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_as_for_three(
    fjellet, row, signed_in, django_assert_num_queries, count
):
    for _one in range(count):
        ChangeFactory(about=row, to=fjellet.other_school, concern__reporter=fjellet.principal)
    client = signed_in(fjellet.principal)
    address = reverse("cases:concerns", args=[row.case_id])
    client.get(address)
    with django_assert_num_queries(9):
        assert page(client.get(address)).count("Take it back") == count
