"""Whoever stands in for somebody who is away carries out what that person does, as long as it
lasts: the scope says for whom, and where."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("cases.migrations.0013_past_the_leaders").ENTER

DECLARED = "    blocked uuid[];\n"
READ_LAST = "    PERFORM set_config('scope.person'"
TOLD = "'blocked', to_jsonb(blocked))"
STANDS = """    SELECT coalesce(jsonb_agg(jsonb_build_array(b.person_id, b.organisation_id)), '[]')
    INTO stands FROM organisations_absence b
    WHERE b.substitute_id = who AND b.organisation_id = ANY (works_at)
      AND b.starts_on <= today AND (b.ends_on IS NULL OR b.ends_on >= today);
"""

ENTER = (
    BEFORE.replace(DECLARED, DECLARED + "    stands jsonb;\n")
    .replace(READ_LAST, STANDS + READ_LAST)
    .replace(TOLD, "'blocked', to_jsonb(blocked), 'stands', stands)")
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_whole_and_true"),
        ("organisations", "0004_absence"),
    ]

    operations = [migrations.RunSQL(ENTER, BEFORE)]
