"""The calendar's pages: who sees what, what bad input meets, and how many queries a page takes."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from accounts.kept import SESSION_KEY
from accounts.models import KeptForm
from organisations.actions import calendar as actions
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.factories.organisations import SchoolFactory
from tests.scope import acting

DATES = {"first_day": "18.08.2026", "last_day": "180627"}
AUTUMN = {"what": "break", "first_day": "5.10", "last_day": "2026-10-09", "name": "Høstferie"}


@pytest.fixture
def signed_in(client):
    def sign_in(person):
        person.language = "en"  # the sentences asked for are the source's
        person.save()
        client.force_login(person)
        return client

    return sign_in


def address(name, place, starts=2026, kind="school", **more):
    kwargs = {"place": place.pk, "kind": kind, "starts": starts} | more
    return reverse(f"organisations:{name}", kwargs=kwargs)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def enter(place, by, starts=2026, *, breaks=0):
    with acting(by, TODAY):
        asked = {"place": place, "kind": "school", "starts": starts, "by": by, "now": NOW}
        actions.enter_calendar(
            first_day=date(starts, 8, 18), last_day=date(starts + 1, 6, 18), **asked
        )
        for day in range(1, breaks + 1):
            when = date(starts, 10, day)
            actions.add_period(what="closed", first_day=when, last_day=when, **asked)


@pytest.mark.parametrize(
    ("role", "status", "may_edit"),
    [
        ("owner_administrator", 200, True),
        ("owner_adviser", 200, False),
        ("data_protection_officer", 200, False),
        ("principal", 200, False),
        ("teacher", 200, False),
        ("head", 200, False),
        ("ppt_adviser", 404, False),
        ("ppt_leader", 404, False),
    ],
)
def test_who_sees_and_changes_the_owners_calendar(fjellet, signed_in, role, status, may_edit):
    client = signed_in(getattr(fjellet, role))
    response = client.get(address("calendar", fjellet.owner))

    assert response.status_code == status
    assert ("Add a period" in text(response)) == may_edit
    for name in ("change_dates", "add_period"):
        expected = 200 if may_edit else 404
        assert client.get(address(name, fjellet.owner)).status_code == expected


@pytest.mark.parametrize(
    ("role", "status", "may_edit"),
    [
        ("principal", 200, True),
        ("school_administrator", 200, True),
        ("deputy", 200, False),
        ("teacher", 200, False),
        ("owner_administrator", 200, False),
        ("owner_adviser", 200, False),
        ("other_principal", 404, False),
        ("head", 404, False),
        ("ppt_adviser", 404, False),
    ],
)
def test_who_sees_and_changes_a_units_calendar(fjellet, signed_in, role, status, may_edit):
    client = signed_in(getattr(fjellet, role))
    response = client.get(address("calendar", fjellet.school))

    assert response.status_code == status
    assert ("Add a period" in text(response)) == may_edit
    posted = client.post(address("add_period", fjellet.school), AUTUMN)
    assert posted.status_code == (302 if may_edit else 404)
    assert Period.objects.count() == int(may_edit)


def test_strangers_find_nothing(fjellet, strand, signed_in):
    client = signed_in(strand.owner_administrator)
    enter(fjellet.owner, fjellet.owner_administrator, breaks=1)
    period = Period.objects.get().pk

    for place in (fjellet.owner, fjellet.school):
        for name in ("calendar", "change_dates", "add_period"):
            assert client.get(address(name, place)).status_code == 404
        for name in ("copy_calendar", "change_dates", "add_period"):
            assert client.post(address(name, place), DATES).status_code == 404
        for name in ("change_period", "remove_period"):
            assert client.post(address(name, place, period=period)).status_code == 404
    assert "Fjellet" not in text(client.get(reverse("organisations:calendars")))
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "starts"),
    [("school", 0), ("school", 9999), ("school", 1999), ("ppt", 2026), ("kindergarten", 2026)],
)
def test_years_and_kinds_that_do_not_exist(fjellet, signed_in, kind, starts):
    client = signed_in(fjellet.principal)

    assert client.get(address("calendar", fjellet.school, starts, kind)).status_code == 404


@pytest.mark.parametrize("starts", [2000, 2098])
def test_the_first_and_the_last_year(fjellet, signed_in, starts):
    client = signed_in(fjellet.owner_administrator)

    assert client.get(address("calendar", fjellet.owner, starts)).status_code == 200


def test_a_year_is_entered_closed_and_counted(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    page = address("calendar", fjellet.owner)
    assert "This school year is not entered yet." in text(client.get(page))

    client.post(address("change_dates", fjellet.owner), DATES)
    client.post(address("add_period", fjellet.owner), AUTUMN)
    shown = text(client.get(page))

    period = Period.objects.get()
    assert (period.first_day, period.last_day) == (date(2026, 10, 5), date(2026, 10, 9))
    assert "From 18.08.2026 to 18.06.2027: 207 open days." in shown
    assert "05.10.2026–09.10.2026, week 41 Break: Høstferie" in shown
    assert "5 break 6 break 7 break 8 break 9 break 42 12 13" in shown
    assert "207 open days" in text(client.get(reverse("organisations:calendars")))


def test_one_day_needs_no_last_day_and_can_be_changed_and_removed(fjellet, signed_in):
    client = signed_in(fjellet.principal)
    one = {"what": "planning", "first_day": "251126", "last_day": "", "name": ""}
    client.post(address("add_period", fjellet.school), one)
    period = Period.objects.get()
    assert (period.first_day, period.last_day) == (date(2026, 11, 25), date(2026, 11, 25))

    change = address("change_period", fjellet.school, period=period.pk)
    assert 'value="25.11.2026"' in client.get(change).content.decode()
    client.post(change, one | {"first_day": "26.11.26"})
    period.refresh_from_db()
    assert period.first_day == date(2026, 11, 26)

    remove = address("remove_period", fjellet.school, period=period.pk)
    assert client.get(remove).status_code == 405
    for _ in range(2):
        client.post(remove)
    assert Period.objects.count() == 0
    assert client.get(change).status_code == 404


def test_last_year_is_copied_from_the_page(fjellet, signed_in):
    enter(fjellet.owner, fjellet.owner_administrator, breaks=2)
    client = signed_in(fjellet.owner_administrator)
    button = "Copy from last year"
    assert button not in text(client.get(address("calendar", fjellet.owner, 2026)))
    assert button in text(client.get(address("calendar", fjellet.owner, 2027)))

    copied = client.post(address("copy_calendar", fjellet.owner, 2027), follow=True)
    again = client.post(address("copy_calendar", fjellet.owner, 2027), follow=True)

    assert "Check every date." in text(copied)
    assert "Nothing was copied." in text(again)
    assert Period.objects.filter(starts=2027).count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_day": "9.10.2026", "last_day": "5.10.2026"}, "not before the first day"),
        ({"first_day": "31.07.2026"}, "from 1 August 2026 to 31 July 2027"),
        ({"last_day": "01.01.9999"}, "from 1 August 2026 to 31 July 2027"),
        ({"first_day": "00.00.0000"}, "do not understand this date"),
        ({"first_day": "0001-01-01"}, "from 1 August 2026 to 31 July 2027"),
        ({"first_day": "høstferien"}, "do not understand this date"),
        ({"first_day": "31.11.2026"}, "do not understand this date"),
        ({"first_day": "5.10.2026\x00"}, "do not understand this date"),
        ({"first_day": "9" * 100_000}, "do not understand this date"),
        (
            {"first_day": "٥.١٠.٢٠٢٦", "last_day": "", "what": "x"},
            "Choose among the answers in the list.",
        ),
        ({"first_day": ""}, "Write a date"),
        ({"what": ""}, "Choose what it is"),
        ({"what": "open"}, "Choose among the answers in the list."),
        ({"name": "x" * 61}, "There is room for 60"),
        ({"name": "fri\u202edag"}, "hidden characters"),
        ({"first_day": "6.10.2026", "last_day": "12.10.2026"}, "already in another period"),
    ],
)
def test_bad_input_gets_a_sentence_and_is_kept(fjellet, signed_in, typed, said):
    client = signed_in(fjellet.owner_administrator)
    client.post(address("add_period", fjellet.owner), AUTUMN)
    right = {"what": "closed", "first_day": "1.12.2026", "last_day": "2.12.2026", "name": "Min"}

    response = client.post(address("add_period", fjellet.owner), right | typed)

    kept = response.context["form"].data
    assert response.status_code == 200
    assert said in text(response)
    assert {name: kept[name] for name in right} == right | typed
    assert "Min" in response.content.decode() or "name" in typed
    assert Period.objects.count() == 1


def test_what_was_kept_comes_back_where_it_was_written(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    KeptForm.objects.create(
        person=fjellet.owner_administrator,
        path=address("add_period", fjellet.owner),
        typed="what=closed&first_day=1.12.2026&last_day=&name=Skrevet",
        kept_at=NOW,
    )
    session = client.session
    session[SESSION_KEY] = True
    session.save()

    for name in ("calendar", "add_period"):
        response = client.get(address(name, fjellet.owner))
        assert 'value="Skrevet"' in response.content.decode()
        assert "kept, but not saved" in text(response)
    assert Period.objects.count() == 0


def test_a_unit_may_leave_its_days_to_the_owner(fjellet, signed_in):
    enter(fjellet.owner, fjellet.owner_administrator)
    client = signed_in(fjellet.principal)

    only_first = {"first_day": "20.08.2026", "last_day": ""}
    client.post(address("change_dates", fjellet.school), only_first)

    assert SchoolYear.objects.get(organisation=fjellet.school).last_day is None
    shown = text(client.get(address("calendar", fjellet.school)))
    assert "From 20.08.2026 to 18.06.2027" in shown
    assert "Has days of its own" in text(client.get(reverse("organisations:calendars")))


def test_an_owner_may_not_leave_a_day_out(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    response = client.post(address("change_dates", fjellet.owner), DATES | {"last_day": ""})

    assert "Write a date" in text(response)
    assert 'value="18.08.2026"' in response.content.decode()
    assert SchoolYear.objects.count() == 0


def test_a_period_of_another_year_or_place_is_not_found(fjellet, signed_in):
    enter(fjellet.owner, fjellet.owner_administrator, breaks=1)
    client = signed_in(fjellet.owner_administrator)
    period = Period.objects.get().pk

    for asked in (
        address("change_period", fjellet.owner, 2027, period=period),
        address("change_period", fjellet.owner, kind="kindergarten", period=period),
        address("change_period", fjellet.owner, period=uuid.uuid4()),
    ):
        assert client.get(asked).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_whatever_the_rows(
    fjellet, signed_in, rows, django_assert_num_queries
):
    enter(fjellet.owner, fjellet.owner_administrator, breaks=rows)
    enter(fjellet.school, fjellet.principal, breaks=rows)
    for _ in range(rows):
        SchoolFactory(parent=fjellet.owner)
    listed, shown = reverse("organisations:calendars"), address("calendar", fjellet.school)

    for person, page in ((fjellet.owner_administrator, listed), (fjellet.principal, shown)):
        client = signed_in(person)
        client.get(page)  # the first page of a session writes the session too
        with django_assert_num_queries(FRAME + 3):  # places, years, periods
            client.get(page)


FRAME = 4  # session, person, enter, leave
