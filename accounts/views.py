"""One's own account, the language, the hidden screen, and text that was kept."""

import logging
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, kept
from accounts.models import KeptForm
from common.errors import refusal_as_message
from common.views import form_page

logger = logging.getLogger(__name__)
YEAR = 365 * 24 * 3600


@require_safe
def account(request):
    app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    context = {"has_app": app, "mfa_required": settings.MFA_REQUIRED}
    return render(request, "account/account.html", context)


@login_not_required
@require_POST
def language(request):
    """Change the language and stay on the page. Signed in, it is remembered with the person."""
    chosen = request.POST.get("language", "")
    response = redirect(kept.own_path(request, request.POST.get("next", "/")))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        with refusal_as_message(request):
            actions.choose_language(language=chosen, by=request.user, now=timezone.now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@form_page
def hide(request):
    """The neutral page. The new session key takes the hidden page out of the browser's memory."""
    if request.method == "POST":
        page = kept.own_path(request, request.POST.get("hidden_page", "/"))
        sent_to = kept.own_path(request, request.POST.get("sent_to", page))
        kept.keep(request, timezone.now(), path=sent_to.partition("?")[0])
        request.session["hidden"] = page
        request.session.cycle_key()
        return redirect("hide")
    if "hidden" not in request.session:
        return redirect("/")
    return render(request, "account/hidden.html")


@require_POST
def show(request):
    return redirect(request.session.pop("hidden", "/"))


@require_POST
def stay(request):
    """Asked for by the page's own script, or by a button where scripts are off."""
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=204)
    return redirect(kept.page_of(request))


@form_page
def kept_texts(request):
    if request.method == "POST":
        actions.drop_kept_forms(by=request.user, now=timezone.now())
        request.session.pop(kept.SESSION_KEY, None)
        messages.success(request, _("What was kept is thrown away."))
        return redirect("account")
    forms = [
        {"path": form.path, "kept_at": form.kept_at, "texts": kept.readable(QueryDict(form.typed))}
        for form in KeptForm.objects.filter(person=request.user).order_by("-kept_at")
    ]
    return render(request, "account/kept.html", {"kept_forms": forms})


def csrf_failure(request, reason=""):
    """A form from a page that was too old, or from elsewhere. Own pages lose no text by it."""
    page = kept.page_of(request)
    ours = kept.is_ours(request) and page != request.path
    if ours or request.headers.get("Origin") == _origin(request):
        if request.user.is_authenticated and kept.keep(request, timezone.now()):
            return redirect(page)
        texts = kept.texts_in(request)
    else:
        texts = []
    context = {"texts": texts, "page": page, "signed_out": False}
    return render(request, "account/typed.html", context, status=403)


def server_error(request):
    """Asks neither the database nor the session for anything: one of them may be what failed.

    What was typed is shown to be copied, and the number stands in the log too.
    """
    number = secrets.token_hex(4)
    logger.error("Fault %s at %s", number, request.path)
    context = {"number": number, "texts": kept.texts_back(request)}
    return HttpResponse(render_to_string("500.html", context), status=500)


def _origin(request) -> str:
    return f"{request.scheme}://{request.get_host()}"
