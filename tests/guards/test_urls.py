import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import path

from tests.guards.urls import all_addresses, all_url_names

# Pages that anyone may see, each with the reason.
OPEN = {
    "about": "privacy and accessibility are for everyone",
    "account_login": "the way in",
    "account_logout": "leaving twice is no fault",
    "calendar:feed": "calendar programs sign in to nothing: the link itself opens it",
    "language": "one must be able to read the way in",
    "mfa_authenticate": "the second step of signing in; it sends a stranger to the first",
    "overview:health": "an outside monitor asks; it tells nothing of any case",
    "overview:live": "an outside monitor asks whether the process answers",
    "overview:ready": "an outside monitor asks; it tells nothing of any case",
}
# Calendar programs know a calendar by its ending.
ENDS = ("//", "$/", ".ics/")


def is_sent_to_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith(
        resolve_url(settings.LOGIN_URL)
    )


def test_every_address_has_a_name():
    assert [address.route for address in all_addresses() if not address.name.split(":")[-1]] == []


def test_every_path_is_english_and_ends_with_a_slash():
    wrong = [
        address.route
        for address in all_addresses()
        if not address.route.isascii() or not (address.route + "/").endswith(ENDS)
    ]
    assert [route for route in wrong if route] == []


@pytest.mark.django_db
def test_every_address_needs_sign_in_unless_listed(client):
    unguarded = [
        address.name
        for address in all_addresses()
        if address.name not in OPEN and not is_sent_to_sign_in(client.get(address.path()))
    ]
    assert unguarded == []


def test_the_list_of_open_addresses_names_addresses_that_exist():
    assert set(OPEN) <= set(all_url_names())


def view(request, pk=None):
    raise AssertionError


class Resolver:
    url_patterns = (path("cases/<uuid:pk>/", view, name="detail"), path("cases/", view))


def test_an_address_without_a_name_is_seen():
    assert all_url_names(Resolver) == ["", "detail"]
    assert all_addresses(Resolver)[0].converters == (("pk", "UUIDConverter"),)
