"""Another school or kindergarten is told: a concern there, and neither sees the other's case."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases import actions
from cases.models import Case, CaseConcern
from common.errors import ActionError
from concerns.actions import answer_concern
from concerns.models import Concern
from tests.cases.opening import opened
from tests.cases.sheets import page
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.concerns import CaseConcernFactory
from tests.scope import acting


def tell(case, unit, by, **more):
    facts = {
        "about": "en elev på 9. trinn", "what": "Det gjelder noe på vei hjem.",
        "reason": "De må passe på veien.", "happened_on": TODAY, "token": uuid.uuid4(),
    }  # fmt: skip
    with acting(by, TODAY):
        return actions.tell_elsewhere(case=case, unit=unit, by=by, now=NOW, **facts | more)


def test_tell_elsewhere_makes_a_concern_there_and_remembers_it_here(fjellet, strand):
    case = CaseFactory(unit=fjellet.school, what_happened="HEMMELIG")
    for unit in (fjellet.other_school, strand.kindergarten):
        row = tell(case, unit, fjellet.principal)
        concern = Concern.objects.get(pk=row.concern_id)
        assert (row.direction, row.to_unit, row.case) == ("told", unit, case)
        assert (concern.unit, concern.from_unit, concern.state) == (unit, fjellet.school, "new")
        assert (concern.reporter, concern.decided_by) == (fjellet.principal, fjellet.principal)
        assert concern.telling_reason == "De må passe på veien."
        assert "HEMMELIG" not in concern.what + concern.about
    names = Event.objects.filter(case_id=case.pk).values_list("name", flat=True)
    assert list(names) == ["case.told_elsewhere"] * 2


def test_tell_elsewhere_twice_with_one_sheet_tells_once(fjellet):
    case, token = CaseFactory(unit=fjellet.school), uuid.uuid4()
    first = tell(case, fjellet.other_school, fjellet.principal, token=token)
    assert tell(case, fjellet.other_school, fjellet.principal, token=token) == first
    with pytest.raises(ActionError):
        tell(case, fjellet.other_school, fjellet.principal, token=token, what="Noe helt annet.")
    assert Concern.objects.count() == 1


def test_tell_elsewhere_of_something_long_ago(fjellet):
    case = CaseFactory(unit=fjellet.school)
    row = tell(case, fjellet.other_school, fjellet.principal, happened_on=date(2026, 1, 7))
    assert row.concern.happened_on == date(2026, 1, 7)


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": ""}, {"about": "x" * 121}, {"what": " "}, {"what": "a\x00"}, {"reason": ""},
        {"happened_on": TODAY + timedelta(days=1)}, {"happened_on": date(1999, 1, 1)},
    ],
)  # fmt: skip
def test_tell_elsewhere_refused_by_state_of_what_is_told(fjellet, wrong):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError):
        tell(case, fjellet.other_school, fjellet.principal, **wrong)
    for unit in (fjellet.school, fjellet.owner, fjellet.office):
        with pytest.raises(ActionError):
            tell(case, unit, fjellet.principal)
    assert Concern.objects.count() == CaseConcern.objects.count() == 0


@pytest.mark.parametrize("state", ["closed", "void"])
def test_tell_elsewhere_refused_by_state_of_the_case(fjellet, state):
    case = CaseFactory(unit=fjellet.school, state=state, ended_reason="Slutt.")
    with pytest.raises(ActionError):
        tell(case, fjellet.other_school, fjellet.principal)


@pytest.mark.parametrize("who", ["deputy", "case_worker", "teacher", "other_principal"])
def test_tell_elsewhere_refused_by_role(fjellet, who):
    """The decision is the leader's."""
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(PermissionDenied):
        tell(case, fjellet.other_school, getattr(fjellet, who))


# ---------------------------------------------------------------- neither sees the other's case
@pytest.fixture
def both(fjellet, strand):
    """The case here, what was told, and the case that it led to there."""
    case = CaseFactory(unit=fjellet.school, what_happened="HEMMELIG HER")
    row = tell(case, strand.school, fjellet.principal)
    theirs = opened(
        strand.school, strand.principal, concern=row.concern, what_happened="HEMMELIG DER"
    )
    return case, row, theirs


def seen(person):
    """What the database shows, and what the code does, each alone."""
    with acting(person, TODAY) as viewer:
        walls = [set(model.objects.all()) for model in (Case, CaseConcern, Concern)]
    code = [
        set(model.objects.visible_to(viewer)) for model in (Case, CaseConcern)
    ]  # as the owner, past the walls
    return walls, code


def test_neither_place_sees_the_others_case(fjellet, strand, both):
    case, row, theirs = both
    received = CaseConcern.objects.get(direction="received")
    walls, code = seen(fjellet.principal)
    assert walls == [{case}, {row}, {row.concern}]
    assert code == [{case}, {row}]
    walls, code = seen(strand.principal)
    assert walls == [{theirs}, {received}, {row.concern}]
    assert code == [{theirs}, {received}]


def test_the_sender_reads_the_answer_through_the_case_and_nobody_outside_it(fjellet, strand, both):
    _case, row, _theirs = both
    for person, sees in (
        (fjellet.deputy, 1), (fjellet.teacher, 1), (fjellet.other_principal, 0),
        (fjellet.ppt_adviser, 0), (strand.other_principal, 0), (strand.owner_adviser, 0),
    ):  # fmt: skip
        with acting(person, TODAY):
            assert Concern.objects.filter(pk=row.concern_id).count() == sees, person
    CaseAccessFactory(case=row.case, person=fjellet.deputy)
    with acting(fjellet.deputy, TODAY):
        assert Concern.objects.count() == CaseConcern.objects.count() == 0


def test_the_pages_show_what_was_told_and_whether_it_is_answered(fjellet, strand, signed_in):
    case = CaseFactory(unit=fjellet.school, what_happened="HEMMELIG HER")
    row = tell(case, strand.school, fjellet.principal)
    address = f"/cases/{case.pk}/concerns/"
    shown = page(signed_in(fjellet.deputy).get(address))
    assert "Told to Strand skole on Monday 23 November 2026, week 48." in shown
    assert "Not answered yet" in shown
    with acting(strand.principal, TODAY):
        answer_concern(concern=row.concern, by=strand.principal, now=NOW, reason="Vi følger med.")
    assert "Vi følger med." in page(signed_in(fjellet.deputy).get(address))
    theirs = page(signed_in(strand.principal).get(row.concern.get_absolute_url()))
    assert "Det gjelder noe på vei hjem." in theirs
    assert "HEMMELIG" not in theirs
    assert case.reference not in theirs
    assert signed_in(strand.principal).get(address).status_code == 404


def test_a_leader_tells_another_place_from_the_page(fjellet, strand, signed_in):
    case = CaseFactory(unit=fjellet.school)
    client, address = signed_in(fjellet.principal), f"/cases/{case.pk}/concerns/tell/"
    assert strand.school.name in page(client.get(address))
    fields = {
        "unit": str(strand.school.pk), "about": "en elev", "what": "Noe.", "reason": "Derfor.",
        "happened_on": "20.11.2026", "token": str(uuid.uuid4()),
    }  # fmt: skip
    assert client.post(address, fields)["Location"] == f"/cases/{case.pk}/concerns/"
    assert Concern.objects.get().unit == strand.school
    assert signed_in(fjellet.deputy).get(address).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_concerns_of_a_case_take_as_many_queries_however_many(
    fjellet, signed_in, django_assert_num_queries, rows
):
    case = CaseFactory(unit=fjellet.school)
    CaseConcernFactory.create_batch(rows, case=case)
    client, address = signed_in(fjellet.principal), f"/cases/{case.pk}/concerns/"
    client.get(address)
    # The frame's seven (the read log's INSERT has a savepoint around it), the case, its concerns.
    with django_assert_num_queries(7 + 2):
        client.get(address)
