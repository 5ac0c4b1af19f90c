"""The case page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.steps import not_possible, offered
from organisations.roles import Permission
from overview.casefile import casefile_of
from overview.due import rounds
from overview.views.log import rights


@require_safe
def case(request, pk):
    file = casefile_of(request.viewer, pk)
    context = {
        "file": file,
        "case": file.case,
        "may": rights(request.viewer, file.case),
        "may_write": request.viewer.may(Permission.WRITE_CASES, at=file.case.held_by_id),
        "reviews": rounds.of_page(file.case),
        "steps": offered(file.case, request.viewer),
        "obstacles": list(
            not_possible(
                file.case, request.viewer, planned=file.is_planned, unfinished=file.unfinished
            )
        ),
    }
    return render(request, "overview/case.html", context)
