import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower, Replace

from common import policies

# Who is named is read at the unit, and by the one who is named, who may work at its owner.
AT_UNIT = policies.IN_UNITS.format(column="unit_id")
# ANDed with every other policy of the table, also those that other apps open it with.
NAMED = (
    "NOT protected OR EXISTS (SELECT 1 FROM pupils_pupilaccess a "
    "WHERE a.pupil_id = pupils_pupil.id AND a.person_id = scope_person() AND a.ended_at IS NULL)"
)


# As ``common.searching`` makes it.
WHOLE = (
    ("a\u030a", "aa"),
    ("a\u0308", "ae"),
    ("o\u0308", "oe"),
    ("æ", "ae"),
    ("Æ", "ae"),
    ("ø", "oe"),
    ("Ø", "oe"),
    ("ß", "ss"),
)
LETTERS = "đĐðÐŋŊŧŦþÞłŁʒƷǥǤœŒı-‐–./,()'’‘ʼ`´" + "".join(map(chr, range(0x300, 0x370)))
TYPED = "ddddnnttttllzzggooi" + " " * 8


def searched():
    apart = models.Func(
        models.F("name"), function="NORMALIZE", template="%(function)s(%(expressions)s, NFD)"
    )
    found = Lower(apart)
    for whole, typed in WHOLE:
        found = Replace(found, models.Value(whole), models.Value(typed))
    return models.Func(
        found,
        models.Value(LETTERS),
        models.Value(TYPED),
        function="TRANSLATE",
        output_field=models.TextField(),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_roles"),
        ("pupils", "0002_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="pupil",
            name="search_key",
            field=models.GeneratedField(
                db_persist=True, expression=searched(), output_field=models.TextField()
            ),
        ),
        migrations.CreateModel(
            name="PupilAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="pupils.pupil",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["person", "pupil"],
                        name="pupil_access_of_person",
                    ),
                    models.Index(fields=["unit", "pupil"], name="pupil_access_at_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("pupil", "person"),
                        name="pupil_access_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="pupil_access_has_a_reason",
                    ),
                ],
            },
        ),
        # The unit that the wall asks for is the pupil's own.
        migrations.RunSQL(
            [
                "ALTER TABLE pupils_pupil ADD CONSTRAINT pupil_of_unit UNIQUE (id, unit_id)",
                "ALTER TABLE pupils_pupilaccess ADD CONSTRAINT pupil_access_at_own_unit "
                "FOREIGN KEY (pupil_id, unit_id) REFERENCES pupils_pupil (id, unit_id) "
                "DEFERRABLE INITIALLY DEFERRED",
            ],
            [
                "ALTER TABLE pupils_pupilaccess DROP CONSTRAINT pupil_access_at_own_unit",
                "ALTER TABLE pupils_pupil DROP CONSTRAINT pupil_of_unit",
            ],
        ),
        policies.force("pupils_pupilaccess"),
        policies.allow("pupils_pupilaccess", "ALL", AT_UNIT, name="of_unit"),
        policies.allow(
            "pupils_pupilaccess", "SELECT", "person_id = scope_person()", name="of_person"
        ),
        policies.never("DELETE", "pupils_pupilaccess"),
        migrations.RunSQL("REVOKE ALL ON pupils_pupilaccess FROM worker", migrations.RunSQL.noop),
        migrations.RunSQL(
            f"CREATE POLICY named_when_protected ON pupils_pupil AS RESTRICTIVE FOR ALL TO PUBLIC "
            f"USING ({NAMED})",
            "DROP POLICY named_when_protected ON pupils_pupil",
        ),
    ]
