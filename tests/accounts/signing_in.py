"""Signing in as a person does."""

from django.urls import reverse

from tests.factories.accounts import PASSWORD


def sign_in(client, person, password=PASSWORD, language=None, **more):
    """Through the page itself; the session then is as in real use."""
    if language:
        person.language = language
        person.save(update_fields=["language"])
    return client.post(
        reverse("account_login"), {"login": person.email, "password": password}, **more
    )
