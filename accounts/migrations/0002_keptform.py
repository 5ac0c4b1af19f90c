import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common import policies


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", models.CharField(max_length=500)),
                ("typed", models.TextField()),
                ("kept_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "path", "-kept_at"], name="kept_form_newest"),
                ],
            },
        ),
        policies.force("accounts_keptform"),
        policies.allow(
            "accounts_keptform", "ALL", "person_id = (SELECT scope_person())", name="own"
        ),
        *policies.allow_worker("accounts_keptform"),
        policies.never("UPDATE", "accounts_keptform"),
    ]
