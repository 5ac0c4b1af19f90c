"""A pupil with protected identity in a case: the name reaches the one who is named, nobody else.

Every address of the matrix is asked, with both layers and with each alone; the name is the canary.
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.models import Involvement
from pupils import identity
from pupils.models import Pupil
from tests.access import table, world
from tests.access.test_matrix import in_turn, layer_one_off, signed_in  # noqa: F401 (a fixture)
from tests.clock import NOW
from tests.factories.pupils import PupilAccessFactory
from tests.guards import templates, tree
from tests.plugin_database import AppClient
from tests.scope import acting

# Besides the name that the matrix searches for: a file that the school itself has put in to be
# imported holds that one, and is shown to those who keep the lists until it is done.
CANARY = "KANARIFUGL"
NOT_NAMED = [
    "case_worker", "deputy", "excluded", "granted", "owner_adviser", "owner_administrator",
    "ppt_adviser", "school_administrator", "stranger", "teacher",
]  # fmt: skip

# With one layer alone, those who come nearest.
NEAREST = ["case_worker", "deputy", "excluded", "school_administrator", "teacher"]


@pytest.fixture
def built(db):
    """The matrix' own case, whose pupil is protected now and open to the principal by name."""
    built = world.build()
    name = f"{CANARY} {world.PUPIL_MARKER}"
    Pupil.objects.filter(pk=built.things["pupil"].pk).update(name=name, protected=True)
    PupilAccessFactory(pupil=built.things["pupil"], person=built.here.principal)
    return built


def leaks(built, viewer, kind, rows=table.ROWS):
    """Every page, and every search of the matrix."""
    client, found = signed_in(built, viewer, kind), []
    for row in rows:
        path = reverse(row.url, kwargs=row.arguments(built))
        with transaction.atomic():
            if row.method == "GET":
                response = client.get(path)
            elif row.url == "overview:search":
                response = client.post(path, row.data(built))
            else:
                continue
            transaction.set_rollback(True)
        if CANARY.encode() in response.content:
            found.append((row.method, row.url))
    return found


@pytest.mark.parametrize("viewer", NOT_NAMED)
def test_the_name_reaches_nobody_who_is_not_named(viewer, built):
    assert leaks(built, viewer, AppClient, in_turn(viewer)) == []


@pytest.mark.parametrize("viewer", NEAREST)
def test_nor_past_the_walls_of_the_database(viewer, built):
    assert leaks(built, viewer, Client, in_turn(viewer)) == []


@pytest.mark.parametrize("viewer", NEAREST)
def test_nor_past_the_code(viewer, built, layer_one_off, monkeypatch):  # noqa: F811
    monkeypatch.setattr(type(Pupil.objects.all()), "open_to", lambda pupils, person: pupils)
    monkeypatch.setattr(identity, "_named_for", lambda: {built.things["pupil"].pk})
    assert leaks(built, viewer, AppClient, in_turn(viewer)) == []


@pytest.mark.parametrize("kind", [AppClient, Client])
def test_the_one_who_is_named_sees_the_name_where_it_belongs(built, kind):
    """The control; on the other pages that name pupils too."""
    seen = {url for _method, url in leaks(built, "principal", kind)}
    assert {"overview:case", "measures:plan", "overview:search", "pupils:pupil"} <= seen


@pytest.mark.parametrize("kind", [AppClient, Client])
def test_pages_of_the_case_say_words_in_place_of_the_name(built, kind):
    for viewer, url in (
        ("deputy", built.things["case"].get_absolute_url()),
        ("deputy", reverse("measures:plan", args=[built.things["case"].pk])),
        ("teacher", reverse("evaluations:record", args=[built.things["measure"].pk])),
    ):
        built.viewers[viewer].language = "en"
        built.viewers[viewer].save()
        page = signed_in(built, viewer, kind).get(url).content.decode()
        assert "A pupil with protected identity" in page, url


def test_without_a_reader_no_name_is_made(built):
    """Sweeps and delivery read nobody's pages."""
    row = Involvement.objects.select_related("pupil").get(pk=built.things["involvement"].pk)
    assert CANARY not in row.label
    with acting(built.here.principal, NOW.date()):
        assert CANARY in row.label
        assert CANARY in Involvement.objects.get(pk=row.pk).label
    with acting(built.here.deputy, NOW.date()), transaction.atomic():
        assert CANARY not in Involvement.objects.get(pk=row.pk).label
        assert CANARY not in Involvement.objects.select_related("pupil").get(pk=row.pk).label


WRITES_A_NAME = re.compile(r"\bpupil\.(?:name|sort_key|search_key)\b")
# Lists of pupils begin with ``visible_to``; what is chosen among was offered by it.
MAY_WRITE = (
    "pupils/",
    "templates/pupils/",
    "tests/",
    "cases/forms/picker.py",
    "overview/search.py",
)


def test_a_page_about_a_case_writes_no_pupils_name_in_another_way():
    paths = [*tree.product_modules(), *templates.all_templates()]
    faults = [
        tree.name(path)
        for path in paths
        if not tree.name(path).startswith(MAY_WRITE)
        and WRITES_A_NAME.search(path.read_text(encoding="utf-8"))
    ]
    assert faults == []
