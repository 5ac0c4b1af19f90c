"""A text that stands nowhere else is written into every field into which something can be typed, in
every form. It comes into the columns that are meant for it, and is found in no mail, no line of the
log, no address and no title.

Valkey, the logs of real processes, the feed and the browser are asked in
tests/browser/test_canary.py.
"""

import io
import logging
import re
from copy import copy

import pytest
from django.core import mail
from django.db import transaction

from notifications.delivery.letters import letter
from notifications.models import Message
from tests.attacks.canary import (
    BY_FORMS_OF,
    CANARY,
    COPIES,
    FREE,
    NOT_TYPED,
    fields,
    sits_in,
)
from tests.attacks.test_sweep import REFUSED, Sweep, addresses
from tests.attacks.test_sweep import built as built
from tests.attacks.test_sweep import neighbours as neighbours

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESS = re.compile(r'\b(?:href|action|src|content|hx-\w+)="([^"]*)"')
# What is typed there is a date, a time, a number or an address, and nothing else is taken.
NO_TEXT = re.compile(
    "on|.*_on|.*_time|.*day|until|.*weeks|email|(?:age|away)_from|.*_to|away_until|answer_by"
)
# What goes out of the house is read through on the page, as it will be read, before it is taken.
READ_THROUGH = {"names", "tried", "wishes", "works"}


def is_free(name):
    return not NO_TEXT.fullmatch(name)


class Canary(Sweep):
    """What one person types, and where it came through."""

    def __init__(self, viewer, built, neighbours, log):
        super().__init__(viewer, built, neighbours)
        self.log = log
        self.found = []
        self.written = set()
        self.sits = set()
        self.shown = self.mails_seen = 0

    def write(self, form):
        """Into all of its fields at once; when that is not taken, into each alone."""
        texts = sorted(filter(is_free, form.typed & set(form.fields)))
        if texts and not self.is_taken(form, texts):
            for name in texts:
                self.is_taken(form, [name])

    def is_taken(self, form, names):
        """Whatever it makes is taken back when it has been looked at."""
        self.hand.cookies = copy(self.cookies)
        fields = form.fields | {name: [f"{CANARY} {name}"] for name in names}
        with transaction.atomic():
            answer = self.hand.post(form.action, fields)
            is_taken = answer.status_code == 302
            if is_taken:
                self.written |= {(form.action, name) for name in names}
                self.sits |= sits_in()
                self.look_for_it(form, answer, self.hand.get(answer["Location"]))
            else:
                self.look_for_it(form, answer, answer)
            transaction.set_rollback(True)
        return is_taken

    def look_for_it(self, form, answer, page):
        text = page.content.decode(errors="replace")
        self.shown += CANARY in text
        for what, where in (
            ("address", [answer.headers.get("Location", ""), *ADDRESS.findall(text)]),
            ("title", TITLE.findall(text)),
            ("mail", self.mails()),
            ("log", [self.log.getvalue()]),
        ):
            if any(CANARY in part for part in where):
                self.found.append((form.action, what))

    def mails(self):
        """Each as the mail server gets it."""
        new = Message.objects.emails().filter(state="ready").select_related("person")
        self.mails_seen += len(new)
        return [letter(message).message().as_string() for message in new]


@pytest.fixture
def log():
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_every_field_that_can_hold_words_is_known():
    """A new one: does somebody type it? Then the canary is written there too."""
    assert sorted(fields()) == sorted([*FREE, *COPIES, *NOT_TYPED])


# Between them these are shown every form.
@pytest.mark.parametrize("viewer", BY_FORMS_OF)
def test_what_is_typed_is_in_no_mail_log_address_or_title(viewer, built, neighbours, log):
    canary = Canary(viewer, built, neighbours, log)
    forms = canary.forms(addresses(built))
    for form in forms:
        canary.write(form)
    silent = {
        (form.action, name)
        for form in forms
        for name in form.typed
        if not form.action.endswith(REFUSED) and is_free(name) and name not in READ_THROUGH
    } - canary.written
    assert (canary.found, sorted(silent)) == ([], [])
    own = set(BY_FORMS_OF[viewer])
    assert (sorted(own - canary.sits), sorted(canary.sits - {*FREE, *COPIES})) == ([], [])
    assert canary.shown > 0  # the control: it stands on pages that come after
    print(
        f"measured: {viewer}: {len(canary.written)} fields into {len(canary.sits)} columns, "
        f"{canary.mails_seen} e-mails looked at"
    )
    assert mail.outbox == []
