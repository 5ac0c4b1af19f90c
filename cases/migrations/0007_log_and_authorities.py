import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# In one row of numbers with the events (audit 0002).
NUMBERING = """
CREATE TRIGGER number_in_the_log BEFORE INSERT ON cases_entry FOR EACH ROW
EXECUTE FUNCTION number_in_the_log();
"""
WRITTEN_BEFORE = """
WITH ordered AS MATERIALIZED (SELECT id FROM cases_entry ORDER BY written_at, id),
     numbered AS MATERIALIZED (SELECT id, nextval('log_number') AS place FROM ordered)
UPDATE cases_entry e SET number = n.place FROM numbered n WHERE n.id = e.id
"""
# A letter answers a letter in the same case.
SAME_CASE = """
ALTER TABLE cases_letter ADD CONSTRAINT cases_letter_of_case UNIQUE (id, case_id);
ALTER TABLE cases_letter ADD CONSTRAINT cases_letter_answers_id_same_case
FOREIGN KEY (answers_id, case_id) REFERENCES cases_letter (id, case_id)
DEFERRABLE INITIALLY DEFERRED;
"""
# Cases that were closed before there was a look after closing: it is asked for now.
LOOK = """
UPDATE cases_case SET look_on = current_date + 42 WHERE state = 'closed' AND look_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_window_of_a_draft"),
        ("audit", "0002_number_in_the_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="number",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("note", "Note"),
                    ("talk", "Talk with a pupil"),
                    ("guardians", "Contact with guardians"),
                    ("meeting", "Meeting"),
                    ("intervention", "Stepped in at once"),
                    ("child_welfare", "Child welfare service"),
                    ("police", "Police"),
                    ("look", "A look after closing"),
                ],
                default="note",
                max_length=14,
            ),
        ),
        migrations.RemoveConstraint(model_name="entry", name="entry_has_text"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=Q(Q(("text", ""), _negated=True), ("withdraws", True), _connector="OR"),
                name="entry_has_text",
            ),
        ),
        migrations.RemoveIndex(model_name="entry", name="entry_by_case"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["case", "-written_at", "-number"], name="entry_by_case"),
        ),
        migrations.RunSQL([NUMBERING, WRITTEN_BEFORE], migrations.RunSQL.noop),
        migrations.AddField(
            model_name="letter",
            name="answers",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answered_by",
                to="cases.letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=Q(("answers", None), ("direction", "out"), _connector="OR"),
                name="letter_to_them_answers",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("answer_due_on", None),
                    Q(("answer_due_on__gte", F("dated_on")), ("direction", "in")),
                    _connector="OR",
                ),
                name="letter_from_them_waits_for_an_answer",
            ),
        ),
        # No row can be there yet: nothing has written to the table.
        migrations.AddField(
            model_name="orderedact",
            name="reference",
            field=models.CharField(default="", max_length=8),
            preserve_default=False,
        ),
        migrations.RunSQL([SAME_CASE, LOOK], migrations.RunSQL.noop),
    ]
