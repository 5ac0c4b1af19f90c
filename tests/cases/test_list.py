"""The list of cases."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.cases.sheets import NEW, page, sheet
from tests.clock import TODAY
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    InvolvementFactory,
    PptAlertFactory,
    SafetyAnswerFactory,
)
from tests.factories.concerns import ConcernFactory
from tests.factories.pupils import GroupFactory, PlacementFactory

# Session, person, enter, read log, leave (design, 7). The log goes in a transaction of its own: in
# a test a savepoint and its release.
FRAME = 7
# Drawn by lot for each page: it may hold the name of any class.
DRAWN = re.compile(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"')


@pytest.fixture
def principal(client, fjellet):
    client.force_login(fjellet.principal)
    return fjellet.principal


def cases_at(unit, count):
    return CaseFactory.create_batch(count, unit=unit, alert__office=None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(
    client, principal, fjellet, count, django_assert_num_queries
):
    cases_at(fjellet.school, count)
    client.get("/cases/")  # the name of the place is remembered in the session
    with django_assert_num_queries(FRAME + 3):
        response = client.get("/cases/")
    assert page(response).count("<tr>") == count + 1


def test_the_list_shows_no_names_and_the_newest_first(client, principal, fjellet):
    now = timezone.now()
    old, new = (
        CaseFactory(unit=fjellet.school, created_at=now - timedelta(days=days)) for days in (9, 2)
    )
    InvolvementFactory(case=new, pupil__name="Sárá Nilsen")
    shown = page(client.get("/cases/"))
    assert shown.index(new.reference) < shown.index(old.reference)
    assert "<span>Ord</span>" in shown
    assert [text for text in (new.what_happened, "Sárá", "Nilsen") if text in shown] == []


def test_the_list_shows_open_cases_unless_asked_for_all(client, principal, fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.")
    assert case.reference not in page(client.get("/cases/"))
    assert case.reference in page(client.get("/cases/?show=all"))


def test_the_list_says_when_a_plan_is_overdue(client, principal, fjellet):
    late = CaseFactory(unit=fjellet.school, plan_due_on=timezone.localdate() - timedelta(days=1))
    assert 'data-color="danger"' in page(client.get("/cases/"))
    Case.objects.filter(pk=late.pk).update(state="follow_up")
    assert 'data-color="danger"' not in page(client.get("/cases/"))


def test_the_list_goes_on_after_fifty(client, principal, fjellet):
    cases_at(fjellet.school, 51)
    assert page(client.get("/cases/")).count("<tr>") == 51
    assert page(client.get("/cases/?page=2")).count("<tr>") == 2
    assert client.get("/cases/?page=%00&show=x").status_code == 200


def test_the_list_holds_nothing_of_others(client, fjellet, strand):
    mine, other = CaseFactory(unit=fjellet.school), CaseFactory(unit=fjellet.other_school)
    CaseAccessFactory(case=mine, person=fjellet.deputy)
    for person, seen in (
        (fjellet.principal, [True, False]),
        (fjellet.deputy, [False, False]),
        (fjellet.other_principal, [False, True]),
        (strand.principal, [False, False]),
    ):
        client.force_login(person)
        shown = page(client.get("/cases/?show=all"))
        assert [case.reference in shown for case in (mine, other)] == seen


@pytest.mark.parametrize("who", ["teacher", "ppt_adviser", "school_administrator"])
def test_the_list_is_not_there_for_those_who_follow_up_no_cases(client, fjellet, who):
    client.force_login(getattr(fjellet, who))
    assert client.get("/cases/").status_code == 404
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, sheet()).status_code == 405


def test_the_list_shows_a_case_that_was_opened_to_somebody(client, fjellet):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.teacher, kind="granted")
    client.force_login(fjellet.teacher)
    assert case.reference in page(client.get("/cases/"))


def test_an_alert_of_another_case_is_not_in_the_list(client, principal, fjellet):
    PptAlertFactory(unit=fjellet.other_school)
    assert page(client.get("/cases/?show=all")).count("<tr>") == 0


def test_a_row_says_that_it_is_serious_and_which_class_and_never_who(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, serious=True, serious_reason="Redd.")
    group, of_protected, other = (
        GroupFactory(unit=fjellet.school, name=name) for name in ("7A", "8C", "9D")
    )
    for place, role, protected in (
        (group, "exposed", False), (group, "exposed", False), (of_protected, "exposed", True),
        (other, "violating", False),
    ):  # fmt: skip
        pupil = PlacementFactory(group=place).pupil
        type(pupil).objects.filter(pk=pupil.pk).update(name="Sárá", protected=protected)
        InvolvementFactory(case=case, pupil=pupil, role=role)
    said = DRAWN.sub("", page(signed_in(fjellet.principal).get("/cases/")))
    assert ">7A</span>" in said
    assert "Serious" in said
    for hidden in ("8C", "9D", "Sárá"):
        assert hidden not in said


def test_the_cases_that_a_concern_may_belong_to_say_their_class(fjellet, signed_in):
    pupil = PlacementFactory(group=GroupFactory(unit=fjellet.school, name="7A")).pupil
    row = InvolvementFactory(case__unit=fjellet.school, pupil=pupil, role="exposed")
    concern = ConcernFactory(unit=fjellet.school)
    address = reverse("cases:add_concern", args=[concern.pk])
    page = signed_in(fjellet.principal).get(address).content.decode()
    assert f"{row.case.reference} · 7A · " in page
    assert pupil.name not in page


def test_what_the_owner_holds_says_of_which_unit_it_is(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    page = signed_in(fjellet.owner_adviser).get("/cases/").content.decode()
    assert case.reference in page
    assert f'<span class="subtle">{fjellet.school.name}</span>' in page


@pytest.mark.usefixtures("english")
def test_what_adults_saw_last_stands_where_the_child_has_not_answered(signed_in, fjellet):
    """In a kindergarten nobody asks the small ones. The child's own answer goes before it."""
    client = signed_in(fjellet.head)
    row = InvolvementFactory(case__unit=fjellet.kindergarten)
    for value, days in ((2, 7), (4, 1)):
        day = TODAY - timedelta(days=days)
        SafetyAnswerFactory(involvement=row, value=value, day=day, answered_by="adult")
    shown = " ".join(page(client.get("/cases/")).split())
    assert '4 Safe</span> <span class="subtle">seen by adults 22.11.' in shown
    assert "Not answered yet" not in shown
    SafetyAnswerFactory(involvement=row, value=3, day=TODAY - timedelta(days=5))
    shown = page(client.get("/cases/"))
    assert "3 In between" in shown
    assert "seen by adults" not in shown
