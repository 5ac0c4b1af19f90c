"""Every page, by everyone whose first page it is, at two widths, in the practice municipality.

With SCREENSHOTS=folder each page is also drawn into it; `make screenshots` does that.
"""

import os
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import resolve
from django.utils import timezone

from config.demo import places, stories
from config.demo.people import PASSWORD
from tests.accounts.test_mfa import code_now
from tests.browser.faults import faults
from tests.browser.screens import NO_PAGE, Screens, names_of_people_and_places
from tests.browser.signing_in import sign_in
from tests.guards.urls import all_url_names
from tests.plugin_browser import SIZES
from tests.plugin_database import as_app

FOLDER = os.environ.get("SCREENSHOTS")
STORED = "JSON.stringify([localStorage, sessionStorage, location.href, document.title])"
# Where the thumb finds the page's main button without scrolling.
IN_SIGHT = {
    "today", "today-teacher", "cases", "new-case", "evaluation", "entry", "measure-new",
    "plan-texts", "plan-complete", "ppt-inbox", "kindergarten-new-case",
}  # fmt: skip


@pytest.fixture
def made(transactional_db):
    now = timezone.now()
    with as_app():
        made = places.settle(now, timezone.localdate(now))
        stories.play(made)
    return made


@pytest.fixture
def screens(made):
    return Screens(made)


@pytest.fixture
def opened(new_page, gunicorn_process, made):
    """`opened("rektor")` gives a page on which this account is signed in."""

    def open_for(who, **options):
        page = new_page(**options)
        return sign_in(page, gunicorn_process.url, made.people[who], PASSWORD) if who else page

    return open_for


class Looking:
    """Looks at one page after the other, and remembers what is wrong with which."""

    def __init__(self, site, secret_names):
        self.site = site
        self.secret_names = secret_names
        self.wrong = {}
        self.visited = set()

    def at(self, page, screen):
        answer = page.goto(self.site + screen.path)
        self.visited.add(resolve(page.url.removeprefix(self.site).partition("?")[0]).view_name)
        if screen.press:
            button = "main form button[type=submit]" if "errors" in screen.name else "form.hide button"
            with page.expect_navigation():
                page.locator(button).last.click()
            self.visited.add(resolve(page.url.removeprefix(self.site).partition("?")[0]).view_name)
        found = [] if answer.status == 200 or screen.name == "not-found" else [answer.status]
        stored = page.evaluate(STORED)
        found += [name for name in self.secret_names if name in stored]
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            found += [f"{size}: {fault}" for fault in faults(page)]
            found += self.out_of_sight(page, screen, size)
            self.draw(page, screen, viewport)
        if found:
            self.wrong[screen.name] = found

    def out_of_sight(self, page, screen, size):
        if screen.name not in IN_SIGHT or size != "phone":
            return []
        box = page.locator("main .ds-button:not([data-variant])").first.bounding_box()
        return [] if box and box["y"] + box["height"] <= 740 else ["main button out of sight"]

    def draw(self, page, screen, viewport):
        if FOLDER:
            name = f"{screen.name}-{viewport['width']}.png"
            page.screenshot(path=Path(FOLDER) / name, full_page=True)


def set_up_an_app(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    assert Authenticator.objects.filter(user=person).count() == 2
    return secret


def test_every_page_is_without_faults(made, screens, opened, gunicorn_process, new_page):
    new_page.allow("status of 404")
    start = time.monotonic()
    looking = Looking(gunicorn_process.url, names_of_people_and_places(made))
    for who, theirs in screens.items():
        page = opened(who)
        for screen in theirs:
            looking.at(page, screen)
    print(f"measured: {len(looking.visited)} addresses in {time.monotonic() - start:.0f} s")
    assert looking.wrong == {}
    assert sorted(set(all_url_names()) - looking.visited - NO_PAGE) == []
