"""The forms of concerns, as a browser sends them, and what a page then shows."""

import re
import uuid

from tests.concerns.acts import TEXT

NEW = "/concerns/new/"


def sheet(**more):
    """The form as it stands after the two answers; None leaves a field out."""
    fields = {
        "about": "Jonas i 7A",
        "what": TEXT,
        "told_by": "self",
        "route": "leader",
        "needs_today": "",
        "happened_on": "23.11.2026",
        "known_on": "23.11.2026",
        "token": str(uuid.uuid4()),
    } | more
    return {name: value for name, value in fields.items() if value is not None}


def text(response):
    """What is read in the page's main part, in one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def title(response):
    return response.content.decode().partition("<title>")[2].partition("</title>")[0]


def links(response):
    main = response.content.decode().partition("<main")[2]
    return re.findall(r'<a [^>]*href="([^"]+)"', main)
