"""A whole school year, played through the product's own actions in a database of its own."""

import logging
import signal
import sys
from datetime import date, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from config.celery import app
from config.database_role import refuse_other_role
from config.doctor import findings
from config.simulation.report import table
from config.simulation.scratch import Scratch
from config.simulation.year import Year
from organisations.calendar import FIRST_DATE, LAST_DATE

SHOWN = 20
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
# Wake-ups lead nowhere: the simulation does itself what a worker would be woken for.
NOBODY = "redis://127.0.0.1:1/0"


class Command(BaseCommand):
    help = "Play a school year day by day in a scratch database, and say what was missed."

    def add_arguments(self, parser):
        parser.add_argument(
            "--schools",
            type=int,
            required=True,
            help="how many schools; there is a kindergarten to every four of them",
        )
        parser.add_argument("--from", dest="first", required=True, help="a date: YYYY-MM-DD")
        parser.add_argument("--to", dest="last", required=True, help="a date: YYYY-MM-DD")
        parser.add_argument("--seed", type=int, default=1, help="the same number: the same year")

    def handle(self, *args, schools, first, last, seed, **options):
        first, last = self._asked(schools, first, last)
        refuse_other_role("owner")
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
        logging.getLogger("notifications").setLevel(logging.ERROR)
        settings.EMAIL_BACKEND = NO_MAIL
        app.conf.broker_url = NOBODY
        with Scratch() as scratch:
            self.say(f"Scratch database {scratch.name} is ready.")
            year = Year(scratch, schools=schools, first=first, last=last, seed=seed, say=self.say)
            world = year.go()
            with scratch.role("owner"):
                broken = self._doctor(world.now)
        self._tell(world, broken)
        if world.ledger.missed or world.refused or broken:
            sys.exit(1)

    def _asked(self, schools: int, first: str, last: str) -> tuple[date, date]:
        if not 1 <= schools <= 200:
            raise CommandError("Choose from 1 to 200 schools.")
        days = [_day("--from", first), _day("--to", last)]
        if days[1] < days[0]:
            raise CommandError("--to comes before --from. Change one of them.")
        if (days[1] - days[0]).days > 3 * 366:
            raise CommandError("Choose at most three years.")
        return days[0], days[1]

    def _doctor(self, now: datetime) -> list[str]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            return [f"BROKEN  {found.promise}: {found.thing}" for found in findings(now)]

    def _tell(self, world, broken: list[str]) -> None:
        self.say("")
        for line in table(world.ledger):
            self.say(line)
        self.say("")
        refused = [f"{count} times: {words}" for words, count in world.refused.most_common()]
        for heading, lines in (("missed", world.ledger.missed), ("kinds of refusal", refused)):
            self.say(f"{len(lines)} {heading}.")
            for line in lines[:SHOWN]:
                self.say(f"  {line}")
        for line in broken[:SHOWN]:
            self.say(line)
        self.say(f"Doctor: {len(broken)} broken." if broken else "Doctor: every promise is kept.")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _day(option: str, typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise CommandError(f"{option} takes a date such as 2026-08-01, not {typed}.") from None
    if not FIRST_DATE.replace(year=FIRST_DATE.year + 20) <= day <= LAST_DATE:
        raise CommandError(f"{option}: no school year can be counted in around {typed}.")
    return day
