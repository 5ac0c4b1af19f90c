"""What is opened to PPT is so for six months at the longest, and holds just the parts that were
chosen."""

from django.db import migrations

TABLE = "cases_pptopening"
KEPT = {
    "six_months": "until <= (opened_at AT TIME ZONE 'Europe/Oslo')::date + interval '6 months'",
    "as_chosen": "content ?& parts::text[] AND content - parts::text[] = '{}'",
}


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_held_since")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ADD CONSTRAINT ppt_opening_{name} CHECK ({kept})",
            f"ALTER TABLE {TABLE} DROP CONSTRAINT ppt_opening_{name}",
        )
        for name, kept in KEPT.items()
    ]
