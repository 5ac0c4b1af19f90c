"""Role × URL × object, against the hand-written table: with both layers, and with each alone."""

import hashlib
import os
import sys

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from organisations import permissions
from organisations.viewers import Viewer
from tests.access import table, world
from tests.access.test_catalogue import OPEN_TABLES
from tests.guards.urls import all_url_names
from tests.plugin_database import AppClient

VIEWERS = sorted(table.VIEWERS)
EVERY_ROW = bool(os.environ.get("EVERY_VALUE"))
# Those who stand outside the case's walls: nothing of it may reach them, whatever layer 1 does.
OUTSIDE = [
    "excluded", "excluded_teacher", "former", "head", "other_principal", "owner_administrator",
    "strange_owner", "strange_ppt", "strange_teacher", "stranger",
]  # fmt: skip


@pytest.fixture
def built(db):
    return world.build()


def answers(client, built, rows, note=lambda: None):
    """The answer to each row, each asked on untouched data, and what is noted of the data then."""
    for row in rows:
        path = reverse(row.url, kwargs=row.arguments(built))
        with transaction.atomic():
            if row.method == "GET":
                response = client.get(path)
            else:
                response = client.post(path, row.data(built))
            noted = note()
            transaction.set_rollback(True)
        yield row, response, noted


def contents():
    """A fingerprint of everything that belongs to a case, as the owner sees it."""
    tables = sorted(
        name
        for name in connection.introspection.table_names()
        if name not in OPEN_TABLES and not name.startswith(("audit_", "accounts_"))
    )
    question = " UNION ALL ".join(
        f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return hashlib.sha256(repr(sorted(cursor.fetchall())).encode()).hexdigest()


def looked_at():
    """The contents now, and what tells them later: read anew only when a row was written since."""
    before, counted = contents(), writes()

    def look():
        nonlocal counted
        if (now := writes()) == counted:
            return before
        counted = now
        return contents()

    return before, look


def writes():
    """How many rows this transaction has written, those that were rolled back too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_all_tables")
        return cursor.fetchone()[0]


def signed_in(built, viewer, kind=AppClient):
    client = kind(raise_request_exception=False)
    client.force_login(built.viewers[viewer])
    return client


def in_turn(viewer):
    """Every third row, others for the next viewer; all of them in `make attacks`."""
    return table.ROWS if EVERY_ROW else table.ROWS[VIEWERS.index(viewer) % 3 :: 3]


def wrong(built, viewer, client, rows=table.ROWS):
    return [
        (row.method, row.url, response.status_code, expected)
        for row, response, _noted in answers(client, built, rows)
        if not table.fits(expected := row.expected(viewer), response, row.method)
    ]


def test_every_url_stands_in_the_table():
    listed = {row.url for row in table.ROWS} | set(table.WITHOUT_CASE_DATA)
    assert set(all_url_names()) == listed | set(table.OPENED_BY_A_LINK)


def test_every_viewer_of_the_table_exists(built):
    assert set(built.viewers) == set(table.VIEWERS)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_both_layers(viewer, built):
    assert wrong(built, viewer, signed_in(built, viewer)) == []


@pytest.mark.parametrize("viewer", VIEWERS)
def test_layer_one_alone(viewer, built):
    """The database role `owner` goes round the walls: the code's answers must be the same."""
    assert wrong(built, viewer, signed_in(built, viewer, Client), in_turn(viewer)) == []


def test_without_sign_in(built, client):
    for row, response, _noted in answers(client, built, table.ROWS):
        assert response.status_code == 302, row
        assert response.url.startswith(reverse("account_login")), row


@pytest.fixture
def layer_one_off(monkeypatch):
    """Every queryset shows all, and every permission is given: only the walls are left."""
    for model in apps.get_models():
        kind = type(model._default_manager.all())
        if hasattr(kind, "visible_to"):
            monkeypatch.setattr(kind, "visible_to", lambda self, viewer: self.all())
    always = lambda *args, **kwargs: True  # noqa: E731
    for module in list(sys.modules.values()):
        if getattr(module, "allowed", None) is permissions.allowed:
            monkeypatch.setattr(module, "allowed", always)
    monkeypatch.setattr(Viewer, "may", always)
    monkeypatch.setattr(Viewer, "has_role", always)


def shows(viewer, response):
    """Whether anything of the case, or of another unit's pupils, came through."""
    markers = (
        [world.MARKER] if viewer.startswith("excluded") else [world.MARKER, world.PUPIL_MARKER]
    )
    return any(marker in response.content.decode() for marker in markers)


@pytest.mark.parametrize("viewer", OUTSIDE)
def test_layer_two_alone(viewer, built, layer_one_off):
    client = signed_in(built, viewer)
    before, look = looked_at()
    leaks = [
        (row.method, row.url, response.status_code)
        for row, response, after in answers(client, built, in_turn(viewer), look)
        if shows(viewer, response) or (after != before and not may_change(row, viewer))
    ]
    assert leaks == []


def may_change(row, viewer):
    return row.own_rows or (row.of_unit and viewer.startswith("excluded"))


def test_layer_two_alone_lets_those_inside_through(built, layer_one_off):
    """The control: with layer 1 off the marker does reach somebody who may see it."""
    response = signed_in(built, "principal").get(built.things["case"].get_absolute_url())
    assert world.MARKER in response.content.decode()
