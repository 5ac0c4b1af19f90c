"""Ask the live data whether every promise is kept."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from config.doctor import findings


class Command(BaseCommand):
    help = "Check every promise on the live data, and print what is broken. Changes nothing."

    def handle(self, *args, **options):
        if settings.DATABASE_ROLE != "owner":
            raise CommandError("The doctor needs DATABASE_ROLE=owner: others cannot see it all.")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            broken = list(findings(timezone.now()))
        for finding in broken:
            self.stdout.write(f"BROKEN  {finding.promise}: {finding.thing}")
        self.stdout.write(f"{len(broken)} broken." if broken else "Every promise is kept.")
        if broken:
            sys.exit(1)
