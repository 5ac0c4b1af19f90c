"""E-mails that could not be sent: `manage.py dead_letters`, then `--retry` or `--seen`.

Shows ids, codes and times. Whose e-mail it is stands in the database; the person sees on the page
with messages that mail does not come through.
"""

import uuid

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.system import SYSTEM
from notifications import actions
from notifications.models import Message
from notifications.tasks import nudge


class Command(BaseCommand):
    help = "List e-mails that could not be sent, send them again, or note that you have seen them."

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", type=uuid.UUID, help="only these; without: all")
        do = parser.add_mutually_exclusive_group()
        do.add_argument("--retry", action="store_true", help="try to send them again")
        do.add_argument("--seen", action="store_true", help="stop the alarm on the health page")

    def handle(self, *args, ids, retry, seen, **options):
        letters = Message.objects.dead_letters()
        if ids:
            letters = letters.filter(pk__in=ids)
        letters = list(letters)
        for letter in letters:
            looked_at = "seen" if letter.looked_at else "new"
            self.stdout.write(
                f"{letter.pk}  {letter.created_at:%Y-%m-%d %H:%M}  {looked_at:4}  "
                f"{letter.attempts:2} attempts  {letter.last_error}"
            )
        pks = [letter.pk for letter in letters]
        if retry:
            count = actions.retry_dead(ids=pks, by=SYSTEM, now=timezone.now())
            nudge()
            self.stdout.write(f"{count} will be tried again.")
        elif seen:
            count = actions.note_dead(ids=pks, by=SYSTEM, now=timezone.now())
            self.stdout.write(f"{count} noted as seen.")
        else:
            self.stdout.write(f"{len(letters)} could not be sent.")
