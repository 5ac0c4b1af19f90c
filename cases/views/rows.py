"""What several pages about one of those involved share."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cases.models import Case, Involvement
from cases.views.fetch import get_case
from common.forms import Form
from organisations.roles import Permission

WRITE = Permission.WRITE_CASES


def get_row(request: HttpRequest, pk: uuid.UUID, involvement: uuid.UUID) -> Involvement:
    """Somebody in a case that the viewer may write in. 404 and 403 as for the case."""
    case = get_case(request, pk, WRITE)
    row = get_object_or_404(case.involvements.select_related("pupil"), pk=involvement)
    row.case = case
    return row


def people_page(case: Case) -> str:
    return reverse("cases:people", args=[case.pk])


def form_about(
    request: HttpRequest, form: Form, heading: str, case: Case, row: Involvement | None = None
) -> HttpResponse:
    """A form on a page of its own, below the case and the one whom it is about."""
    context = {"case": case, "form": form, "heading": heading, "row": row}
    return render(request, "cases/people/form.html", context)
