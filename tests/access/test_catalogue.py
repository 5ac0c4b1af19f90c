"""The database itself is asked: is every table with case or pupil data behind a forced wall?"""

from django.db import connection

# Tables that hold no case or pupil data. A new table that is neither here nor walled fails.
OPEN_TABLES = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_person",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "common_cache",
    "django_content_type",
    "django_migrations",
    "django_session",
    "measures_hiddenmeasure",
    "measures_ownmeasure",
    "mfa_authenticator",
    "notifications_heartbeat",
    "organisations_absence",
    "organisations_membership",
    "organisations_organisation",
    "organisations_period",
    "organisations_pptservice",
    "organisations_schoolyear",
}
# Read by everybody, as they hold no case data; written behind a wall all the same.
WRITTEN_BEHIND_A_WALL = {
    "measures_hiddenmeasure",
    "measures_ownmeasure",
    "organisations_absence",
}
LOGS = {
    "audit_event",
    "audit_reading",
    "cases_bestinterests",
    "cases_entry",
    "cases_evidence",
    "cases_guardiancontact",
    "cases_hearing",
    "cases_investigation",
    "cases_letter",
    "cases_statereason",
    "evaluations_evaluation",
    "evaluations_sharedevaluation",
    "measures_decision",
    "measures_measureentry",
    "measures_planversion",
    "measures_sharedentry",
    "ppt_note",
}


def rows(sql, parameters=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tables():
    return dict(
        (name, (enabled, forced))
        for name, enabled, forced in rows(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
    )


def test_every_table_with_case_or_pupil_data_has_forced_row_level_security(db):
    unwalled = {name for name, state in tables().items() if state != (True, True)}
    assert unwalled == OPEN_TABLES - WRITTEN_BEHIND_A_WALL


def test_every_walled_table_has_a_policy_for_the_web(db):
    walled = set(tables()) - OPEN_TABLES
    opened = {
        table
        for (table,) in rows("SELECT tablename FROM pg_policies WHERE roles = '{public}'::name[]")
    }
    assert walled - opened == set()


def test_logs_cannot_be_changed_or_emptied(db):
    allowed = rows(
        "SELECT t, r, p FROM unnest(%s) t, unnest(ARRAY['app', 'worker']) r, "
        "unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) p WHERE has_table_privilege(r, t, p)",
        [sorted(LOGS)],
    )
    assert allowed == []


def test_nothing_is_deleted_or_emptied_by_the_web_but_links_and_drafts(db):
    may_delete = {
        name
        for (name,) in rows(
            "SELECT t FROM unnest(%s) t WHERE has_table_privilege('app', t, 'DELETE')",
            [sorted(set(tables()) - OPEN_TABLES)],
        )
    }
    assert may_delete == {
        "accounts_keptform",
        "cases_attachmentcontent",
        "cases_casedraft",
        "documents_feed",
        "documents_feedevent",
        "measures_concerned",
        "measures_succession",
        "pupils_group_contact_teachers",
        "pupils_importchunk",
    }
    may_truncate = rows(
        "SELECT t, r FROM unnest(%s) t, unnest(ARRAY['app', 'worker']) r "
        "WHERE has_table_privilege(r, t, 'TRUNCATE')",
        [sorted(tables())],
    )
    assert may_truncate == []


def test_the_roles_are_what_the_walls_need(db):
    roles = {
        name: (is_super, bypasses)
        for name, is_super, bypasses in rows(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles "
            "WHERE rolname IN ('owner', 'app', 'worker')"
        )
    }
    assert roles == {"owner": (False, True), "app": (False, False), "worker": (False, False)}
    owners = {
        name
        for (name,) in rows("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    }
    assert owners == {"owner"}
