"""A private kindergarten: the municipality, as its authority, sees nothing of its cases."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse

from cases.models import Case
from organisations.roles import Role
from tests.access import table
from tests.access.test_catalogue import OPEN_TABLES
from tests.cases.opening import opened
from tests.clock import TODAY
from tests.factories.organisations import (
    KindergartenFactory,
    OwnerFactory,
    PptServiceFactory,
    member,
)
from tests.factories.pupils import GroupFactory, pupils_in
from tests.guards.wordsets import school_words
from tests.organisations.test_kindergarten_pages import Visible
from tests.scope import acting

MUNICIPALITY = pytest.mark.parametrize(
    "who", ["owner_adviser", "owner_administrator", "data_protection_officer", "head", "principal"]
)


@pytest.fixture
def private(fjellet):
    """A company with one kindergarten, which the municipality's PPT office serves."""
    owner = OwnerFactory(name="Lyngbakken barnehage AS")
    kindergarten = KindergartenFactory(name="Lyngbakken barnehage", parent=owner)
    PptServiceFactory(office=fjellet.office, serves=kindergarten)
    return SimpleNamespace(
        owner=owner,
        kindergarten=kindergarten,
        head=member(Role.PRINCIPAL, kindergarten),
        adviser=member(Role.OWNER_ADVISER, owner),
    )


def opened_at(private):
    """A serious case that has just been opened there."""
    children = pupils_in(GroupFactory(unit=private.kindergarten, name="Maurtua", stage=None), 1)
    type(children[0]).objects.filter(pk=children[0].pk).update(name="Ada Fjell")
    return opened(
        private.kindergarten,
        private.head,
        pupils=children,
        described=[],
        source="guardian",
        places=["play_outdoors"],
        serious=True,
        serious_reason="Barnet vil ikke i barnehagen.",
    )


def pages(client):
    """Address → what is read on each page that is about nothing in particular."""
    found = {}
    for url in sorted({row.url for row in table.ROWS if row.method == "GET"}):
        try:
            response = client.get(reverse(url), follow=True)
        except NoReverseMatch:
            continue
        shown = Visible(response.content.decode()).text()
        found[url] = (response.status_code, " ".join(shown.split()))
    return found


def rows_read(person):
    """How many rows of each walled table the database shows to the person."""
    walled = [
        model
        for model in apps.get_models()
        if model._meta.db_table not in OPEN_TABLES and model._meta.managed
    ]
    with acting(person, TODAY):
        return {model._meta.label: model._base_manager.count() for model in walled}


@MUNICIPALITY
def test_nothing_of_a_private_kindergarten_shows_also_not_in_totals(
    private, fjellet, signed_in, who
):
    person = getattr(fjellet, who)
    client = signed_in(person)
    before, rows = pages(client), rows_read(person)
    case = opened_at(private)
    assert pages(client) == before
    assert rows_read(person) == rows
    assert client.get(case.get_absolute_url()).status_code == 404
    assert client.get(reverse("measures:plan", args=[case.pk])).status_code == 404
    assert client.get(reverse("cases:new_at", args=[private.kindergarten.pk])).status_code == 404


def test_an_alert_without_an_office_is_its_own_owners(private, fjellet, signed_in):
    private.kindergarten.ppt_service.delete()
    before = pages(signed_in(fjellet.owner_adviser))
    opened_at(private)
    assert pages(signed_in(fjellet.owner_adviser)) == before
    shown = pages(signed_in(private.adviser))["overview:owner"][1]
    assert "A small unit" in shown


def test_those_who_answer_for_it_see_it(private, fjellet, signed_in):
    case = opened_at(private)
    assert (case.alert.office, case.alert.owner) == (fjellet.office, private.owner)
    assert case.reference in pages(signed_in(private.head))["cases:list"][1]
    assert pages(signed_in(fjellet.ppt_adviser))["ppt:inbox"][1].count("Small units") == 1
    assert Case.objects.get().unit.parent == private.owner


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("who", ["adviser", "head"])
def test_an_owner_of_kindergartens_alone_reads_their_words(private, client, language, who):
    opened_at(private)
    person = getattr(private, who)
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    found = {url: school_words(shown, "nb") for url, (_status, shown) in pages(client).items()}
    assert {url: words for url, words in found.items() if words} == {}
