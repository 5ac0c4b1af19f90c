"""A text that stands nowhere else sits in every field into which people write, wherever there is a
thing with that field. Real programs show it to whoever may see it, send their letters and hand out
calendars; a browser goes through their pages, and types it. It is in no letter, no calendar, no
title and no address, not in Valkey, not in what the programs say, not in what the browser keeps.
"""

import pytest
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from documents.actions import turn_on_feed
from documents.models import Feed
from evaluations.sweep import sweep
from notifications.models import Message
from tests.access import table, world
from tests.attacks import canary_states
from tests.attacks.canary import CANARY, IN_THE_DATABASE, put_everywhere
from tests.attacks.test_canary import ADDRESS, TITLE
from tests.browser.leaks import in_browser, in_valkey
from tests.browser.signing_in import sign_in
from tests.faults.web import Hand
from tests.plugin_database import as_worker
from tests.scope import acting
from tests.servers import wait_until

# Between them they see one of each thing.
READERS = ("principal", "teacher", "ppt_adviser", "owner_adviser", "owner_administrator")


@pytest.fixture
def built(transactional_db, servers):
    built = world.build()
    canary_states.put_into(built)
    Feed.objects.all().delete()
    # A reminder of each kind that is due now, by e-mail too, and at once, on a closed day as well.
    with as_worker():
        sweep(timezone.now())
    letters = Message.objects.emails().exclude(state="dead")
    letters.update(state="ready", way="at_once", next_at=F("created_at"))
    name = settings.DATABASES["default"]["NAME"]
    filled = put_everywhere(lambda: servers.postgres.connect(database=name))
    assert sorted(set(IN_THE_DATABASE) - filled) == []
    return built


def addresses(built, viewer):
    rows = [row for row in table.ROWS if row.method == "GET" and viewer in row.ok]
    return sorted({reverse(row.url, kwargs=row.arguments(built)) for row in rows})


def read_by(viewer, built, web):
    """Every page that the person gets: how many show the canary, and which of them in a title or an
    address."""
    hand, shown, found = Hand(web.port, built.viewers[viewer]), 0, []
    for path in addresses(built, viewer):
        page = hand.get(path)
        shown += CANARY in page.text
        seen = [*ADDRESS.findall(page.text), *TITLE.findall(page.text), *page.headers.values()]
        if any(CANARY in part for part in seen):
            found.append((viewer, path))
    return shown, found


def calendar_of(person, web):
    now = timezone.now()
    with acting(person, timezone.localdate(now)):
        token = turn_on_feed(by=person, now=now)
    body = Hand(web.port, person).get(f"/calendar/{token}.ics").text
    assert body.startswith("BEGIN:VCALENDAR")
    return body


def typed_in(page, web, built):
    """On pages with a field for much text. Nothing is sent; what keeps it, keeps it."""
    sign_in(page, web, built.here.principal)
    for name, path in places(built):
        page.goto(web.url + path)
        field = page.locator("main textarea").first
        field.fill(CANARY)
        field.press("End")
        page.wait_for_timeout(1500)
        assert (name, CANARY in page.title() + page.url) == (name, False)
    return in_browser(page)


def places(built):
    case = {"pk": built.things["case"].pk}
    yield "an entry", reverse("cases:write_entry", kwargs=case)
    yield "a concern", reverse("concerns:new")


def test_what_is_written_lies_nowhere_else(
    built, servers, smtp_server, gunicorn_process, celery_worker_process, new_page
):
    web, worker = gunicorn_process, celery_worker_process
    wait_until(lambda: smtp_server.messages and not waiting(), "the letters to go")
    shown, found = zip(*(read_by(viewer, built, web) for viewer in READERS), strict=True)
    assert sum(found, []) == []
    assert min(shown) > 0  # the control: it is there, and they see it
    new_page.allow("404")  # files that nobody has collected
    kept = typed_in(new_page(), web, built)
    for name, text in {
        "a letter": "".join(str(mail.message) for mail in smtp_server.messages),
        "a calendar": "".join(calendar_of(built.viewers[viewer], web) for viewer in READERS),
        "Valkey": in_valkey(servers.valkey),
        "the web's log": web.text(),
        "the worker's log": worker.text(),
        "PostgreSQL's log": servers.postgres.log.read_text(errors="replace"),
        "the browser": kept,
    }.items():
        assert (name, CANARY in text) == (name, False)
    print(f"measured: shown on {sum(shown)} pages; {len(smtp_server.messages)} letters")


def waiting():
    return Message.objects.due(timezone.now()).exists()
