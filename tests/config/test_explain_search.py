"""With many pupils and cases elsewhere, a search reads by index, walls included."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import scope
from pupils.models import Pupil
from tests.clock import TODAY
from tests.config.test_explain import GROWING, many, nodes, vacuumed  # noqa: F401 (fixtures)
from tests.factories.cases import InvolvementFactory
from tests.factories.organisations import SchoolFactory
from tests.factories.pupils import PupilFactory
from tests.plugin_database import as_app

ELSEWHERE, HERE = 4000, 300


@pytest.fixture
def pupils(many, fjellet):  # noqa: F811
    """As many pupils as a large school has, and a good many at others."""
    for unit, number in ((fjellet.school, HERE), *((SchoolFactory(), 400) for _ in range(10))):
        Pupil.objects.bulk_create(
            PupilFactory.build(unit=unit, name=f"Kari Nummer{n}") for n in range(number)
        )
    InvolvementFactory(case=many, pupil=Pupil.objects.filter(unit=fjellet.school).first())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def scanned(sql):
    """What the query reads from end to end, asked as the web asks it. What the wall keeps ready
    and never asks (is the pupil in a visible case? when the unit is one's own) is not read."""
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"))
        found = cursor.fetchone()[0]
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    scans = [node for node in nodes(plan) if node["Node Type"] == "Seq Scan"]
    return {node["Relation Name"] for node in scans if node["Actual Loops"]}


@pytest.mark.parametrize("words", ["kari nummer7", "26-0001", "tiltak"])
def test_a_search_reads_by_index(pupils, fjellet, signed_in, words):
    client = signed_in(fjellet.principal)
    with CaptureQueriesContext(connection) as asked:
        assert client.post("/search/", {"words": words}).context["groups"] is not None
    queries = [
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].startswith("SELECT") and "FROM" in query["sql"]
    ]
    assert any('"pupils_pupil"' in sql for sql in queries)
    with as_app(), scope.entered(fjellet.principal, TODAY):
        found = {sql[:200]: scanned(sql) & (GROWING | {"pupils_pupil"}) for sql in queries}
    assert {sql: tables for sql, tables in found.items() if tables} == {}
