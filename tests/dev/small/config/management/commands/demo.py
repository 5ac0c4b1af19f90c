from django.core.management.base import BaseCommand

from config.models import Note


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true")

    def handle(self, *args, accounts, **options):
        if not accounts:
            Note.objects.create(text="practice")
        self.stdout.write("rektor@example.org")
