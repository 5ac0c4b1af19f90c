"""Takes back what the web and the worker have on tables and never use. A table of Django's or
allauth's has what whoever made the database gave for all tables to come; on some of our own the
worker has what no policy lets it do. What each has stands in tests/access/test_rights.py."""

from django.db import migrations

# Nobody has rights by groups here; the rest is written by migrations alone.
OF_MIGRATIONS = ("auth_group", "auth_group_permissions", "auth_permission")
TAKEN = [
    *(f"ALL ON {table} FROM app, worker" for table in OF_MIGRATIONS),
    *(f"ALL ON SEQUENCE {table}_id_seq FROM app, worker" for table in OF_MIGRATIONS),
    *(
        f"{taken} FROM {role}"
        for table in ("django_migrations", "django_content_type")
        for taken, role in (
            (f"INSERT, UPDATE, DELETE ON {table}", "app"),
            (f"ALL ON {table}", "worker"),
            (f"ALL ON SEQUENCE {table}_id_seq", "app, worker"),
        )
    ),
    # Nobody signs in to the worker, and it reads no session, no secret and no kept text.
    *(
        f"ALL ON {one} FROM worker"
        for table in ("account_emailaddress", "account_emailconfirmation", "mfa_authenticator")
        for one in (table, f"SEQUENCE {table}_id_seq")
    ),
    "ALL ON django_session, accounts_keptform, common_cache FROM worker",
    "ALL ON SEQUENCE pupils_group_contact_teachers_id_seq FROM worker",
    # An address is not confirmed by a letter here; an unused one goes with its address.
    "INSERT, UPDATE ON account_emailconfirmation FROM app",
    "ALL ON SEQUENCE account_emailconfirmation_id_seq FROM app",
    # It goes on with what is there, and adds nothing.
    "INSERT ON cases_case, measures_measure, measures_sharedmeasure FROM worker",
    "INSERT ON measures_plan, measures_planversion, evaluations_evaluation FROM worker",
    "UPDATE ON measures_plan FROM worker",
    "INSERT, UPDATE, DELETE ON measures_succession FROM worker",
    "DELETE ON notifications_heartbeat FROM worker",
]
# To throw away what is too old it must see that it is.
GIVEN = [
    "DELETE, SELECT (expire_date) ON django_session TO worker",
    "DELETE, SELECT (kept_at) ON accounts_keptform TO worker",
]


class Migration(migrations.Migration):
    # All in which such a table was made.
    dependencies = [
        ("config", "0002_who_may_call"),  # and the cache
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0002_keptform"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cases", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("evaluations", "0001_initial"),
        ("measures", "0002_plan_to_its_full_depth"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("notifications", "0001_initial"),
        ("pupils", "0001_initial"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            [f"REVOKE {one}" for one in TAKEN] + [f"GRANT {one}" for one in GIVEN],
            migrations.RunSQL.noop,
        )
    ]
