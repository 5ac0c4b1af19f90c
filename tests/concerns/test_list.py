"""One's own concerns, and those to answer."""

from datetime import date, timedelta

import pytest

from tests.clock import NOW
from tests.concerns.sheets import links, text
from tests.factories.concerns import ConcernFactory

PAGE = "/concerns/"
FRAME = 7


def shown(response):
    """The concerns in each part of the page."""
    parts = response.context["waiting"], response.context["page"].object_list
    return [[concern.pk for concern in part] for part in parts]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_many_as_for_one(
    fjellet, signed_in, count, django_assert_num_queries
):
    for reporter in (fjellet.principal, fjellet.teacher):
        ConcernFactory.create_batch(count, unit=fjellet.school, reporter=reporter)
    for person, own in ((fjellet.principal, 3), (fjellet.teacher, 2)):
        client = signed_in(person)
        client.get(PAGE)
        with django_assert_num_queries(FRAME + own):
            page = client.get(PAGE)
        assert text(page).count("Told 23.11.2026") == (3 * count if own == 3 else count)


def test_the_list_says_who_told_and_where_and_nothing_of_what(fjellet, signed_in):
    ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, needs_today="En voksen.")
    for person in (fjellet.principal, fjellet.teacher):
        page = text(signed_in(person).get(PAGE))
        words = ("Jonas", "7A", "alene", "En voksen.")
        assert [word for word in words if word in page] == []
        # Who told it oneself is not told so.
        said = "Told by Bjørn Fjellet · Fjellet skole"
        assert (said in page) is (person == fjellet.principal)
        assert "The child needs something today" in page


def test_the_most_urgent_comes_first_and_overdue_is_said(fjellet, signed_in):
    late = ConcernFactory(unit=fjellet.school, answer_by=date(2026, 11, 20))
    today = ConcernFactory(unit=fjellet.school)
    later = ConcernFactory(unit=fjellet.school, told_at=NOW + timedelta(hours=1))
    page = signed_in(fjellet.principal).get(PAGE)
    assert shown(page)[0] == [late.pk, today.pk, later.pk]
    assert text(page).count("Overdue") == 1


def test_what_is_handled_is_one_click_away_for_those_who_answer(fjellet, signed_in):
    waits = ConcernFactory(unit=fjellet.school)
    done = ConcernFactory(unit=fjellet.school, taken_on=True)
    sent_on = ConcernFactory(
        unit=fjellet.school, sent_on=True, taken_on=True, told_at=NOW - timedelta(hours=1)
    )
    client = signed_in(fjellet.principal)
    assert shown(client.get(PAGE)) == [[waits.pk], []]
    assert f"{PAGE}?show=answered" in links(client.get(PAGE))
    assert shown(client.get(f"{PAGE}?show=answered")) == [[waits.pk], [done.pk, sent_on.pk]]
    teacher = signed_in(fjellet.teacher).get(f"{PAGE}?show=answered")
    assert shown(teacher) == [[], []]


def test_each_sees_what_is_to_be_seen(fjellet, strand, signed_in):
    own = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    staff = ConcernFactory(unit=fjellet.school, route="staff", told_at=NOW + timedelta(hours=1))
    owner = ConcernFactory(unit=fjellet.school, route="owner", told_at=NOW + timedelta(hours=2))
    expected = {
        fjellet.principal: [[own.pk, staff.pk], []],
        fjellet.deputy: [[own.pk], []],
        fjellet.owner_adviser: [[staff.pk, owner.pk], []],
        fjellet.teacher: [[], [own.pk]],
        fjellet.school_administrator: [[], []],
        strand.principal: [[], []],
    }
    for person, found in expected.items():
        assert (person, shown(signed_in(person).get(PAGE))) == (person, found)


def test_the_list_is_not_there_for_those_who_neither_tell_nor_answer(fjellet, signed_in):
    for who in ("ppt_adviser", "owner_administrator", "data_protection_officer"):
        client = signed_in(getattr(fjellet, who))
        assert (who, client.get(PAGE).status_code) == (who, 404)
        assert (who, client.get(f"{PAGE}new/").status_code) == (who, 404)


def test_own_concerns_go_on_after_fifty(fjellet, signed_in):
    ConcernFactory.create_batch(51, unit=fjellet.school, reporter=fjellet.teacher)
    client = signed_in(fjellet.teacher)
    assert [len(part) for part in shown(client.get(PAGE))] == [0, 50]
    assert [len(part) for part in shown(client.get(f"{PAGE}?page=2"))] == [0, 1]
    assert client.get(f"{PAGE}?page=%00&show=x").status_code == 200


def test_the_menu_leads_to_telling(fjellet, signed_in):
    for who, offered in (
        ("teacher", ["/concerns/new/"]),
        ("school_administrator", ["/concerns/new/"]),
        ("principal", ["/concerns/new/", "/concerns/"]),
        ("owner_adviser", ["/concerns/"]),
        ("ppt_adviser", []),
    ):
        page = signed_in(getattr(fjellet, who)).get("/messages/")
        found = [
            row["url"] for row in page.context["navigation"] if row["url"].startswith("/concerns/")
        ]
        assert (who, found) == (who, offered)
