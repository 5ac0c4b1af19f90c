"""What My day asks about those involved: hear them, name an adult, see that the two talk."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from organisations.viewers import Viewer
from overview.due.people import talks, voices
from tests.clock import TODAY
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.organisations import AbsenceFactory
from tests.factories.voices import HearingFactory, TrustedAdultFactory
from tests.overview.test_today import heaps
from tests.scope import acting

HEAR, NAME = "Hear the pupils", "Name a trusted adult"
OWN, SEE = "Talk with the pupil who trusts you", "See that the pupil and the trusted adult talk"
FIND, AWAY = "Find a new trusted adult", "The trusted adult is away: find somebody for the talk"


@pytest.fixture
def row(fjellet):
    return InvolvementFactory(case__unit=fjellet.school, case__plan_due_on=date(2026, 11, 30))


def asked(person, area):
    with acting(person, TODAY) as viewer:
        assert isinstance(viewer, Viewer)
        return [(str(duty.what), duty.due_on, duty.reference) for duty in area(viewer)]


def whats(person, area):
    return [what for what, _day, _reference in asked(person, area)]


# ---------------------------------------------------------------- heard, and somebody to trust
def test_both_are_due_by_the_day_of_the_plan(fjellet, row):
    due = (row.case.plan_due_on, row.case.reference)
    for person in (fjellet.principal, fjellet.deputy, fjellet.case_worker):
        assert asked(person, voices) == [(HEAR, *due), (NAME, *due)]


@pytest.mark.parametrize("outcome", [{}, {"declining": True}, {"explained": True}])
def test_once_heard_declined_or_explained_nobody_is_asked_again(fjellet, row, outcome):
    HearingFactory(involvement=row, **outcome)
    assert whats(fjellet.principal, voices) == [NAME]


def test_a_hearing_in_an_earlier_role_counts(fjellet, row):
    earlier = InvolvementFactory(
        case=row.case, pupil=row.pupil, role="unclear", ends_on=TODAY, starts_on=TODAY
    )
    HearingFactory(involvement=earlier)
    assert whats(fjellet.principal, voices) == [NAME]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"role": "violating"}, [HEAR]),
        ({"role": "unclear"}, [HEAR]),
        ({"role": "bystander"}, []),
        ({"ends_on": TODAY}, []),
        ({"pupil": None, "described": "en elev"}, []),
    ],
)
def test_who_is_asked_for(fjellet, more, found):
    InvolvementFactory(case__unit=fjellet.school, **more)
    assert whats(fjellet.principal, voices) == found


def test_one_of_three_who_is_missing_is_enough(fjellet, row):
    for _other in range(2):
        other = InvolvementFactory(case=row.case)
        HearingFactory(involvement=other)
        TrustedAdultFactory(involvement=other, adult=fjellet.teacher)
    assert whats(fjellet.principal, voices) == [HEAR, NAME]
    HearingFactory(involvement=row)
    TrustedAdultFactory(involvement=row, adult=fjellet.teacher)
    assert whats(fjellet.principal, voices) == []


def test_an_adult_named_in_another_role_counts_and_one_who_ended_does_not(fjellet, row):
    HearingFactory(involvement=row)
    other = InvolvementFactory(case=row.case, pupil=row.pupil, role="violating")
    trusted = TrustedAdultFactory(involvement=other, adult=fjellet.teacher)
    assert whats(fjellet.principal, voices) == []
    type(trusted).objects.update(ends_on=TODAY, talk_on=None, ended_for="left")
    assert whats(fjellet.principal, voices) == [NAME]


@pytest.mark.parametrize("state", ["closed", "void"])
def test_an_ended_case_asks_for_nothing(fjellet, row, state):
    TrustedAdultFactory(involvement=row, adult=fjellet.teacher)
    type(row.case).objects.update(state=state, ended_reason="Slutt.")
    assert asked(fjellet.principal, voices) == asked(fjellet.principal, talks) == []
    assert asked(fjellet.teacher, talks) == []


def test_nobody_else_is_asked(fjellet, strand, row):
    CaseAccessFactory(case=row.case, person=fjellet.deputy)
    CaseAccessFactory(case=row.case, person=fjellet.owner_adviser, kind="granted")
    outside = (fjellet.teacher, fjellet.deputy, fjellet.owner_adviser, fjellet.other_principal)
    for person in (*outside, strand.principal, fjellet.ppt_adviser):
        assert asked(person, voices) == []


# ---------------------------------------------------------------- talks
def test_the_adult_sees_the_own_talk_and_the_leader_what_is_due(fjellet, row):
    trusted = TrustedAdultFactory(
        involvement=row, adult=fjellet.teacher, talk_on=TODAY + timedelta(days=3)
    )
    assert whats(fjellet.teacher, talks) == [OWN]
    assert whats(fjellet.principal, talks) == []
    type(trusted).objects.update(talk_on=TODAY)
    assert asked(fjellet.principal, talks) == [(SEE, TODAY, row.case.reference)]
    assert asked(fjellet.other_teacher, talks) == []


def test_the_leader_who_is_the_adult_has_it_once(fjellet, row):
    TrustedAdultFactory(involvement=row, adult=fjellet.principal)
    assert whats(fjellet.principal, talks) == [OWN]


def test_an_adult_who_is_away_then_is_the_leaders_task(fjellet, row):
    later = TODAY + timedelta(days=3)
    TrustedAdultFactory(
        involvement=row, adult=fjellet.teacher, talk_on=later, away_from=TODAY, away_until=later
    )
    assert asked(fjellet.principal, talks) == [(AWAY, later, row.case.reference)]


def excluded(fjellet, row):
    CaseAccessFactory(case=row.case, person=fjellet.other_teacher)


def held_elsewhere(fjellet, row):
    type(row.case).objects.update(held_by=fjellet.owner)
    CaseAccessFactory(case=row.case, person=fjellet.teacher, kind="takes_part")


@pytest.mark.parametrize(
    ("arrange", "asks"), [(None, "principal"), (excluded, "principal"), (held_elsewhere, "owner")]
)
def test_a_substitute_who_may_not_stand_in_is_nobody(fjellet, row, signed_in, arrange, asks):
    TrustedAdultFactory(involvement=row, adult=fjellet.teacher, talk_on=TODAY + timedelta(days=3))
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=TODAY, ends_on=None,
    )  # fmt: skip
    if arrange:
        arrange(fjellet, row)
    asked_of = fjellet.owner_adviser if asks == "owner" else fjellet.principal
    assert whats(asked_of, talks) == ([AWAY] if arrange else [])
    page = signed_in(asked_of).get(reverse("cases:people", args=[row.case_id]))
    [(_role, [one])] = page.context["people"].now
    assert one.adult_is_away is (arrange is not None)


def left(adult):
    adult.memberships.update(ends_on=TODAY - timedelta(days=1))


def inactive(adult):
    type(adult).objects.filter(pk=adult.pk).update(**CLOSED)


@pytest.mark.parametrize("arrange", [left, inactive])
def test_an_adult_who_has_left_is_the_leaders_task(fjellet, row, arrange):
    TrustedAdultFactory(involvement=row, adult=fjellet.teacher, talk_on=TODAY + timedelta(days=9))
    arrange(fjellet.teacher)
    assert whats(fjellet.principal, talks) == [FIND]
    assert whats(fjellet.teacher, talks) == []


def test_an_adult_who_is_excluded_is_the_leaders_task(fjellet, row):
    TrustedAdultFactory(involvement=row, adult=fjellet.teacher)
    CaseAccessFactory(case=row.case, person=fjellet.teacher)
    assert whats(fjellet.principal, talks) == [FIND]
    assert whats(fjellet.teacher, talks) == []


def test_the_talk_goes_on_where_the_owner_holds_the_case(fjellet, row):
    TrustedAdultFactory(involvement=row, adult=fjellet.teacher)
    type(row.case).objects.update(held_by=fjellet.owner)
    assert whats(fjellet.teacher, talks) == []
    CaseAccessFactory(case=row.case, person=fjellet.teacher, kind="takes_part")
    assert whats(fjellet.teacher, talks) == [OWN]
    assert whats(fjellet.owner_adviser, talks) == [SEE]


# ---------------------------------------------------------------- on the page
def test_my_day_leads_there_without_a_name(fjellet, signed_in, row):
    trusted = TrustedAdultFactory(involvement=row, adult=fjellet.teacher)
    page = signed_in(fjellet.teacher).get("/today/")
    assert heaps(page) == [("today", [(OWN, "", row.case.reference)])]
    assert f"/cases/talks/{trusted.pk}/" in page.content.decode()
    assert row.pupil.name not in page.content.decode()
    leaders = signed_in(fjellet.principal).get("/today/").content.decode()
    assert f"/cases/{row.case_id}/people/" in leaders


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_each_area_whatever_there_is(
    fjellet, django_assert_num_queries, number
):
    for _one in range(number):
        TrustedAdultFactory(
            involvement=InvolvementFactory(case__unit=fjellet.school), adult=fjellet.teacher
        )
    with acting(fjellet.principal, TODAY) as viewer:
        with django_assert_num_queries(1):
            assert len(voices(viewer)) == number
        with django_assert_num_queries(2):  # which, and then who of them is there
            assert len(talks(viewer)) == number
    with acting(fjellet.teacher, TODAY) as viewer, django_assert_num_queries(2):
        assert len(voices(viewer) + talks(viewer)) == number
    with acting(fjellet.other_teacher, TODAY) as viewer, django_assert_num_queries(1):
        assert talks(viewer) == []
