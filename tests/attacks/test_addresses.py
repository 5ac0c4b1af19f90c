"""Where the product sends people, and what it takes for an address."""

import pytest

from tests.attacks.browsers import browser

ELSEWHERE = [
    "http://testserver//evil.example/", "http://testserver//evil.example", "//evil.example/",
    "http://evil.example/", "https:evil.example", "http:///evil.example", "/\\evil.example",
    "\\\\evil.example", "javascript:alert(1)", "http://[", "\x00", "/x\x00", "nowhere", "account",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_language_switch_leads_to_no_other_host(fjellet, address):
    """An address of ours with two slashes ("http://us//evil/") came out as "//evil/", which is
    another host; a single word came out as a page of that name, or as a 500."""
    response = browser(fjellet.principal).post("/language/", {"language": "nn", "next": address})
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_hidden_screen_leads_to_no_other_host(fjellet, address):
    """The same by way of the page that is hidden; and a NUL in the form's address was a 500."""
    hand = browser(fjellet.principal)
    fields = {"hidden_page": address, "sent_to": address, "text": "Dette skrev jeg."}
    assert hand.post("/hidden/", fields).status_code == 302
    response = hand.post("/hidden/show/")
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("address", ["nowhere", "http://testserver//evil.example/"])
def test_staying_signed_in_leads_to_no_other_host(fjellet, address):
    """The same by way of the Referer header."""
    response = browser(fjellet.principal).post("/stay/", HTTP_REFERER=address)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_addresses_of_ours_are_kept(fjellet):
    """The control."""
    hand = browser(fjellet.principal)
    for address in ("/cases/?show=all", "http://testserver/cases/?show=all"):
        response = hand.post("/language/", {"language": "nn", "next": address})
        assert response["Location"] == "/cases/?show=all"


def test_a_nul_in_the_path_while_the_screen_is_hidden(fjellet):
    """What is typed is kept under the path it was sent to; a path with a NUL was a 500."""
    hand = browser(fjellet.owner_administrator)
    hand.post("/hidden/", {"hidden_page": "/today/"})
    path = f"/organisations/calendar/{fjellet.owner.pk}/sch%00ool/2026/days/"
    assert hand.post(path, {"first_day": "Dette skrev jeg."})["Location"] == "/hidden/"


def test_an_address_that_leads_nowhere_while_the_screen_is_hidden(fjellet):
    """It was answered with "not found" on a page that named the school and the pages of one's
    role."""
    hand = browser(fjellet.principal)
    hand.post("/hidden/", {"hidden_page": "/today/"})
    assert hand.get("/no/such/page/")["Location"] == "/hidden/"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "NONSENSE"])
@pytest.mark.parametrize("path", ["/about/", "/account/", "/account/kept/", "/hidden/"])
def test_other_methods_are_refused(fjellet, method, path):
    """They were answered as if they were GET."""
    assert browser(fjellet.principal).generic(method, path).status_code == 405
