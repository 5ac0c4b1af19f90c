"""With many cases elsewhere, the functions that count for the owner read by index. A page's EXPLAIN
does not look inside a function, so its body is asked."""

import re

import pytest
from django.db import connection

from accounts import scope
from tests.clock import TODAY
from tests.config.test_explain import GROWING, many, read_whole, vacuumed  # noqa: F401 (fixtures)
from tests.overview.counting import MIDDLE, opened

ASKED = {"half": "2026-08-01", "today": TODAY}


def body_of(function):
    """What the function asks, with the days in place of its arguments."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        (body,) = cursor.fetchone()
    given = {name: f"'{day}'::date" for name, day in ASKED.items()}
    return re.sub(r"\b(half|today)\b", lambda found: given[found[0]], body)


@pytest.mark.parametrize("function", ["evaluations_numbers_at", "evaluations_overdue_at"])
def test_the_owners_numbers_are_counted_by_index(many, fjellet, function):  # noqa: F811
    for unit in (fjellet.school, fjellet.kindergarten):
        opened(fjellet, unit, MIDDLE["2026-autumn"], 6, plan_due_on=TODAY)
    with scope.entered(fjellet.owner_adviser, TODAY), connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_pptalert")
        assert read_whole(body_of(function)) & GROWING == set()
