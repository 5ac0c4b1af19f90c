"""None of the school's words on any page of a kindergarten, in bokmål and nynorsk.

Every address of the access table is asked, so that a new page is looked at without being named
here: as somebody who works at kindergartens only, and, for pages about one thing, also as somebody
who works at a school too and so reads the school's words elsewhere.
"""

from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import reverse

from accounts.models import Person
from cases.models import Case, PptAlert
from organisations.models import Organisation, SchoolYear
from pupils.models import Group
from tests.access import table, world
from tests.factories.organisations import MembershipFactory
from tests.guards import tree
from tests.guards.words import READ_ATTRIBUTES
from tests.guards.wordsets import school_words
from tests.plugin_database import AppClient

# What a kindergarten has none of, though the world of the matrix has one.
NOT_IN_A_KINDERGARTEN = {"cases:report_act": "no county governor orders anything there"}
# The page knows no more of the unit than its name, so its reader's own words stand around it.
IN_THE_READERS_WORDS = {
    "cases:lift_exclusion": "the owner does not see the case",
    "library:owner": "an owner words measures for all its units on one page",
    "library:add_own": "as library:owner",
    "library:change_own": "as library:owner",
    "organisations:ppt_days": "one number for all the owner's units",
}
NORWEGIAN = pytest.mark.parametrize("language", ["nb", "nn"])


class Visible(HTMLParser):
    """What a person reads on a page, or hears read aloud."""

    def __init__(self, page):
        super().__init__()
        self.found, self.silent = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.silent = tag in {"script", "style"}
        self.found += [text for name, text in attrs if name in READ_ATTRIBUTES and text]

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)

    def text(self, without=()):
        """``without``: what people wrote themselves is not ours to word."""
        text = "\n".join(self.found)
        for written in without:
            text = text.replace(written, "")
        return text


@pytest.fixture
def built(db):
    built = world.build()
    built.here.calendar_kind = "school"
    return built


@pytest.fixture
def kindergarten(built):
    """The same world, with a kindergarten where the school was."""
    unit = built.here.school
    Organisation.objects.filter(pk=unit.pk).update(
        kind="kindergarten", regime="kindergarten_act", name="Fjellet barnehage"
    )
    PptAlert.objects.update(regime="kindergarten_act", unit=None, stage="", kinds=[])
    Case.objects.filter(unit=unit).update(places=["play_outdoors"])
    Group.objects.filter(unit=unit).update(stage=None)
    SchoolYear.objects.update(kind="kindergarten")
    built.here.calendar_kind = "kindergarten"
    return built


def written():
    """Texts of people that hold words of the school: names, descriptions."""
    ours = set(tree.packages())
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in ours:
            for field in model._meta.fields:
                if isinstance(field, models.CharField | models.TextField):
                    found |= set(model._base_manager.values_list(field.name, flat=True))
    texts = {text for text in found if text and school_words(text, "nb")}
    return sorted(texts, key=len, reverse=True)


def asked(client, built, row, *, follow):
    arguments = row.arguments(built)
    if "kind" in arguments:
        arguments |= {"kind": built.here.calendar_kind}
    path = reverse(row.url, kwargs=arguments)
    with transaction.atomic():
        ask = client.get if row.method == "GET" else client.post
        response = ask(path, row.data(built), follow=follow)
        transaction.set_rollback(True)
    return response


def speaking(person, language):
    Person.objects.filter(pk=person.pk).update(language=language)
    client = AppClient()
    client.force_login(person)
    return client


def rows_for(who, built, *, about_one_thing):
    """What the table opens to the viewer: pages about one thing, or all the others."""
    return [
        row
        for row in table.ROWS
        if row.expected(who) == "ok"
        and bool(row.arguments(built)) == about_one_thing
        and row.url not in NOT_IN_A_KINDERGARTEN
        and not (about_one_thing and row.url in IN_THE_READERS_WORDS)
    ]


def found_on_pages(client, built, rows, *, follow=False):
    """Address → the school's words on the page."""
    own, found = written(), {}
    for row in rows:
        page = asked(client, built, row, follow=follow)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            words = school_words(Visible(page.content.decode()).text(own), "nb")
            found[f"{row.method} {row.url}"] = sorted({word.lower() for word in words})
    return found


def with_words(found):
    return {page: words for page, words in found.items() if words}


@NORWEGIAN
@pytest.mark.parametrize("who", ["principal", "teacher", "school_administrator"])
def test_those_who_work_at_a_kindergarten_read_none_of_the_schools_words(
    kindergarten, language, who
):
    client = speaking(kindergarten.viewers[who], language)
    rows = rows_for(who, kindergarten, about_one_thing=False)
    found = found_on_pages(client, kindergarten, rows, follow=True)
    for url in table.WITHOUT_CASE_DATA:
        page = client.get(reverse(url), follow=True)
        found[url] = school_words(Visible(page.content.decode()).text(written()), "nb")
    assert with_words(found) == {}
    assert len(found) > len(table.WITHOUT_CASE_DATA) + 3


@NORWEGIAN
@pytest.mark.parametrize(
    "who", ["principal", "teacher", "ppt_adviser", "owner_adviser", "owner_administrator"]
)
def test_a_page_about_a_kindergarten_speaks_its_words_to_all(kindergarten, language, who):
    """Also to somebody who works at a school too. Where a page leads on to may be about many."""
    person = kindergarten.viewers[who]
    MembershipFactory(person=person, organisation=kindergarten.here.other_school, role="staff")
    rows = rows_for(who, kindergarten, about_one_thing=True)
    found = found_on_pages(speaking(person, language), kindergarten, rows)
    assert with_words(found) == {}
    assert found


SPEAKS_OF_SCHOOL = {
    "overview:case", "evaluations:record", "measures:plan", "cases:write_entry",
    "organisations:calendars",
}  # fmt: skip


@NORWEGIAN
def test_the_same_look_finds_the_words_on_the_pages_of_a_school(built, language):
    rows = [row for row in table.ROWS if row.method == "GET" and row.url in SPEAKS_OF_SCHOOL]
    found = found_on_pages(speaking(built.viewers["principal"], language), built, rows)
    assert set(with_words(found)) == {f"GET {url}" for url in SPEAKS_OF_SCHOOL}
