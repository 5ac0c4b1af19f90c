"""The pages of handing a case on over the summer, from My day to the log."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import Handover, SafetyAnswer
from organisations.roles import Role
from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.measures import MeasureFactory
from tests.factories.organisations import member
from tests.factories.pupils import GroupFactory, PlacementFactory
from tests.scope import acting


@pytest.fixture
def set_up(fjellet):
    return scene(fjellet)


def of_steps(case):
    return reverse("cases:handovers", args=[case.pk])


def of_step(row):
    return reverse("cases:handover", args=[row.pk])


def text_of(client, url):
    return client.get(url, follow=True).content.decode()


def test_a_step_stands_on_my_day_and_in_the_case_until_it_is_done(fjellet, set_up, signed_in):
    row = HandoverFactory(case=set_up.case)
    client, what = signed_in(fjellet.principal), "Write a note for the division of classes"
    pages = (reverse("overview:today"), set_up.case.get_absolute_url())
    assert [what in text_of(client, url) for url in pages] == [True, True]
    client.post(of_step(row), {"text": "Bør ikke gå i samme klasse."})
    assert [what in text_of(client, url) for url in pages] == [False, False]
    shown = text_of(client, of_steps(set_up.case))
    assert "Bør ikke gå i samme klasse." in shown
    assert "done this step already" in text_of(client, of_step(row))


def test_a_teacher_has_no_such_duty_and_no_such_page(fjellet, set_up, signed_in):
    row = HandoverFactory(case=set_up.case)
    client = signed_in(fjellet.teacher)
    assert "division of classes" not in text_of(client, reverse("overview:today"))
    assert {client.get(url).status_code for url in (of_step(row), of_steps(row.case))} == {404}


def test_whoever_only_reads_the_case_reads_the_steps(fjellet, set_up, signed_in):
    reader = member(Role.OWNER_ADVISER, fjellet.owner)
    CaseAccessFactory(case=set_up.case, person=reader, kind="granted")
    row = HandoverFactory(case=set_up.case)
    client = signed_in(reader)
    assert "Do this step" not in text_of(client, of_steps(set_up.case))
    assert client.get(of_step(row)).status_code == 403


def test_the_contact_of_the_summer_is_proposed_with_days_named_and_changed(
    fjellet, set_up, signed_in
):
    row = HandoverFactory(case=set_up.case, kind="june")
    client = signed_in(fjellet.principal)
    page = text_of(client, of_step(row))
    assert 'value="19.06.2027"' in page
    assert fjellet.teacher.name not in page  # does not see the case
    told = {"text": "Videre.", "first_day": "21.06.2027", "last_day": "13.08.2027"}
    wrong = client.post(of_step(row), told | {"last_day": "1.6.2027"}).content.decode()
    assert "The last day is before the first" in wrong
    assert "Videre." in wrong
    client.post(of_step(row), told | {"contact": str(fjellet.deputy.pk)})
    assert f"{fjellet.deputy.name} is there from" in text_of(client, of_steps(set_up.case))
    url = reverse("cases:summer_contact", args=[row.pk])
    assert 'value="21.06.2027"' in text_of(client, url)
    del told["text"]
    client.post(url, told | {"contact": str(fjellet.principal.pk)})
    row.refresh_from_db()
    assert (row.contact, row.contact_until) == (fjellet.principal, date(2027, 8, 13))


def test_the_first_talk_asks_how_safe_it_is_and_who_follows_up(fjellet, set_up, signed_in):
    row = HandoverFactory(case=set_up.case, kind="august")
    client = signed_in(fjellet.principal)
    told = {
        "happened_on": f"{TODAY:%d.%m.%Y}",
        "text": "Bra.",
        "safety_0": "4",
        "answered_by": "pupil",
        "contact": str(fjellet.teacher.pk),
    }
    assert "Choose who it is" in client.post(of_step(row), told | {"contact": ""}).content.decode()
    assert client.post(of_step(row), told).status_code == 302
    assert SafetyAnswer.objects.get().value == 4
    shown = text_of(client, of_steps(set_up.case))
    assert f"{fjellet.teacher.name} follows up this school year" in shown
    log = text_of(client, reverse("overview:log", args=[set_up.case.pk]))
    assert "talked with the pupil and the parents after the summer" in log


def left(place, _case):
    place.deputy.memberships.update(ends_on=TODAY - timedelta(days=1))


def gone(place, _case):
    type(place.deputy).objects.filter(pk=place.deputy.pk).update(**CLOSED)


def excluded(place, case):
    CaseAccessFactory(case=case, person=place.deputy)


@pytest.mark.parametrize("arrange", [left, gone, excluded])
def test_another_contact_is_asked_for_when_the_one_named_sees_the_case_no_more(
    fjellet, set_up, signed_in, arrange
):
    days = {"contact_from": TODAY, "contact_until": date(2027, 8, 13)}
    row = HandoverFactory(case=set_up.case, kind="june", done=True, contact=fjellet.deputy, **days)
    client, what = signed_in(fjellet.principal), "Find somebody else who is there in the summer"
    pages = (reverse("overview:today"), set_up.case.get_absolute_url())
    assert [what in text_of(client, url) for url in pages] == [False, False]
    arrange(fjellet, set_up.case)
    assert [what in text_of(client, url) for url in pages] == [True, True]
    Handover.objects.filter(pk=row.pk).update(contact=fjellet.principal)
    assert [what in text_of(client, url) for url in pages] == [False, False]


def new_year(row):
    return reverse("measures:new_year", args=[row.pk])


def test_the_measures_are_handed_on_in_one_form(fjellet, set_up, signed_in):
    row = HandoverFactory(case=set_up.case, kind="plan")
    old = GroupFactory(unit=fjellet.school, name="7B", school_year=2025)
    by_name = GroupFactory(unit=fjellet.school, name="8B", school_year=2026, stage=8)
    became = GroupFactory(unit=fjellet.school, name="8C", school_year=2026, stage=8)
    several = InvolvementFactory(case=set_up.case, pupil=None, described="Flere i 7B")
    naming = MeasureFactory(plan=set_up.measure.plan, title="Klassemøte i 7B", state="planned")
    client = signed_in(fjellet.principal)
    page = text_of(client, of_step(row))
    assert f'value="{by_name.pk}" selected' in page
    assert reverse("measures:change", args=[naming.pk]) in page
    for _number in range(2):
        pupil = PlacementFactory(
            group=old, starts_on=date(2025, 8, 18), ends_on=date(2026, 7, 31)
        ).pupil
        PlacementFactory(group=became, pupil=pupil)
    page = text_of(client, new_year(row))
    assert f'value="{became.pk}" selected' in page
    fields = {f"who_{number}": str(fjellet.other_teacher.pk) for number in range(2)}
    client.post(new_year(row), fields | {"class_0": str(became.pk)})
    several.refresh_from_db()
    assert several.described == "Flere i 8C"
    assert set(set_up.case.measures.values_list("responsible", flat=True)) == {
        fjellet.other_teacher.pk
    }
    assert "handed on already" in text_of(client, new_year(row))


def test_where_no_measure_goes_on_one_says_that_one_has_looked(fjellet, signed_in):
    row = HandoverFactory(case__unit=fjellet.school, kind="plan")
    client = signed_in(fjellet.principal)
    assert "No measure goes on" in text_of(client, new_year(row))
    client.post(new_year(row))
    row.refresh_from_db()
    assert row.is_done


def test_a_kindergarten_is_told_what_the_school_may_be_told(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten, state="follow_up")
    row = HandoverFactory(case=case)
    assert "parents’ permission" in text_of(signed_in(fjellet.head), of_step(row))


@pytest.mark.parametrize("steps", [1, 3])
def test_as_many_queries_for_many_steps_as_for_one(
    fjellet, set_up, signed_in, django_assert_num_queries, steps
):
    for kind in ("may", "june", "august")[:steps]:
        named = {} if kind == "may" else {"contact": fjellet.deputy}
        days = {"contact_from": TODAY, "contact_until": TODAY} if kind == "june" else {}
        HandoverFactory(case=set_up.case, kind=kind, done=True, **named, **days)
        HandoverFactory(case=CaseFactory(unit=fjellet.school), kind=kind)
    with acting(fjellet.principal, TODAY) as viewer, django_assert_num_queries(1):
        assert len(Handover.objects.visible_to(viewer).waiting(TODAY)) == steps
    client = signed_in(fjellet.principal)
    client.get(of_steps(set_up.case))
    with django_assert_num_queries(7 + 4):
        client.get(of_steps(set_up.case))
