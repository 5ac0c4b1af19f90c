"""With many cases elsewhere, the functions that count for the owner read by index. A page's EXPLAIN
does not look inside a function, so its body is asked."""

import re

import pytest
from django.db import connection

from accounts import scope
from tests.clock import TODAY
from tests.config.test_explain import GROWING, many, read_whole, vacuumed  # noqa: F401 (fixtures)
from tests.overview.counting import MIDDLE, opened

DAYS = {"half": "'2026-08-01'::date", "today": f"'{TODAY}'::date"}
FUNCTIONS = {
    "evaluations_numbers_at": DAYS,
    "evaluations_overdue_at": DAYS,
    "evaluations_late_at": {
        "units": "ARRAY(SELECT id FROM organisations_organisation WHERE name LIKE 'Fjellet %')",
        "before": f"ARRAY['{TODAY}'::date, '{TODAY}'::date]",
        "open": "ARRAY['reported', 'investigating', 'follow_up', 'monitoring']",
        "year": "2026",
    },
}


def body_of(function):
    """What the function asks, with something in place of its arguments."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        (body,) = cursor.fetchone()
    given = FUNCTIONS[function]
    return re.sub(rf"\b({'|'.join(given)})\b", lambda found: given[found[0]], body)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_owners_numbers_are_counted_by_index(many, fjellet, function):  # noqa: F811
    for unit in (fjellet.school, fjellet.kindergarten):
        opened(fjellet, unit, MIDDLE["2026-autumn"], 6, plan_due_on=TODAY)
    with scope.entered(fjellet.owner_adviser, TODAY), connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_pptalert")
        assert read_whole(body_of(function)) & GROWING == set()
