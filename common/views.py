"""Pages that say what went wrong and what to do, the page about the service, and how a page with
a form may be asked for."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.forms import Form, Made

# A page with a form is shown, and takes its own form.
form_page = require_http_methods(["GET", "HEAD", "POST"])


def submitted(
    request: HttpRequest, form: Form, action: Callable[..., Made], **asked
) -> Made | None:
    """Do the action with the form, as the one who is signed in and now (``Form.submit``)."""
    return form.submit(action, by=request.user, now=timezone.now(), **asked)


@require_safe
@login_not_required
def about(request):
    return render(request, "about.html")


def bad_request(request, exception=None):
    """400, or 413 when more was sent than the service takes in."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    page = render_to_string("400.html", {"too_much": too_much})
    return HttpResponse(page, status=413 if too_much else 400)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """Also the answer for what exists but is not shown to the one who asks."""
    return render(request, "404.html", status=404)
