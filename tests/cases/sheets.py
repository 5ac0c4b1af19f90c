"""The form of a new case, as a browser sends it."""

import uuid

NEW = "/cases/new/"


def sheet(**more):
    """The least that makes a case, and what a test changes; None leaves a field out."""
    fields = {
        "described": "en elev vi ikke kjenner",
        "role": "exposed",
        "source": "pupil",
        "known_on": "20.11.2025",
        "known_time": "",
        "what_happened": "Noen stenger eleven ute.",
        "kinds": ["exclusion"],
        "serious": "no",
        "help_wanted": "not_said",
        "token": str(uuid.uuid4()),
    } | more
    return {name: value for name, value in fields.items() if value is not None}


def page(response):
    return response.content.decode()
