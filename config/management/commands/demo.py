"""Put up the practice municipality, or print who can sign in."""

import ipaddress
from urllib.parse import urlparse

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from config.demo import people, places, stories


class Command(BaseCommand):
    help = "Put up the practice municipality. Does nothing where it stands already."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="only print who can sign in")

    def handle(self, *args, **options):
        if not options["accounts"]:
            self.put_up()
        self.stdout.write(people.accounts_as_text())

    def put_up(self):
        if not settings.DEMO:
            raise CommandError("Practice data needs DEMO=1 in the environment.")
        host = urlparse(settings.SITE_URL).hostname or ""
        if host != "localhost" and not is_loopback(host):
            raise CommandError(f"Practice data is only for this machine itself, not for {host}.")
        if Person.objects.filter(email=people.ACCOUNTS[0].email).exists():
            return
        if Person.objects.exists():
            raise CommandError("There are people here already: practice data is kept apart.")
        now = timezone.now()
        with transaction.atomic():  # all of it, or none when it is interrupted
            stories.play(places.settle(now, timezone.localdate(now)))


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
