"""How long a session lasts, in which language it reads, and what must be done before the rest."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts import actions, kept
from accounts.second_factor import has_second_factor

IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
LONGEST = timedelta(hours=settings.SESSION_HOURS)
# Stamped this seldom, so that reading pages does not write the session each time.
STAMP_EVERY = timedelta(minutes=1)

SIGNED_OUT = _("You were signed out for safety, after a while without activity.")
TEXT_KEPT = _(
    "You were signed out before this was saved. What you wrote is kept: "
    "sign in, look it over and save."
)
NOT_DONE = _("You were signed out before this was done. Sign in and do it again.")


class SessionLimits:
    """Ends a session after 30 idle minutes and after 10 hours, whatever the cookie says.

    The session's row outlives its end, so that text in a form that comes too late can be kept for
    the person who wrote it. A form from nobody at all is shown back, to be copied.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.session_ended = False
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now()
        request.session_ended = _is_over(request.session, now)
        if not request.session_ended:
            _stamp(request.session, now)
        elif request.method != "POST":
            _end(request, SIGNED_OUT)
        response = self.get_response(request)
        if request.session_ended and request.user.is_authenticated:
            _end(request, SIGNED_OUT)
        return response

    def process_view(self, request, view, args, kwargs):
        """A late form. By now its token was checked and the person's scope is open."""
        if request.method != "POST" or not getattr(view, "login_required", True):
            return None
        page = kept.page_of(request)
        if not request.user.is_authenticated:
            texts = kept.texts_in(request)
            context = {"texts": texts, "page": page, "signed_out": True}
            if texts:
                return render(request, "account/typed.html", context, status=403)
            return redirect_to_login(page)
        if not request.session_ended:
            return None
        _end(request, TEXT_KEPT if kept.keep(request, timezone.now()) else NOT_DONE)
        return redirect_to_login(page)


class PersonLanguage:
    """The language a person chose; before sign-in the cookie's; else the product's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if request.user.is_authenticated:
            language = request.user.language
        if language not in dict(settings.LANGUAGES):
            language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class RequireOwnPassword:
    """After sign-in with a start password nothing opens until the person has chosen an own one."""

    OPEN = {"about", "account_change_password", "account_logout", "language", "stay"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or not request.user.has_start_password:
            return None
        if request.resolver_match.view_name in self.OPEN:
            return None
        return redirect("account_change_password")


class RequireSecondFactor:
    """Where MFA_REQUIRED is on, nothing opens until the second step of sign-in is set up."""

    OPEN = {
        "about",
        "account_logout",
        "account_reauthenticate",
        "language",
        "mfa_activate_totp",
        "stay",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.MFA_REQUIRED or not request.user.is_authenticated:
            return None
        if request.user.has_start_password:  # first things first: RequireOwnPassword
            return None
        if request.resolver_match.view_name in self.OPEN or has_second_factor(request):
            return None
        return redirect("mfa_activate_totp")


class HiddenScreen:
    """While the screen is hidden every address leads to the neutral page, the Back button too."""

    OPEN = {"account_logout", "hide", "show", "stay"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # An address that leads nowhere has no view, and its page would show where one works.
        if request.resolver_match is None and "hidden" in request.session:
            return redirect("hide")
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or "hidden" not in request.session:
            return None
        if request.resolver_match.view_name in self.OPEN:
            return None
        if request.method == "POST":
            kept.keep(request, timezone.now())
        return redirect("hide")


class KeptForms:
    """Throws kept text away once its form was accepted. Stands inside the person's scope."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked_at = timezone.now()
        response = self.get_response(request)
        accepted = request.method == "POST" and response.status_code == 302
        if accepted and request.user.is_authenticated and request.session.get(kept.SESSION_KEY):
            # What was kept by this very request is younger, and stays.
            actions.drop_kept_forms(path=request.path, by=request.user, now=asked_at)
        return response


def _is_over(session, now: datetime) -> bool:
    if "started" not in session:
        return False
    started = datetime.fromtimestamp(session["started"], tz=now.tzinfo)
    seen = datetime.fromtimestamp(session["seen"], tz=now.tzinfo)
    return now - seen > IDLE or now - started > LONGEST


def _stamp(session, now: datetime) -> None:
    session.setdefault("started", int(now.timestamp()))
    if now.timestamp() - session.get("seen", 0) > STAMP_EVERY.total_seconds():
        session["seen"] = int(now.timestamp())


def _end(request, text) -> None:
    logout(request)
    messages.info(request, text)
