"""The log of one case: all of it, page by page, and on paper."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions import Edition, note_printing
from cases.forms.printing import PrintForm
from cases.views.fetch import get_case
from common.views import form_page
from organisations.roles import Permission
from overview.log import FILTERS, SHOWN, chosen, in_weeks, newest_own, of_page, on_paper


@require_safe
def log(request, pk):
    case = get_case(request, pk)
    shown = FILTERS.get(request.GET.get("show", ""))
    if shown is None:
        raise Http404
    page, lines = of_page(case, shown, request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "weeks": lines.weeks(*lines.known(case)),
        "filters": SHOWN,
        "chosen": shown,
        "undo": newest_own(case, request.user),
        "may": rights(request.viewer, case),
    }
    return render(request, "overview/log.html", context)


def rights(viewer, case):
    """What somebody may do with the lines: write and correct, take back others' and one's own."""
    return {
        "write": viewer.may(Permission.WRITE_CASES, case.held_by_id),
        "withdraw": viewer.may(Permission.CLOSE_CASES, case.held_by_id),
        "own": viewer.person.pk,
    }


@form_page
def print_log(request, pk):
    """Sent, the answer is the paper itself, and the log says that it was printed. A family's is
    read through line by line before that."""
    case = get_case(request, pk, Permission.WRITE_CASES)
    form = PrintForm(request.POST or None, case=case, cancel=case.get_absolute_url())
    if not form.is_valid():
        return render(request, "overview/log_print.html", {"form": form, "case": case})
    told = form.told()
    child = told["child"]
    lines = on_paper(case, child) if child else []
    if child and "read" not in request.POST:
        context = {"case": case, "weeks": in_weeks(lines), "child": child}
        return render(request, "overview/log_choose.html", context)
    kept = chosen(lines, request.POST.getlist("line"))
    left_out = len(lines) - len(kept)
    asked = {"case": case, "by": request.user, "now": timezone.now(), "left_out": left_out}
    event = note_printing(**asked, **told)
    weeks = in_weeks(kept if child else on_paper(case, None))
    context = {"case": case, "edition": Edition(told["edition"]), "weeks": weeks}
    context |= {"left_out": left_out, "printed_at": event.at}
    return render(request, "overview/log_paper.html", context)
