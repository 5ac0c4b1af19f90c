"""What was typed when a session ended or the screen was hidden, and how it comes back.

A view with a form writes::

    form = NewCaseForm(posted_or_kept(request), today=today)
    if submitted(request, form, open_case):

and that is all. The kept text fills the form again, without error messages; nothing is saved
until the person presses the button. The redirect after saving throws the kept text away
(``accounts.middleware.KeptForms``). Where a form stands on one page and is sent to another
address, the view of the page names that address as ``path``.
"""

import re
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.actions import keep_form
from accounts.models import KeptForm, Person

SESSION_KEY = "kept"
_NEVER_KEPT = re.compile("csrfmiddlewaretoken|.*password.*|hidden_page|sent_to")
# Sign-in: its forms hold passwords, codes and nothing that was written. What somebody looked for is
# not to lie about either.
_NEVER_KEPT_FROM = ("/account/", "/search/")
# Ids, numbers and the codes of choices: what nobody would want to copy.
_CODE = re.compile(r"[a-z0-9_-]*")


class KeptData(QueryDict):
    """Kept fields, as a form's data. ``common.forms.Form`` shows them without errors."""

    kept = True


def posted_or_kept(request: HttpRequest, path: str | None = None) -> QueryDict | None:
    """The data for a form: what was posted now, what was kept earlier, or None."""
    if request.method == "POST":
        return request.POST
    return kept_of(request, path or request.path)


def kept_of(request: HttpRequest, *paths: str, since: datetime | None = None) -> QueryDict | None:
    """The newest of what was kept when it was sent to one of the paths; only what is younger than
    ``since``, where the text is saved in another way too."""
    if not request.session.get(SESSION_KEY):
        return None
    mine = KeptForm.objects.filter(person=cast(Person, request.user), path__in=paths)
    mine = mine.filter(kept_at__gt=since) if since else mine
    kept = mine.order_by("-kept_at").first()
    if kept is None:
        return None
    messages.info(request, _("What you wrote is kept, but not saved. Look it over and save."))
    return KeptData(kept.typed)


def keep(request: HttpRequest, now: datetime, path: str = "") -> bool:
    """Keep what was posted, for the one who is signed in. Was there anything to keep?"""
    typed = typed_in(request)
    if typed:
        keep_form(path=path or request.path, typed=typed, by=cast(Person, request.user), now=now)
        request.session[SESSION_KEY] = True
    return bool(typed)


def typed_in(request: HttpRequest) -> str:
    """What was typed in the posted form, without passwords, codes and tokens; "" if nothing.

    A form that only holds a button and ids has nothing to keep.
    """
    fields = request.POST.copy()
    for name in list(fields):
        if _NEVER_KEPT.fullmatch(name):
            del fields[name]
    return fields.urlencode() if texts_in(request) else ""


def texts_in(request: HttpRequest) -> list[str]:
    """The texts of the posted form, for a page that shows them to be copied."""
    return [] if request.path.startswith(_NEVER_KEPT_FROM) else readable(request.POST)


def texts_back(request: HttpRequest) -> list[str]:
    """The same for a page about a fault of ours: it makes no second one, and shows nothing that
    another site sent."""
    try:
        return texts_in(request) if is_ours(request) else []
    except Exception:  # what was sent may itself be what cannot be read
        return []


def is_ours(request: HttpRequest) -> bool:
    """Did a page of ours ask, as far as the browser says?"""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def readable(fields: QueryDict) -> list[str]:
    return [
        text
        for name, texts in fields.lists()
        if not _NEVER_KEPT.fullmatch(name)
        for text in texts
        if not _CODE.fullmatch(text)
    ]


def page_of(request: HttpRequest) -> str:
    """The page where the form stands: the one it was sent from, else where it was sent."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return own_path(request, came_from)
    return request.path


def own_path(request: HttpRequest, address: str) -> str:
    """The address as a path of ours; the front page when it leads elsewhere."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        return "/"
    parts = urlsplit(address)
    path = parts.path or "/"
    # Cut from its host, "//other/" would lead to a host of that name. A word alone is looked up as
    # the name of a page, and a NUL cannot be stored.
    if not path.startswith("/") or path.startswith("//") or "\0" in address:
        return "/"
    return path + (f"?{parts.query}" if parts.query else "")
