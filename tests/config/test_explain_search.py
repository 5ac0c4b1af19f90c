"""With many pupils and cases elsewhere, a search reads by index, walls included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import scope
from pupils.models import Pupil
from tests.clock import TODAY
from tests.config.test_explain import GROWING, many, read_whole, vacuumed  # noqa: F401 (fixtures)
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
        found = {sql[:200]: read_whole(sql) & (GROWING | {"pupils_pupil"}) for sql in queries}
    assert {sql: tables for sql, tables in found.items() if tables} == {}
