"""A changed calendar moves talks off days that it has closed."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.actions import recount_talks
from organisations.models import Period, SchoolYear
from tests.clock import NOW, TODAY
from tests.factories.cases import InvolvementFactory
from tests.factories.voices import TrustedAdultFactory
from tests.plugin_database import as_worker

SOON, NEXT_OPEN = date(2026, 12, 9), date(2026, 12, 10)


@pytest.fixture
def closed_soon(fjellet):
    """The day of the talk is closed after it was set."""
    year = SchoolYear.objects.create(
        organisation=fjellet.owner, kind="school", starts=2026, first_day=date(2026, 8, 18),
        last_day=date(2027, 6, 18), changed_at=NOW,
    )  # fmt: skip
    Period.objects.create(
        school_year=year, starts=2026, first_day=SOON, last_day=SOON, kind="closed"
    )
    return year


def trusted_at(place, *, case=None, **row):
    involvement = InvolvementFactory(case__unit=place.school, **case or {})
    given = {"adult": place.teacher, "talk_on": SOON} | row
    return TrustedAdultFactory(involvement=involvement, **given)


def recount(on=TODAY, **asked):
    with as_worker():
        return recount_talks(now=NOW + (on - TODAY), **asked)


def test_recount_talks_moves_them_to_the_next_open_day(fjellet, closed_soon):
    row = trusted_at(fjellet)
    assert (recount(), recount()) == (1, 0)
    row.refresh_from_db()
    assert row.talk_on == NEXT_OPEN
    told = Event.objects.get(name="talk.moved")
    assert (told.person_id, told.case_id, told.data) == (
        None,
        row.case_id,
        {"person": str(fjellet.teacher.pk), "talk_on": "2026-12-10"},
    )


def test_recount_talks_looks_where_a_calendar_has_changed(fjellet, strand, closed_soon):
    here, there = trusted_at(fjellet), trusted_at(strand)
    SchoolYear.objects.update(changed_at=NOW - timedelta(days=60))
    assert (recount(), recount(unit=fjellet.school)) == (0, 1)
    for row, day in ((here, NEXT_OPEN), (there, SOON)):
        row.refresh_from_db()
        assert row.talk_on == day


def test_recount_talks_lets_be_what_was_due_before_today(fjellet, closed_soon):
    trusted_at(fjellet)
    assert recount(on=NEXT_OPEN) == 0


@pytest.mark.parametrize("ended", ["the case", "the trust"])
def test_recount_talks_refused_by_state(fjellet, closed_soon, ended):
    if ended == "the case":
        trusted_at(fjellet, case={"case__state": "closed", "case__ended_reason": "Trygt."})
    else:
        trusted_at(fjellet, talk_on=None, ends_on=TODAY, ended_for="changed")
    assert recount() == 0
