"""Who is away, and who stands in."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit.models import Event
from common.errors import ActionError
from organisations.actions.absence import change_absence, end_absence, note_absence
from organisations.models import Absence
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.organisations import AbsenceFactory, MembershipFactory, member
from tests.measures.pages import text
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

KEEPERS = ["principal", "deputy", "school_administrator"]
OTHERS = [
    "case_worker", "teacher", "other_principal", "ppt_adviser", "owner_adviser",
    "owner_administrator",
]  # fmt: skip
NEXT_WEEK = date(2026, 11, 30)


def do(action, by, **asked):
    with acting(by, TODAY):
        return action(**asked, by=by, now=NOW)


def note(place, by=None, **other):
    given = {"person": place.teacher, "organisation": place.school, "starts_on": TODAY}
    given |= {"token": uuid.uuid4(), "ends_on": NEXT_WEEK} | other
    return do(note_absence, by or place.principal, **given)


def away(place, **other):
    return AbsenceFactory(person=place.teacher, organisation=place.school, **other)


@pytest.mark.parametrize("who", KEEPERS)
def test_note_absence(fjellet, who):
    absence = note(fjellet, by=getattr(fjellet, who), substitute=fjellet.other_teacher)
    assert (absence.starts_on, absence.ends_on) == (TODAY, NEXT_WEEK)
    assert absence.substitute == fjellet.other_teacher
    event = Event.objects.get(name="absence.noted")
    assert event.data == {
        "person": str(fjellet.teacher.pk),
        "starts_on": "2026-11-23",
        "ends_on": "2026-11-30",
        "substitute": str(fjellet.other_teacher.pk),
    }


def test_note_absence_once_however_often_it_is_sent(fjellet):
    token = uuid.uuid4()
    assert note(fjellet, token=token) == note(fjellet, token=token)
    with pytest.raises(ActionError):
        note(fjellet, token=token, person=fjellet.other_teacher)


@pytest.mark.parametrize("other", [{"ends_on": None}, {"substitute": "other_teacher"}])
def test_note_absence_refuses_a_used_sheet_that_says_something_else_now(fjellet, other):
    other = {name: value and getattr(fjellet, value) for name, value in other.items()}
    token = uuid.uuid4()
    note(fjellet, token=token)
    with pytest.raises(ActionError, match="already used"):
        note(fjellet, token=token, **other)


@pytest.mark.parametrize("starts_on", [TODAY, date(2026, 12, 1)])
def test_note_absence_again_from_the_same_day_after_it_was_taken_back(fjellet, starts_on):
    asked = {"starts_on": starts_on, "ends_on": None}
    for _time in range(2):
        do(end_absence, fjellet.principal, absence=note(fjellet, **asked))
    assert note(fjellet, **asked).ends_on is None
    assert Absence.objects.to_come(TODAY).count() == 1


def keeper_who_is_staff(place):
    keeper = place.school_administrator
    MembershipFactory(person=keeper, organisation=place.school, role=Role.STAFF)
    return keeper


def test_note_absence_refuses_whoever_stands_in_by_own_choice(fjellet):
    """It would open measures to somebody who only keeps the unit's lists."""
    keeper = keeper_who_is_staff(fjellet)
    with pytest.raises(ActionError, match="stand in yourself"):
        note(fjellet, by=keeper, substitute=keeper)
    assert not Absence.objects.exists()
    for by in (fjellet.principal, fjellet.deputy):
        others = {"person": fjellet.teacher if by == fjellet.deputy else fjellet.other_teacher}
        assert note(fjellet, by=by, substitute=by, **others).substitute == by


def test_change_absence_refuses_whoever_stands_in_by_own_choice(fjellet):
    keeper = keeper_who_is_staff(fjellet)
    asked = {"absence": away(fjellet), "ends_on": NEXT_WEEK, "substitute": keeper}
    with pytest.raises(ActionError, match="stand in yourself"):
        do(change_absence, keeper, **asked)
    changed = do(change_absence, fjellet.principal, **asked)
    event = Event.objects.get(name="absence.changed")
    assert (changed.substitute, event.data["substitute"]) == (keeper, str(keeper.pk))
    with pytest.raises(ActionError, match="stand in yourself"):
        do(change_absence, keeper, **asked | {"ends_on": None})


def test_note_absence_says_on_the_page_why_and_keeps_what_was_typed(fjellet, signed_in):
    keeper = keeper_who_is_staff(fjellet)
    sent = {
        "token": str(uuid.uuid4()), "person": str(fjellet.teacher.pk), "starts_on": "23.11.2026",
        "ends_on": "27.11.2026", "substitute": str(keeper.pk),
    }  # fmt: skip
    new = reverse("organisations:note_absence", args=[fjellet.school.pk])
    page = signed_in(keeper).post(new, sent)
    assert "Ask somebody who leads here to do it." in text(page)
    assert 'value="27.11.2026"' in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": date(2026, 11, 22)}, "not before the first day"),
        ({"starts_on": date(2020, 1, 1)}, "too far from today"),
        ({"ends_on": date(2096, 1, 1)}, "too far from today"),
    ],
)
def test_note_absence_refuses_impossible_days(fjellet, wrong, sentence):
    with pytest.raises(ActionError, match=sentence):
        note(fjellet, **wrong)


def test_note_absence_refuses_those_who_do_not_work_there(fjellet):
    for wrong in ({"person": fjellet.head}, {"substitute": fjellet.head}):
        with pytest.raises(ActionError, match="does not work here"):
            note(fjellet, **wrong)
    with pytest.raises(ActionError, match="somebody else"):
        note(fjellet, substitute=fjellet.teacher)


def test_note_absence_refused_by_state_of_the_same_days(fjellet):
    away(fjellet, starts_on=date(2026, 11, 25), ends_on=None)
    with pytest.raises(ActionError, match="already"):
        note(fjellet)
    assert note(fjellet, ends_on=date(2026, 11, 24)).ends_on == date(2026, 11, 24)


@pytest.mark.parametrize("who", OTHERS)
def test_note_absence_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        note(fjellet, by=getattr(fjellet, who))
    assert not Absence.objects.exists()


def test_change_absence(fjellet):
    asked = {"absence": away(fjellet), "ends_on": None, "substitute": fjellet.deputy}
    changed = do(change_absence, fjellet.principal, **asked)
    assert (changed.ends_on, changed.substitute) == (None, fjellet.deputy)
    do(change_absence, fjellet.principal, **asked)
    assert Event.objects.filter(name="absence.changed").count() == 1


def test_change_absence_refused_by_role(fjellet):
    with pytest.raises(PermissionDenied):
        do(change_absence, fjellet.teacher, absence=away(fjellet), ends_on=None, substitute=None)


def test_change_absence_refused_by_state_of_the_first_day(fjellet):
    absence = away(fjellet, starts_on=TODAY)
    before = date(2026, 11, 22)
    with pytest.raises(ActionError, match="not before the first day"):
        do(change_absence, fjellet.principal, absence=absence, ends_on=before, substitute=None)


@pytest.mark.parametrize(
    ("starts_on", "last"),
    [
        (date(2026, 11, 20), date(2026, 11, 22)),
        (TODAY, date(2026, 11, 22)),
        (date(2026, 12, 1), date(2026, 11, 30)),
    ],
)
def test_end_absence_is_back_today_or_was_taken_back(fjellet, starts_on, last):
    absence = away(fjellet, starts_on=starts_on)
    for _twice in range(2):
        assert do(end_absence, fjellet.principal, absence=absence).ends_on == last
    assert not Absence.objects.to_come(TODAY).exists()
    assert Event.objects.filter(name="absence.changed").count() == 1


def test_end_absence_refused_by_role(fjellet):
    with pytest.raises(PermissionDenied):
        do(end_absence, fjellet.teacher, absence=away(fjellet))


def test_the_pages(fjellet, signed_in):
    client = signed_in(fjellet.school_administrator)
    start = reverse("organisations:absences")
    page = client.get(start, follow=True)
    assert "Nobody is noted as away." in text(page)
    new = reverse("organisations:note_absence", args=[fjellet.school.pk])
    assert "Bjørn Fjellet" in text(client.get(new))
    sent = {
        "token": str(uuid.uuid4()), "person": str(fjellet.teacher.pk), "starts_on": "23.11.2026",
        "ends_on": "", "substitute": str(fjellet.other_teacher.pk),
    }  # fmt: skip
    said = text(client.post(new, sent, follow=True))
    assert "Bjørn Fjellet 23.11.2026 – no end is known" in said
    absence = Absence.objects.get()
    at = [fjellet.school.pk, absence.pk]
    change = reverse("organisations:change_absence", args=at)
    client.post(change, {"ends_on": "22.11.2026", "substitute": ""})
    assert Absence.objects.get().ends_on is None
    client.post(change, {"ends_on": "27.11.2026", "substitute": ""})
    assert Absence.objects.get().ends_on == date(2026, 11, 27)
    client.post(reverse("organisations:end_absence", args=at))
    assert Absence.objects.get().ends_on == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person": ""}, "Choose who it is."),
        ({"person": "x"}, "Choose somebody in the list."),
        ({"starts_on": "32.11.2026"}, "We do not understand this date."),
        ({"ends_on": "1.11.2026"}, "not before the first day"),
    ],
)
def test_what_is_wrong_is_said(fjellet, signed_in, wrong, sentence):
    new = reverse("organisations:note_absence", args=[fjellet.school.pk])
    sent = {"token": str(uuid.uuid4()), "person": str(fjellet.teacher.pk)}
    sent |= {"starts_on": "23.11.2026", "ends_on": "", "substitute": ""} | wrong
    page = signed_in(fjellet.principal).post(new, sent)
    assert page.status_code == 200
    assert sentence in text(page)


def test_the_owners_administrator_says_who_of_the_owners_people_is_away(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    page = client.get(reverse("organisations:absences"), follow=True)
    at_owner = reverse("organisations:absences_at", args=[fjellet.owner.pk])
    assert page.redirect_chain[-1][0] == at_owner
    colleague = member(Role.OWNER_ADVISER, fjellet.owner, name="Frida Fjellet")
    new = reverse("organisations:note_absence", args=[fjellet.owner.pk])
    offered = client.get(new).context["form"].fields["substitute"].queryset
    assert list(offered) == [fjellet.owner_adviser, colleague]
    sent = {
        "token": str(uuid.uuid4()), "person": str(fjellet.owner_adviser.pk),
        "starts_on": "23.11.2026", "ends_on": "", "substitute": str(colleague.pk),
    }  # fmt: skip
    assert "no end is known Frida Fjellet" in text(client.post(new, sent, follow=True))
    absence = Absence.objects.get()
    assert (absence.organisation, absence.substitute) == (fjellet.owner, colleague)


@pytest.mark.parametrize("who", ["school_administrator", "other_principal"])
def test_note_absence_refused_by_state_of_whoever_may_carry_out_nothing_there(fjellet, who):
    with pytest.raises(ActionError, match="may not carry out measures|does not work here"):
        note(fjellet, substitute=getattr(fjellet, who))
    assert not Absence.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_the_pages_are_not_there_for_others(fjellet, signed_in, who):
    client = signed_in(getattr(fjellet, who))
    assert (
        client.get(reverse("organisations:absences_at", args=[fjellet.school.pk])).status_code
        == 404
    )
