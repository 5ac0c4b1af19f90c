"""With many cases elsewhere, the daily pages read by index: no sequential scan of what grows."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.roles import Role
from tests.factories.audit import EventFactory, ReadingFactory
from tests.factories.cases import (
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
)
from tests.factories.concerns import ConcernFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import SchoolFactory, member
from tests.factories.ppt import PptAnswerFactory
from tests.factories.voices import GuardianContactFactory, HearingFactory, TrustedAdultFactory
from tests.plugin_database import AppClient, as_app

GROWING = {
    "audit_event",
    "audit_reading",
    "cases_case",
    "cases_entry",
    "cases_guardiancontact",
    "cases_hearing",
    "cases_involvement",
    "cases_pptalert",
    "cases_pptanswer",
    "cases_safetyanswer",
    "cases_trustedadult",
    "concerns_concern",
    "evaluations_evaluation",
    "measures_measure",
    "measures_plan",
    "notifications_message",
    "ppt_note",
}
COPIES = 3000
PAGES = [
    "/today/", "/cases/", "/cases/?show=all", "/concerns/", "/concerns/?show=answered",
    "/messages/", "{case}", "{case}people/",
]  # fmt: skip


def copied(table, **changed):
    """Copies of every row of a table, with new ids and what is to differ, straight in SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s "
            "ORDER BY ordinal_position",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall()]
        values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, "
            f"generate_series(1, {COPIES}) n"
        )


def one_for_each_case(table, key):
    """A copy of the row for every other case there is."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object("
            f"'id', gen_random_uuid(), '{key}', c.id))).* FROM {table} t, cases_case c "
            f"WHERE c.id <> t.{key}"
        )


def a_measure_for_each_plan():
    """Evaluated once; as the measure and the evaluation that there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO measures_measure SELECT (jsonb_populate_record(m, jsonb_build_object("
            "'id', gen_random_uuid(), 'form_token', gen_random_uuid(), 'plan_id', p.id, "
            "'case_id', p.case_id))).* FROM measures_measure m, measures_plan p "
            "WHERE p.id <> m.plan_id"
        )
        cursor.execute(
            "INSERT INTO evaluations_evaluation SELECT (jsonb_populate_record(e, "
            "jsonb_build_object('id', gen_random_uuid(), 'measure_id', m.id, 'case_id', "
            "m.case_id))).* FROM evaluations_evaluation e, measures_measure m "
            "WHERE m.id <> e.measure_id"
        )


def an_answer_for_each_alert():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_pptanswer SELECT (jsonb_populate_record(t, jsonb_build_object("
            "'id', gen_random_uuid(), 'form_token', gen_random_uuid(), 'alert_id', a.id))).* "
            "FROM cases_pptanswer t, cases_pptalert a WHERE a.id <> t.alert_id"
        )


def voices_of(involved, person):
    for made in (HearingFactory, GuardianContactFactory):
        made(involvement=involved)
    TrustedAdultFactory(involvement=involved, adult=person)


def many_voices(involved):
    """In every other case somebody is heard, trusts an adult, and has a guardian who is told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_involvement SELECT (jsonb_populate_record(i, jsonb_build_object("
            "'id', gen_random_uuid(), 'case_id', c.id))).* FROM cases_involvement i, cases_case c "
            "WHERE i.id = %s AND c.id <> i.case_id",
            [involved.pk],
        )
        for table in (
            "cases_hearing", "cases_guardiancontact", "cases_trustedadult", "cases_safetyanswer",
        ):  # fmt: skip
            cursor.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object("
                "'id', gen_random_uuid(), 'form_token', gen_random_uuid(), "
                "'case_id', i.case_id, 'involvement_id', i.id))).* "
                f"FROM {table} t, cases_involvement i WHERE i.case_id <> t.case_id"
            )


def sound_case(place):
    own = CaseFactory(unit=place.school, alert__office=place.office)
    MeasureFactory(plan__case=own, running=True, responsible=place.principal)
    return own


@pytest.fixture
def vacuumed(django_db_setup, django_db_blocker):
    """Without what earlier tests left dead, which makes small tables look large and the questions
    about them dear. Where the product runs, the database does this by itself."""
    with django_db_blocker.unblock():
        another = connection.copy()
        with another.cursor() as cursor:
            cursor.execute("SET ROLE owner")
            cursor.execute("VACUUM")
        another.close()


@pytest.fixture
def many(vacuumed, fjellet):
    """One own case; and elsewhere some thousands of everything that grows."""
    elsewhere = SchoolFactory()
    case = CaseFactory(unit=elsewhere, alert__office=None)
    person = member(Role.STAFF, elsewhere)
    involved = InvolvementFactory(case=case)
    plan = PlanFactory(case=case, about=involved)
    measure = MeasureFactory(plan=plan, running=True, responsible=person)
    SafetyAnswerFactory(involvement=involved)
    voices_of(involved, person)
    EvaluationFactory(measure=measure)
    EntryFactory(case=case)
    EventFactory(case_id=case.pk)
    ReadingFactory(case_id=case.pk)
    for how in ({}, {"taken_on": True}):
        ConcernFactory(unit=elsewhere, reporter=person, **how)
    MessageFactory(person=person, channel="inbox", state="sent", sent_at=timezone.now())
    fresh = "gen_random_uuid()"
    copied("cases_pptalert", id=fresh, number="'x' || n")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_case SELECT (jsonb_populate_record(c, jsonb_build_object("
            "'id', gen_random_uuid(), 'alert_id', a.id, 'form_token', gen_random_uuid(), "
            "'reference', 'x' || row_number() OVER ()))).* FROM cases_case c, cases_pptalert a "
            "WHERE a.id <> c.alert_id"
        )
    for table in ("measures_plan", "audit_event", "audit_reading"):
        one_for_each_case(table, "case_id")
    copied("cases_involvement", id=fresh, pupil_id="NULL", described="'noen'", group_size="n + 1")
    copied("cases_entry", id=fresh, form_token=fresh)
    many_voices(involved)
    PptAnswerFactory(alert=case.alert)
    an_answer_for_each_alert()
    copied("concerns_concern", id=fresh, form_token=fresh)
    a_measure_for_each_plan()
    copied("notifications_message", id=fresh, thing_id=fresh)
    own = sound_case(fjellet)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return own


def nodes(plan):
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes(inner)


def plan_of(sql, how="FORMAT JSON"):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({how}) " + sql.replace("%", "%%"))
        found = cursor.fetchone()[0]
    return (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]


def read_whole(sql):
    """The tables that are read from end to end when it is asked. What is kept ready and never asked
    is not read."""
    found = nodes(plan_of(sql, "ANALYZE, FORMAT JSON"))
    scans = [node for node in found if node["Node Type"] == "Seq Scan"]
    return {node["Relation Name"] for node in scans if node["Actual Loops"]}


def scans(client, page):
    """The sequential scans of growing tables in every SELECT that the page asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    for query in asked.captured_queries:
        sql = query["sql"]
        if sql.startswith("SELECT") and "enter(" not in sql and "leave(" not in sql:
            plan = plan_of(sql)
            for node in nodes(plan):
                if node["Node Type"] == "Seq Scan" and node["Relation Name"] in GROWING:
                    yield node["Relation Name"], sql[sql.find("WHERE") :], plan


def test_daily_pages_read_by_index(many, fjellet):
    client = AppClient()
    client.force_login(fjellet.principal)
    found = {}
    for page in PAGES:
        address = page.format(case=many.get_absolute_url())
        with as_app(), connection.cursor() as cursor:
            cursor.execute("SELECT enter(%s, %s)", [fjellet.principal.pk, timezone.localdate()])
        found[page] = list(scans(client, address))
    assert {page: seen for page, seen in found.items() if seen} == {}
