"""A pupil changes school: the other place is told on a ground, and gets the chosen parts."""

from django.db import migrations, models
from django.db.models import Q

from common import policies

GROUNDS = [
    ("need", "They need it to follow the pupil up, at the same owner"),
    ("consent", "Consent"),
    ("permission", "Permission from the parents"),
]
STATES = [
    ("new", "Received"),
    ("taken_on", "Taken on"),
    ("answered", "Answered with a reason"),
    ("noted", "Received and noted"),
    ("taken_back", "Taken back"),
]
NO_CHANGE = Q(ground="", ground_by="", ground_on=None) & Q(
    tried="", wishes="", works="", contact=""
)
WITH_A_GROUND = (
    NO_CHANGE & ~Q(state__in=["noted", "taken_back"])
    | Q(ground="need", ground_by="", ground_on=None, from_unit__isnull=False)
    | Q(ground__in=["consent", "permission"], ground_on__isnull=False, from_unit__isnull=False)
    & ~Q(ground_by="")
)
HERE = policies.IN_UNITS.format(column="unit_id")
AT_OWNER = policies.IN_UNITS.format(column="owner_id")
NOT_BLOCKED = policies.NOT_BLOCKED.format(column="id")
BEFORE = (
    f"((route <> 'owner' AND {HERE}) "
    "OR ((route IN ('staff', 'owner') OR sent_on_at IS NOT NULL) "
    f"AND {AT_OWNER} AND NOT {HERE})) AND {NOT_BLOCKED}"
)
# What was taken back is not read any more where it was sent.
ANSWERS = f"{BEFORE} AND state <> 'taken_back'"


def altered(rule):
    return [
        f"ALTER POLICY answerer_read ON concerns_concern USING ({rule})",
        f"ALTER POLICY answerer_change ON concerns_concern USING ({rule}) WITH CHECK ({rule})",
    ]


def text():
    return models.TextField(blank=True, default="")


class Migration(migrations.Migration):
    dependencies = [("concerns", "0002_past_the_leaders")]

    operations = [
        migrations.AlterField(
            "concern",
            "state",
            models.CharField(choices=STATES, default="new", max_length=10),
        ),
        migrations.AddField(
            "concern",
            "ground",
            models.CharField(blank=True, choices=GROUNDS, default="", max_length=10),
        ),
        migrations.AddField(
            "concern", "ground_by", models.CharField(blank=True, default="", max_length=120)
        ),
        migrations.AddField("concern", "ground_on", models.DateField(blank=True, null=True)),
        migrations.AddField("concern", "tried", text()),
        migrations.AddField("concern", "wishes", text()),
        migrations.AddField("concern", "works", text()),
        migrations.AddField("concern", "contact", text()),
        migrations.RemoveConstraint("concern", "concern_handled_goes_with_state"),
        migrations.AddConstraint(
            "concern",
            models.CheckConstraint(
                condition=Q(state="new", handled_at=None, handled_by=None)
                | Q(
                    state__in=["taken_on", "answered", "noted", "taken_back"],
                    handled_at__isnull=False,
                    handled_by__isnull=False,
                ),
                name="concern_handled_goes_with_state",
            ),
        ),
        migrations.AddConstraint(
            "concern",
            models.CheckConstraint(
                condition=WITH_A_GROUND, name="concern_of_a_change_has_its_ground"
            ),
        ),
        migrations.RunSQL(altered(ANSWERS), altered(BEFORE)),
    ]
