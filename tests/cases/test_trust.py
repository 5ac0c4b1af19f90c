"""The trusted adult: named, away, changed."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.actions import change_trusted_adult, move_talk, name_trusted_adult, note_away
from cases.models import TrustedAdult
from common.errors import ActionError
from organisations.models import Membership
from tests.cases.involving import ENDED
from tests.clock import NOW, TODAY
from tests.factories.accounts import CLOSED
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.voices import TrustedAdultFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")

TOMORROW, SATURDAY = TODAY + timedelta(days=1), date(2026, 11, 28)


@pytest.fixture
def row(fjellet):
    return InvolvementFactory(case__unit=fjellet.school)


def the_trusted(row, adult, **more):
    return TrustedAdultFactory(involvement=row, adult=adult, **more)


def named(row, by, adult, **more):
    given = {"chosen_by_pupil": True, "talk_on": TOMORROW} | more
    with acting(by, TODAY):
        return name_trusted_adult(involvement=row, by=by, now=NOW, adult=adult, **given)


def changed(trusted, by, **more):
    with acting(by, TODAY):
        return change_trusted_adult(
            trusted=trusted, by=by, now=NOW, **({"ended_for": "pupil_wished"} | more)
        )


def away(trusted, by, first=TOMORROW, last=SATURDAY):
    with acting(by, TODAY):
        return note_away(trusted=trusted, by=by, now=NOW, away_from=first, away_until=last)


def moved(trusted, by, on):
    with acting(by, TODAY):
        return move_talk(trusted=trusted, by=by, now=NOW, on=on)


# ---------------------------------------------------------------- named
def test_name_trusted_adult_with_the_first_talk_on_an_open_day(fjellet, row):
    made = named(row, fjellet.case_worker, fjellet.teacher, talk_on=SATURDAY)
    assert (made.adult, made.chosen_by_pupil, made.starts_on, made.talk_on) == (
        fjellet.teacher, True, TODAY, date(2026, 11, 30),
    )  # fmt: skip
    event = Event.objects.get(name="trusted_adult.named")
    assert event.data == {"person": str(fjellet.teacher.pk), "chosen_by_pupil": True}


def test_name_trusted_adult_twice_is_one(fjellet, row):
    assert named(row, fjellet.principal, fjellet.teacher) == named(
        row, fjellet.principal, fjellet.teacher
    )
    with pytest.raises(ActionError, match="already"):
        named(row, fjellet.principal, fjellet.other_teacher)
    assert TrustedAdult.objects.count() == 1


def test_name_trusted_adult_refused_by_state_of_the_adult(fjellet, strand, row):
    former = fjellet.other_teacher
    Membership.objects.filter(person=former).update(ends_on=TODAY - timedelta(days=1))
    CaseAccessFactory(case=row.case, person=fjellet.deputy)
    type(fjellet.case_worker).objects.filter(pk=fjellet.case_worker.pk).update(**CLOSED)
    outside = (fjellet.ppt_adviser, fjellet.school_administrator, strand.teacher, fjellet.head)
    for adult in (former, fjellet.deputy, fjellet.case_worker, *outside):
        with pytest.raises(ActionError):
            named(row, fjellet.principal, adult)


def test_name_trusted_adult_of_a_case_that_the_owner_holds(fjellet, row):
    type(row.case).objects.update(held_by=fjellet.owner)
    with pytest.raises(ActionError):
        named(row, fjellet.owner_adviser, fjellet.teacher)
    CaseAccessFactory(case=row.case, person=fjellet.teacher, kind="takes_part")
    assert named(row, fjellet.owner_adviser, fjellet.teacher).adult == fjellet.teacher


@pytest.mark.parametrize(
    "day", [TODAY - timedelta(days=1), date(1999, 1, 1), date(2028, 1, 1), date(9999, 12, 31)]
)
def test_name_trusted_adult_refused_by_state_of_the_day(fjellet, row, day):
    with pytest.raises(ActionError):
        named(row, fjellet.principal, fjellet.teacher, talk_on=day)


@pytest.mark.parametrize("ended", ENDED)
def test_name_trusted_adult_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        named(row, fjellet.principal, fjellet.teacher)
    case = CaseFactory(unit=fjellet.school)
    for other in (
        InvolvementFactory(case=case, ends_on=TODAY),
        InvolvementFactory(case=case, pupil=None, described="noen", group_size=3),
    ):
        with pytest.raises(ActionError):
            named(other, fjellet.principal, fjellet.teacher)


def test_name_trusted_adult_refused_by_role(fjellet, strand, row):
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal),
        lambda by: named(row, by, fjellet.other_teacher),
    )


# ---------------------------------------------------------------- changed
def test_change_trusted_adult_names_another(fjellet, row):
    old = the_trusted(row, fjellet.teacher)
    again = [
        changed(old, fjellet.principal, adult=fjellet.other_teacher, chosen_by_pupil=True,
                talk_on=TOMORROW)
        for _time in range(2)
    ]  # fmt: skip
    old.refresh_from_db()
    assert (old.ends_on, old.talk_on, old.ended_for) == (TODAY, None, "pupil_wished")
    assert again[0] == again[1] == row.trusted_adults.current().get()
    assert (again[0].adult, again[0].talk_on) == (fjellet.other_teacher, TOMORROW)
    assert Event.objects.get(name="trusted_adult.ended").data == {
        "person": str(fjellet.teacher.pk), "reason_code": "pupil_wished",
    }  # fmt: skip


def test_change_trusted_adult_to_nobody_for_now(fjellet, row):
    old = the_trusted(row, fjellet.teacher)
    assert changed(old, fjellet.principal, ended_for="left") == old
    assert changed(old, fjellet.principal, ended_for="left") == old
    assert not row.trusted_adults.current().exists()


@pytest.mark.parametrize("reason", ["", "over", "bored"])
def test_change_trusted_adult_refused_by_state_of_the_reason(fjellet, row, reason):
    with pytest.raises(ActionError):
        changed(the_trusted(row, fjellet.teacher), fjellet.principal, ended_for=reason)


def test_change_trusted_adult_refused_by_state_of_the_adult(fjellet, strand, row):
    old = the_trusted(row, fjellet.teacher)
    for adult in (fjellet.teacher, strand.teacher):
        with pytest.raises(ActionError):
            changed(old, fjellet.principal, adult=adult, talk_on=TOMORROW)
    old.refresh_from_db()
    assert old.ends_on is None


@pytest.mark.parametrize("ended", ENDED)
def test_change_trusted_adult_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        changed(the_trusted(row, fjellet.teacher), fjellet.principal)
    row = InvolvementFactory(case__unit=fjellet.school)
    over = the_trusted(row, fjellet.teacher, ends_on=TODAY, talk_on=None, ended_for="left")
    with pytest.raises(ActionError, match="ended already"):
        changed(over, fjellet.principal, adult=fjellet.deputy, talk_on=TOMORROW)


def test_change_trusted_adult_refused_by_role(fjellet, strand, row):
    old = the_trusted(row, fjellet.teacher)
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal), lambda by: changed(old, by)
    )


# ---------------------------------------------------------------- away
def test_note_away_by_the_adult_and_by_the_leader(fjellet, row):
    trusted = the_trusted(row, fjellet.teacher)
    assert away(trusted, fjellet.teacher).away_until == SATURDAY
    away(trusted, fjellet.teacher)
    assert away(trusted, fjellet.principal, None, None).away_from is None
    names = ["trusted_adult.away_noted", "trusted_adult.back"]
    assert list(Event.objects.order_by("name").values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TOMORROW, None),
        (None, TOMORROW),
        (SATURDAY, TOMORROW),
        (TODAY - timedelta(days=2), TODAY - timedelta(days=1)),
        (date(1999, 1, 1), TOMORROW),
        (TOMORROW, date(2029, 1, 1)),
    ],
)
def test_note_away_refused_by_state_of_the_days(fjellet, row, first, last):
    trusted = the_trusted(row, fjellet.teacher)
    with pytest.raises(ActionError):
        away(trusted, fjellet.principal, first, last)


@pytest.mark.parametrize("ended", ENDED)
def test_note_away_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        away(the_trusted(row, fjellet.teacher), fjellet.principal)
    row = InvolvementFactory(case__unit=fjellet.school)
    over = the_trusted(row, fjellet.teacher, ends_on=TODAY, talk_on=None, ended_for="left")
    with pytest.raises(ActionError):
        away(over, fjellet.teacher)


def test_note_away_refused_by_role(fjellet, strand, row):
    trusted = the_trusted(row, fjellet.teacher)
    refused_to(
        (fjellet.other_teacher, fjellet.other_principal, strand.principal),
        lambda by: away(trusted, by),
    )


# ---------------------------------------------------------------- another day
def test_move_talk_to_an_open_day(fjellet, row):
    trusted = the_trusted(row, fjellet.teacher)
    for by in (fjellet.teacher, fjellet.principal):
        assert moved(trusted, by, SATURDAY).talk_on == date(2026, 11, 30)
    assert Event.objects.get(name="talk.moved").data["talk_on"] == "2026-11-30"


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), date(2028, 1, 1)])
def test_move_talk_refused_by_state_of_the_day(fjellet, row, day):
    with pytest.raises(ActionError):
        moved(the_trusted(row, fjellet.teacher), fjellet.teacher, day)


@pytest.mark.parametrize("ended", ENDED)
def test_move_talk_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        moved(the_trusted(row, fjellet.teacher), fjellet.teacher, TOMORROW)


def test_move_talk_refused_by_role(fjellet, strand, row):
    trusted = the_trusted(row, fjellet.teacher)
    CaseAccessFactory(case=row.case, person=fjellet.teacher)
    refused_to(
        (fjellet.teacher, fjellet.other_teacher, strand.principal),
        lambda by: moved(trusted, by, TOMORROW),
    )
