"""The sheet of a new case, as a browser sends its three steps."""

import uuid

NEW = "/cases/new/"
STEPS = {
    1: ("pupils", "described", "role", "source", "known_on", "known_time", "raised_on"),
    2: ("what_happened", "kinds", "places"),
    3: ("serious", "serious_reason", "needs_today", "about", "help_wanted"),
}
# One browser window.
WINDOW = "7d6f6f0e-0d5c-4c39-9d3f-2f0b8a1c5e11"


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
        "about": "nobody",
        "help_wanted": "not_said",
    } | more
    return {name: value for name, value in fields.items() if value is not None}


def part(fields, step, **more):
    """What one step of the sheet sends."""
    own = {name: value for name, value in fields.items() if name in STEPS[step]}
    return own | {"version": 0, "window": WINDOW, "step": step} | more


def begun(client, at=NEW):
    """The address of a new sheet: what follows are its steps."""
    return client.get(at)["Location"].removesuffix("1/")


def draft_of(address):
    return uuid.UUID(address.split("/")[3])


def send(client, fields=None, address=None):
    """Send the steps in turn. Gives the first answer that does not lead on, or the last."""
    fields, address = fields or sheet(), address or begun(client)
    for step in STEPS:
        response = client.post(f"{address}{step}/", part(fields, step))
        if response.status_code != 302 or response["Location"] != f"{address}{step + 1}/":
            break
    return response


def page(response):
    return response.content.decode()
