"""The real browser, before anything is asked of the product's pages."""

import pytest


@pytest.fixture
def pages(settings, live_server):
    settings.ROOT_URLCONF = "tests.dev.urls"
    return live_server.url


@pytest.mark.parametrize(("size", "width"), [("desktop", 1280), ("phone", 360)])
def test_a_page_opens_in_both_sizes_in_norwegian(pages, new_page, size, width):
    page = new_page(size)
    page.goto(f"{pages}/shown/")
    assert page.inner_text("body") == "app"
    assert page.evaluate("[innerWidth, navigator.language]") == [width, "nb-NO"]


def test_what_the_console_complains_of_is_kept(pages, new_page):
    new_page().goto(f"{pages}/noisy/")
    assert "Content Security Policy" in "\n".join(new_page.unexpected())
    new_page.allow("Content Security Policy")
    assert new_page.unexpected() == []


def test_two_pages_share_no_cookies(pages, new_page):
    first, second = new_page(), new_page()
    for page in (first, second):
        page.goto(f"{pages}/shown/")
    first.evaluate("document.cookie = 'seen=1'")
    assert second.evaluate("document.cookie") == ""
