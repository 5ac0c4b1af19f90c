"""Whether adult and pupil see it alike follows from the answers as they stand, also when one has
been set right or replaced since: it is asked for, and stored nowhere."""

from django.db import migrations

# Of the pupil's own answer: so low, or lower than the own answer before it. The same person is
# followed through roles and names as in cases.rules.persons: each row to the last one that goes on
# from it. As the one who asks: behind the walls.
WORSE = """
CREATE FUNCTION evaluations_is_worse(answer uuid, unsafe_until int) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH RECURSIVE person (row_id, who, before) AS (
        SELECT i.id, coalesce(i.pupil_id, i.id), i.continues_id
        FROM cases_safetyanswer a JOIN cases_involvement i ON i.case_id = a.case_id
        WHERE a.id = answer
          AND NOT EXISTS (SELECT 1 FROM cases_involvement n WHERE n.continues_id = i.id)
        UNION ALL
        SELECT b.id, p.who, b.continues_id
        FROM person p JOIN cases_involvement b ON b.id = p.before
    )
    SELECT a.value <= unsafe_until OR a.value < (
        SELECT b.value FROM cases_safetyanswer b JOIN person q ON q.row_id = b.involvement_id
        WHERE b.case_id = a.case_id AND q.who = p.who AND b.day < a.day
          AND b.answered_by = 'pupil' AND b.value IS NOT NULL
        ORDER BY b.day DESC LIMIT 1)
    FROM cases_safetyanswer a JOIN person p ON p.row_id = a.involvement_id
    WHERE a.id = answer AND a.answered_by = 'pupil'
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0006_owners_numbers"),
        ("cases", "0020_change_out_of_sight"),
    ]

    operations = [
        migrations.RunSQL(WORSE, "DROP FUNCTION evaluations_is_worse(uuid, int)"),
        migrations.RunSQL(
            [
                "REVOKE ALL ON FUNCTION evaluations_is_worse(uuid, int) FROM PUBLIC, worker",
                "GRANT EXECUTE ON FUNCTION evaluations_is_worse(uuid, int) TO app",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField("evaluation", "disagrees"),
    ]
