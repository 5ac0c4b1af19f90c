"""What was asked before a case changed hands waits no more, also after it is handed back."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("ppt.migrations.0002_measure_request").WAITING.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
HELD = "r.held_by_id = c.held_by_id"
WAITING = BEFORE.replace(HELD, f"{HELD} AND (r.asked_at >= c.held_since) IS NOT FALSE")


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_held_since"), ("ppt", "0002_measure_request")]

    operations = [migrations.RunSQL(WAITING, BEFORE)]
