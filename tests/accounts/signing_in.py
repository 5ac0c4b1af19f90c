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


def text_of(response):
    return response.content.decode()


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def idle(client, minutes):
    """As if the last page was asked for so long ago."""
    session = client.session
    for stamp in ("started", "seen"):
        session[stamp] -= minutes * 60
    session.save()
