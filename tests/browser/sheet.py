"""A new case in the browser: the first pages, and what they hold to."""

from tests.browser.faults import faults
from tests.browser.school import NAMES


def begin(page):
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name="New case").click()
    return page


def second_step(page):
    """With somebody chosen, and nothing saved yet of what happened."""
    begin(page)
    page.locator("main [name=described]").fill("en elev")
    with page.expect_navigation():
        page.get_by_role("button", name="Next").click()
    return page.locator("main [name=what_happened]")


def is_clean(page):
    assert faults(page) == []
    assert not [name for name in NAMES if name in page.title() + page.url]
