"""Opens the person's scope on the connection, speaks in the words of where the person works, and
writes the read log before the page leaves."""

import logging
import secrets

from django.db import Error
from django.db.models import Q
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import kept, scope
from audit import reading
from organisations.law.wording import speak_of
from organisations.models import Organisation
from organisations.viewers import Viewer

logger = logging.getLogger(__name__)


class EnterScope:
    """Stands outside every transaction, right after authentication (design, 4.6)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer = None
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now()
        today = timezone.localdate(now)
        try:
            opened = scope.enter(request.user, today)
            request.viewer = Viewer.from_scope(request.user, today, opened)
            speak_of(remembered_place(request.session, request.viewer)["speaks_of"])
            with reading.noting() as case_ids:
                response = self.materialise(self.get_response(request))
            return self.with_log(request, response, case_ids, now)
        finally:
            scope.leave()

    def materialise(self, response):
        """A body that is made while it is sent would be made after the scope is closed."""
        if response.streaming:
            whole = HttpResponse(b"".join(response.streaming_content), status=response.status_code)
            whole.headers = response.headers
            return whole
        return response

    def with_log(self, request, response, case_ids, now):
        """No log, no view: a page whose reading could not be written is not shown."""
        if not case_ids:
            return response
        match = request.resolver_match
        try:
            page = match.view_name if match else ""
            reading.write(case_ids, person_id=request.user.pk, page=page[:80], now=now)
        except Error:
            number = secrets.token_hex(4)
            logger.exception("Fault %s: the read log could not be written.", number)
            shown = {"number": number, "texts": kept.texts_back(request)}
            return HttpResponse(render_to_string("503.html", shown), status=503)
        return response


def remembered_place(session, viewer):
    """Where the viewer works, and of which kind of unit pages about many cases speak.

    Kept in the session until the roles change, to save a query. Whoever works at kindergartens
    only, or at an owner of kindergartens only, reads the kindergarten's words everywhere.
    """
    ids = sorted({str(place) for _role, place in viewer.roles})
    known = session.get("place", {})
    if known.get("ids") != ids or "speaks_of" not in known:
        here_or_below = Q(pk__in=ids) | Q(parent__in=ids) & ~Q(kind=Organisation.Kind.PPT)
        found = Organisation.objects.filter(here_or_below).values_list("pk", "name", "kind")
        names = [name for pk, name, _kind in found if str(pk) in ids]
        kinds = {kind for _pk, _name, kind in found} - {Organisation.Kind.OWNER}
        speaks_of = kinds.pop() if len(kinds) == 1 else ""
        known = {"ids": ids, "name": " · ".join(names), "speaks_of": speaks_of}
        session["place"] = known
    return known
