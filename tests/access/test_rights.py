"""The database itself is asked: what may the web and the worker do with each table, and with each
column? Written from docs/scope.md by hand. A new table that fits none of the rules stands here."""

import pytest
from django.db import DatabaseError, transaction

from tests.access.test_catalogue import LOGS, rows, tables
from tests.plugin_database import as_app, as_worker

NOTHING, READS, ADDS, CHANGES, ALL = "", "S", "SI", "SIU", "SIUD"
# The web: logs are added to, everything else is changed too, and next to nothing is deleted.
WEB = {
    **dict.fromkeys(LOGS, ADDS),
    # Facts that are written once; of some of them single columns are filled in later.
    **dict.fromkeys(
        [
            "cases_attachment", "cases_caseconcern", "cases_pptanswer", "cases_pptopening",
            "concerns_concern", "notifications_message", "organisations_absence",
            "ppt_measurerequest",
        ],
        ADDS,
    ),
    # What is taken away as a whole, or thrown away once it is done with.
    **dict.fromkeys(["accounts_keptform", "cases_attachmentcontent", "measures_hiddenmeasure"],
                    "SID"),
    **dict.fromkeys(
        [
            "account_emailaddress", "cases_casedraft", "common_cache", "django_session",
            "documents_feed", "documents_feedevent", "measures_concerned", "measures_succession",
            "mfa_authenticator", "organisations_period", "pupils_group_contact_teachers",
            "pupils_importchunk",
        ],
        ALL,
    ),
    "account_emailconfirmation": "SD",
    **dict.fromkeys(["django_content_type", "django_migrations", "notifications_heartbeat"], READS),
    **dict.fromkeys(["auth_group", "auth_group_permissions", "auth_permission"], NOTHING),
}  # fmt: skip
# Sweeps and delivery: nothing, unless it is said here.
WORKER = {
    "audit_event": "I",
    "cases_case": "SU",
    "cases_caseaccess": ADDS,
    "cases_handover": "I",
    "evaluations_casereview": "I",
    "measures_measure": "SU",
    "measures_sharedmeasure": "SU",
    "notifications_heartbeat": CHANGES,
    "notifications_message": CHANGES,
    **dict.fromkeys(
        [
            "accounts_person", "cases_caseconcern", "cases_involvement", "cases_orderedact",
            "cases_ownernotice", "cases_pptalert", "cases_safetyanswer", "cases_trustedadult",
            "evaluations_evaluation", "measures_plan", "measures_planversion",
            "measures_succession", "notifications_preference", "organisations_absence",
            "organisations_membership", "organisations_organisation", "organisations_period",
            "organisations_pptservice", "organisations_schoolyear",
        ],
        READS,
    ),
    # What is too old is thrown away unread.
    **dict.fromkeys(
        ["accounts_keptform", "cases_casedraft", "django_session", "pupils_importchunk"], "D"
    ),
}  # fmt: skip
COLUMNS = {
    ("app", "cases_attachment"): "U:removed_at,removed_by_id,removed_reason",
    ("app", "cases_pptanswer"): "U:received_at,received_by_id",
    ("app", "cases_pptopening"): "U:ended_at,ended_by_id,ended_reason,ending",
    ("app", "concerns_concern"): (
        "U:answer_by,answer_reason,declined_at,declined_by_id,declined_reason,handled_at,"
        "handled_by_id,sent_on_at,sent_on_reason,state"
    ),
    ("app", "notifications_message"): "U:read_at",
    ("app", "organisations_absence"): "U:ends_on,substitute_id",
    ("app", "ppt_measurerequest"): "U:answer,ended_at,ended_by_id,ending",
    ("worker", "accounts_keptform"): "S:kept_at",
    ("worker", "accounts_person"): "U:mail_returned_at",
    ("worker", "cases_casedraft"): "S:id,saved_at",
    ("worker", "cases_handover"): (
        "S:case_id,done_at,due_on,id,kind,provisional,school_year U:due_on,provisional"
    ),
    ("worker", "cases_pptalert"): "U:contact_role,kinds,stage,unit_id",
    ("worker", "cases_pptanswer"): "S:alert_id,given_at,id,received_at",
    ("worker", "cases_pptopening"): "S:case_id,ended_at,id U:ended_at,ending",
    ("worker", "cases_trustedadult"): "U:talk_on",
    ("worker", "concerns_concern"): (
        "S:declined_by_id,from_unit_id,id,owner_id,reporter_id,route,sent_on_at,state,unit_id"
    ),
    ("worker", "django_session"): "S:expire_date",
    ("worker", "evaluations_casereview"): (
        "S:case_id,done_at,due_on,id,provisional,round,school_year U:due_on,provisional"
    ),
    ("worker", "measures_planreference"): "S:case_id,shared_id",
    ("worker", "pupils_importchunk"): "S:staged_at",
    ("worker", "pupils_pupilimport"): "S:state,uploaded_at U:headings,mapping,state",
}
SEQUENCES = {
    "account_emailaddress_id_seq", "mfa_authenticator_id_seq",
    "pupils_group_contact_teachers_id_seq",
}  # fmt: skip
ON_TABLES = """
SELECT c.relname, g.rolname, string_agg(a.privilege_type, ' ')
FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles g ON g.oid = a.grantee
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = ANY (%s)
  AND g.rolname IN ('app', 'worker') GROUP BY 1, 2
"""
ON_COLUMNS = """
SELECT g.rolname, c.relname, left(a.privilege_type, 1),
       string_agg(t.attname, ',' ORDER BY t.attname)
FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
JOIN pg_roles g ON g.oid = a.grantee
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.attisdropped GROUP BY 1, 2, 3 ORDER BY 3
"""
EVERYBODY = """
SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0
"""


def rights(kinds):
    """By role and name: the first letters of what is allowed, in the order of the word SIUD."""
    return {
        (role, name): "".join(sorted((one[0] for one in said.split()), key="SIUDTRU".index))
        for name, role, said in rows(ON_TABLES, [kinds])
    }


def test_the_web_and_the_worker_have_exactly_these_rights_on_tables(db):
    names = tables()
    expected = {("app", name): WEB.get(name, CHANGES) for name in names}
    expected |= {("worker", name): WORKER.get(name, NOTHING) for name in names}
    assert rights(["r", "p", "v", "m"]) == {key: said for key, said in expected.items() if said}
    assert set(WEB) | set(WORKER) <= set(names)


def test_on_single_columns_they_have_exactly_these(db):
    found = {}
    for role, table, right, columns in rows(ON_COLUMNS):
        said = found.get((role, table), "")
        found[role, table] = f"{said} {right}:{columns}".strip()
    assert found == COLUMNS


def test_only_the_web_counts_rows_and_nobody_else_has_anything(db):
    assert set(rights(["S"])) == {("app", name) for name in SEQUENCES}
    assert rows(EVERYBODY) == []


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (as_worker, "SELECT session_data FROM django_session"),
        (as_worker, "SELECT data FROM mfa_authenticator"),
        (as_worker, "SELECT typed FROM accounts_keptform"),
        (as_worker, "UPDATE accounts_person SET password = ''"),
        (as_app, "DELETE FROM django_migrations"),
    ],
)
def test_the_database_refuses(db, role, statement):
    with role(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        rows(statement)
