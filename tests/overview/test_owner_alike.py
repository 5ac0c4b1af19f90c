"""Whoever works at the owner reads the same to the letter, whether a unit has no case or four: on
every page that can be reached, in the inbox and in the private calendar. So each hidden number has
all its five values left, whatever is put together."""

import re
from datetime import date

import pytest

from evaluations.sweep import sweep
from tests.clock import NOW, TODAY
from tests.documents.feeds import turned_on
from tests.factories.authorities import OrderedActFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.concerns import ConcernFactory
from tests.factories.evaluations import CaseReviewFactory
from tests.factories.handovers import HandoverFactory
from tests.factories.measures import MeasureFactory, SharedMeasureFactory
from tests.factories.owner import OwnerNoticeFactory
from tests.factories.voices import TrustedAdultFactory
from tests.guards.urls import all_addresses
from tests.overview.counting import MIDDLE, opened
from tests.plugin_database import as_worker

LONG_AGO, AT = date(2026, 10, 1), MIDDLE["2026-autumn"]
# What a form is told apart by.
CHANCE = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|type="hidden" name="\w+" value="[0-9a-f-]{36}"'
)
LINK = re.compile(r'href="(/[^"#]*)')
# Files, one's own account, and calendars of years to come; and the case that the owner holds: who
# has read it stands in it, so that it is another one each time.
LEFT_OUT = re.compile(
    r"/(account|static|language|cases/[0-9a-f-]{36}|organisations/calendar/.*/20[^2]\d)/"
)


def pages(client, *more):
    """Every page that can be reached, by its address."""
    waiting = {address.path() for address in all_addresses() if not address.converters} | {*more}
    found = {}
    while waiting:
        address = min(waiting)
        response = client.get(address)
        said = CHANCE.sub("", b"".join(response).decode())
        found[address] = (response.status_code, response.headers.get("Location"), said)
        links = {link.replace("&amp;", "&") for link in LINK.findall(said)}
        waiting = {one for one in waiting | links if not LEFT_OUT.match(one)} - set(found)
    return found


def told_by_name(place):
    """One of everything that the owner is told of one by one, and something long overdue that is of
    no case."""
    for unit in (place.school, place.other_school, place.kindergarten):
        SharedMeasureFactory(unit=unit, running=True, evaluate_on=LONG_AGO)
    (case,) = opened(place, place.school, AT)
    OwnerNoticeFactory(case=case)
    CaseAccessFactory(case=case, person=place.deputy, answer_by=TODAY)
    OrderedActFactory(county_case__case=case)
    opened(place, place.school, AT, held_by=place.owner)
    CaseFactory(unit=place.school, alert__office=None)
    ConcernFactory(unit=place.school, sent_on=True)


def review(case):
    CaseReviewFactory(case=case, due_on=LONG_AGO)


def evaluation(case):
    MeasureFactory(plan__case=case, running=True, evaluate_on=LONG_AGO)


def step(case):
    HandoverFactory(case=case, kind="august", due_on=LONG_AGO)


def talk(case):
    ConcernFactory(unit=case.unit, answer_by=LONG_AGO)
    TrustedAdultFactory(involvement=InvolvementFactory(case=case), talk_on=LONG_AGO)


def four_of_each(place):
    """With the one that is told of by name; each has something of its own late."""
    for unit, number in ((place.school, 3), (place.other_school, 4), (place.kindergarten, 4)):
        cases = opened(place, unit, AT, number)
        for case, late in zip(cases, (review, evaluation, step, talk), strict=False):
            late(case)


def swept():
    with as_worker():
        sweep(NOW)


@pytest.mark.parametrize(
    "role", ["owner_adviser", "owner_administrator", "data_protection_officer"]
)
def test_every_page_is_the_same_with_four_cases_as_with_none(fjellet, signed_in, role):
    person = getattr(fjellet, role)
    told_by_name(fjellet)
    swept()
    client, calendar = signed_in(person), turned_on(person)
    pages(client, calendar)  # what is opened for the first time says so
    before = pages(client, calendar)
    assert before["/today/"][0] in (200, 302)
    assert (before["/owner/numbers/"][0] == 200) is (role == "owner_adviser")
    four_of_each(fjellet)
    swept()
    after = pages(client, calendar)
    assert [address for address in after if after[address] != before.get(address)] == []
    assert after.keys() == before.keys()
