"""Which role may call each function that goes past the walls. It runs with the rights of the owner
of the tables, so nobody may call it who does not need it. Whoever made the database had given both
roles every function to come, and taking one from PUBLIC took nothing from them."""

from django.db import migrations

NOBODY, WEB, WORKER, BOTH = "", "app", "worker", "app, worker"
CALLED_BY = {
    "cases_alerts_of_protected": WORKER,
    "cases_barred_from_alert": WEB,
    "cases_change_is_protected": WEB,
    # Named by a policy of a table that the sweep empties.
    "cases_change_is_taken_back": BOTH,
    "cases_closed_to_ppt": WEB,
    "cases_keep_what_is_held": NOBODY,  # a trigger
    # Named by a policy of the log, into which both write.
    "cases_known_to_owner": BOTH,
    "cases_opened_to_ppt": WEB,
    # Whoever is told of a case, and whoever sees it.
    "cases_passes_leaders": BOTH,
    "cases_reference_at_owner": WEB,
    "cases_unit_at_owner": WEB,
    "cases_waiting_for_nobody": WEB,
    "cases_why_closed_to_ppt": NOBODY,  # asked by the two others
    "concerns_waiting_for_nobody": WEB,
    # Before a letter goes it is asked what is closed to its receiver.
    "enter": BOTH,
    "evaluations_late_at": WEB,
    "evaluations_numbers_at": WEB,
    "evaluations_overdue_at": WEB,
    "mail_retry_corrected": WEB,
    "mail_retry_own": WEB,
    "mail_state": WEB,
    "number_in_the_log": NOBODY,  # a trigger
    "person_of_calendar": WEB,
    "ppt_case_of_request": WEB,
    "ppt_read_requests": WEB,
    "ppt_waiting": NOBODY,  # asked by the two others
    "protected_among": WEB,
    "undo_import": WEB,
}
# What a function to come is open to is said where it is made, as here.
FUTURE = "ALTER DEFAULT PRIVILEGES IN SCHEMA public {} EXECUTE ON FUNCTIONS {} app, worker"
GIVE = """
DO $$
DECLARE one regprocedure;
BEGIN
    FOR one IN SELECT p.oid FROM pg_proc p
               WHERE p.pronamespace = 'public'::regnamespace AND p.proname = '{name}' LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, app, worker', one);
        IF '{roles}' <> '' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {roles}', one);
        END IF;
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    # All in which such a function was made or changed.
    dependencies = [
        ("config", "0001_cache_table"),
        ("accounts", "0001_initial"),
        ("audit", "0002_number_in_the_log"),
        ("cases", "0024_protected_in_texts"),
        ("concerns", "0003_change_of_school"),
        ("documents", "0001_initial"),
        ("evaluations", "0008_numbers_that_stand"),
        ("measures", "0006_own_library_alone"),
        ("notifications", "0003_address"),
        ("ppt", "0002_measure_request"),
        ("pupils", "0003_protected"),
    ]

    operations = [
        migrations.RunSQL(FUTURE.format("REVOKE", "FROM"), FUTURE.format("GRANT", "TO")),
        *[
            migrations.RunSQL(GIVE.format(name=name, roles=roles), migrations.RunSQL.noop)
            for name, roles in CALLED_BY.items()
        ],
    ]
