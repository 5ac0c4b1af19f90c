"""The library is read by everybody; an owner's part of it is written at that owner alone."""

from django.db import migrations

from common import policies

OF_OWNER = "owner_id = ANY ((SELECT scope_owners())::uuid[])"
WRITTEN = {
    "measures_ownmeasure": ("INSERT", "UPDATE"),
    "measures_hiddenmeasure": ("INSERT", "DELETE"),
}


class Migration(migrations.Migration):
    dependencies = [("measures", "0005_when_it_was_dated")]

    operations = [
        policies.force(*WRITTEN),
        *[policies.allow(table, "SELECT", "true", name="read_by_all") for table in WRITTEN],
        *[
            policies.allow(table, command, OF_OWNER, name=f"of_owner_{command.lower()}", to="app")
            for table, commands in WRITTEN.items()
            for command in commands
        ],
        policies.never("DELETE", "measures_ownmeasure"),
        policies.never("UPDATE", "measures_hiddenmeasure"),
    ]
