"""The lists stay quick when they grow: by an index, without sorting what is not shown."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from cases.models import Case, PptAlert
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, PptAlertFactory
from tests.scope import acting

MANY = 1_000


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def plan_of(rows):
    """The steps that PostgreSQL takes for the first fifty rows."""
    sql, parameters = rows[:50].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
        found = cursor.fetchone()[0]
    return list(nodes((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]))


@pytest.fixture
def many(fjellet, strand):
    for place in (fjellet, strand):
        office, unit = place.office, place.school
        alerts = PptAlertFactory.build_batch(
            MANY, unit=unit, owner=place.owner, office=office, answer_by=TODAY
        )
        for number, alert in enumerate(alerts):
            alert.created_at = NOW - timedelta(hours=number * 7 % 997)
            if number % 9:
                alert.state, alert.received_at, alert.received_by = (
                    "received",
                    NOW,
                    place.ppt_leader,
                )
        PptAlert.objects.bulk_create(alerts)
        Case.objects.bulk_create(
            CaseFactory.build(
                unit=unit, alert=alert, created_by=place.principal, created_at=alert.created_at
            )
            for alert in alerts
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_pptalert, organisations_organisation")
    return fjellet


def test_both_lists_read_their_page_in_order(many):
    with acting(many.ppt_adviser, TODAY) as viewer:
        inbox = plan_of(PptAlert.objects.visible_to(viewer).at_an_office().for_inbox())
    with acting(many.principal, TODAY) as viewer:
        cases = plan_of(Case.objects.visible_to(viewer).open().for_list(viewer.today))
    for steps, index in ((inbox, "alert_inbox"), (cases, "case_by_holder")):
        assert index in {step.get("Index Name") for step in steps}
        assert {step["Node Type"] for step in steps} & {"Sort", "Incremental Sort"} == set()
