"""The case page."""

from django.shortcuts import render
from django.utils import timezone

from organisations.roles import Permission
from overview.casefile import casefile_of


def case(request, pk):
    today = timezone.localdate()
    file = casefile_of(request.viewer, pk, today)
    held_by = file.case.held_by_id
    context = {
        "file": file,
        "case": file.case,
        "today": today,
        "may_write": request.viewer.may(Permission.WRITE_CASES, at=held_by),
        "may_close": request.viewer.may(Permission.CLOSE_CASES, at=held_by),
    }
    return render(request, "overview/case.html", context)
