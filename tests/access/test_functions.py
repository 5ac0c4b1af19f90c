"""The database itself is asked: who may call what goes past the walls? Each function that runs with
the rights of the owner of the tables stands here by hand, with the roles that need it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.access.test_catalogue import rows
from tests.plugin_database import as_app, as_worker

NOBODY, WEB, WORKER, BOTH = set(), {"app"}, {"worker"}, {"app", "worker"}
CALLED_BY = {
    "cases_alerts_of_protected": WORKER,
    "cases_barred_from_alert": WEB,
    "cases_change_is_protected": WEB,
    "cases_change_is_taken_back": BOTH,
    "cases_closed_to_ppt": WEB,
    "cases_keep_what_is_held": NOBODY,
    "cases_known_to_owner": BOTH,
    "cases_left_at_owner": WORKER,
    "cases_opened_to_ppt": WEB,
    "cases_passes_leaders": BOTH,
    "cases_reference_at_owner": WEB,
    "cases_unit_at_owner": WEB,
    "cases_waiting_for_nobody": WEB,
    "cases_why_closed_to_ppt": NOBODY,
    "concerns_waiting_for_nobody": WEB,
    "documents_end_with_account": NOBODY,
    "enter": BOTH,
    "evaluations_late_at": WEB,
    "evaluations_numbers_at": WEB,
    "evaluations_overdue_at": WEB,
    "mail_retry_corrected": WEB,
    "mail_retry_own": WEB,
    "mail_state": WEB,
    "number_in_the_log": NOBODY,
    "person_of_calendar": WEB,
    "ppt_case_of_request": WEB,
    "ppt_read_requests": WEB,
    "ppt_waiting": NOBODY,
    "protected_among": WEB,
    "undo_import": WEB,
}
DEFINERS = """
SELECT p.proname, p.oid, p.proconfig, r.rolname
FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef
"""


@pytest.fixture
def definers(db):
    return rows(DEFINERS)


def test_each_function_past_the_walls_is_called_by_exactly_these(definers):
    found = rows(
        "SELECT p.proname, r FROM pg_proc p, unnest(ARRAY['app', 'worker', 'public']) r "
        "WHERE p.oid = ANY (%s) AND has_function_privilege(r, p.oid, 'EXECUTE')",
        [[oid for _name, oid, *_more in definers]],
    )
    called_by = {name: set() for name, *_more in definers}
    for name, role in found:
        called_by[name].add(role)
    assert called_by == CALLED_BY


def test_there_is_one_of_each_name(definers):
    """A second one with other arguments would hide behind the first."""
    assert sorted(name for name, *_more in definers) == sorted(CALLED_BY)


def test_each_looks_names_up_where_nobody_else_can_put_them(definers):
    found = {(tuple(config or ()), owner) for _name, _oid, config, owner in definers}
    assert found == {(("search_path=public, pg_temp",), "owner")}


def test_nothing_else_goes_past_the_walls(db):
    """A view asks with its owner's rights, and so does a rule."""
    assert rows("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == []
    assert rows("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'") == []
    assert rows("SELECT rulename FROM pg_rules WHERE schemaname = 'public'") == []


def test_a_function_to_come_is_given_to_no_role_by_itself(db):
    """It is taken from PUBLIC and given to one role: then that role alone has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION one_more() RETURNS int LANGUAGE sql AS 'SELECT 1';"
            "REVOKE ALL ON FUNCTION one_more() FROM PUBLIC;"
            "GRANT EXECUTE ON FUNCTION one_more() TO worker"
        )
    asked = "SELECT r FROM unnest(ARRAY['app', 'worker']) r WHERE has_function_privilege(r, %s, %s)"
    assert rows(asked, ["one_more()", "EXECUTE"]) == [("worker",)]


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (as_app, "SELECT cases_alerts_of_protected()"),
        (as_worker, "SELECT cases_barred_from_alert(gen_random_uuid())"),
        (as_worker, "SELECT undo_import(gen_random_uuid())"),
        (as_worker, "SELECT mail_retry_own(now())"),
        (
            as_worker,
            "SELECT * FROM cases_opened_to_ppt(gen_random_uuid(), '2026-01-01', now(), '')",
        ),
        (as_worker, "SELECT * FROM protected_among(gen_random_uuid(), '{}', '{}', '{}')"),
        (as_worker, "SELECT cases_reference_at_owner(gen_random_uuid())"),
    ],
)
def test_another_role_is_refused(db, role, statement):
    with role(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(statement)
