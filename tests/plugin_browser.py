"""A real browser, through Playwright's plain interface (its pytest plugin is not needed)."""

import os
import re

import pytest

from tests.browser import chromium

# Far more than anything takes, also on a machine that does other things as well.
PATIENCE = 60_000
SIZES = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 360, "height": 740},
}


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(timeout=3 * PATIENCE, **chromium.launch_options())
        yield browser
        browser.close()


class Pages:
    """Opens pages, each in a context of its own, and keeps what their consoles complain of."""

    def __init__(self, browser):
        self.browser = browser
        self.contexts = []
        self.complaints = []
        self.allowed = []

    def __call__(self, size="desktop", **options):
        """`size` is desktop (1280×800) or phone (360×740); the rest goes to the context,
        for instance `java_script_enabled=False`."""
        context = self.browser.new_context(
            viewport=SIZES[size], **{"locale": "nb-NO", "timezone_id": "Europe/Oslo", **options}
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        return page

    def allow(self, pattern):
        """This test expects such a complaint: the browser says it of every 404, for instance."""
        self.allowed.append(pattern)

    def _on_console(self, message):
        if message.type == "error":
            where = message.location.get("url", "")
            self.complaints.append(f"console: {message.text} ({where})")

    def close(self):
        for context in self.contexts:
            context.close()

    def unexpected(self):
        return [
            complaint
            for complaint in self.complaints
            if not any(re.search(pattern, complaint) for pattern in self.allowed)
        ]


@pytest.fixture
def new_page(browser):
    """`new_page("phone")` gives another page, with its own cookies."""
    pages = Pages(browser)
    yield pages
    pages.close()
    assert pages.unexpected() == []


@pytest.fixture
def page(new_page):
    return new_page()
