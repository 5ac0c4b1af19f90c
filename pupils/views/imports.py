"""Files of people: choose, say what the columns are, look over, confirm, and see it done."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.errors import ActionError, refusal_as_message
from common.views import form_page, submitted
from organisations.roles import Permission
from pupils import actions
from pupils.forms import ColumnsForm, ConfirmForm, FileForm
from pupils.intake.columns import needed
from pupils.intake.summary import faulty_lines, left_out, result_of, summary_of
from pupils.models import PupilImport
from pupils.views.fetch import import_of, unit_of

State = PupilImport.State
OPEN_STATES = (State.UPLOADED, State.CHECKED)
SAMPLE = 3
EARLIER = 10


@form_page
def upload(request, unit):
    unit = unit_of(request, unit)
    form = FileForm(
        posted_or_kept(request),
        request.FILES or None,
        today=request.viewer.today,
        cancel=reverse("pupils:unit", args=[unit.pk]),
    )
    if job := submitted(request, form, actions.stage_import, unit=unit):
        return redirect("pupils:columns", job.pk)
    earlier = PupilImport.objects.visible_to(request.viewer).filter(unit=unit).newest_first()
    context = {
        "file_form": form,
        "unit": unit,
        "may_people": request.viewer.may(Permission.EDIT_PEOPLE, unit.pk),
        "earlier": earlier.select_related("uploaded_by")[:EARLIER],
    }
    return render(request, "pupils/upload.html", context)


@form_page
def columns(request, pk):
    job = import_of(request, pk)
    if job.state not in OPEN_STATES:
        return redirect("pupils:import", pk)
    remembered = PupilImport.objects.visible_to(request.viewer).remembered(job)
    cancel = reverse("pupils:upload", args=[job.unit_id])
    form = ColumnsForm(
        posted_or_kept(request), pupil_import=job, remembered=remembered, cancel=cancel
    )
    if submitted(request, form, actions.choose_columns, pupil_import=job):
        return redirect("pupils:look_over", pk)
    first = job.chunks.order_by("number").first()
    sample = first.lines[:SAMPLE] if first else []
    width = len(job.headings)
    context = {
        "form": form,
        "job": job,
        "needed": needed(job.kind),
        "sample": [(number, (cells + [""] * width)[:width]) for number, cells in sample],
    }
    return render(request, "pupils/columns.html", context)


@form_page
def look_over(request, pk):
    job = import_of(request, pk)
    if job.state != State.CHECKED:
        return redirect("pupils:import", pk)
    cancel = reverse("pupils:columns", args=[pk])
    form = ConfirmForm(posted_or_kept(request), pupil_import=job, cancel=cancel)
    asked = {"by": request.user, "now": timezone.now()}
    if confirmed := form.submit(actions.confirm_import, pupil_import=job, **asked):
        _begin(request, confirmed, **asked)
        return redirect("pupils:import", pk)
    context = {
        "form": form,
        "job": job,
        "groups": summary_of(job),
        "seen": job.counts["seen"],
        "done_before": PupilImport.objects.visible_to(request.viewer).same_file(job),
    }
    return render(request, "pupils/look_over.html", context)


def _begin(request, job, **asked):
    """A list of usual length is done at once; a long one goes on from the page that shows it."""
    with refusal_as_message(request):
        while job.state == State.CONFIRMED and job.done < actions.CHUNK:
            job = actions.go_on_with_import(pupil_import=job, **asked)


@require_safe
def errors(request, pk):
    """The lines with errors, with what is wrong. The name of the file names nobody."""
    job = import_of(request, pk)
    if job.state != State.CHECKED:
        return redirect("pupils:import", pk)
    response = HttpResponse("\ufeff" + faulty_lines(job), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lines-with-errors.csv"'
    return response


@require_safe
def show(request, pk):
    """Where the import stands, and when it is done what it did."""
    job = import_of(request, pk)
    if job.state in OPEN_STATES:
        chosen = job.state == State.CHECKED
        return redirect("pupils:look_over" if chosen else "pupils:columns", pk)
    undone_until = job.finished_at and job.finished_at + actions.UNDO_TIME
    context = {
        "job": job,
        "unit": job.unit,
        "groups": result_of(job),
        "left_out": left_out(job),
        "may_undo": job.may_be_undone and undone_until >= timezone.now(),
        "undone_until": undone_until,
    }
    name = "progress" if job.state == State.CONFIRMED else "done"
    return render(request, f"pupils/{name}.html", context)


@require_POST
def go_on(request, pk):
    """One piece. The page's script asks again and again; without it, a button does."""
    job = import_of(request, pk)
    try:
        job = actions.go_on_with_import(pupil_import=job, by=request.user, now=timezone.now())
        refusal = ""
    except ActionError as refused:
        job.refresh_from_db()
        refusal = str(refused) if job.state == State.CONFIRMED else ""
    if request.headers.get("Accept") == "application/json":
        said = _("%(done)s of %(total)s") % {"done": job.done, "total": job.total}
        under_way = job.state == State.CONFIRMED
        told = {"done": job.done, "said": said, "refusal": refusal, "under_way": under_way}
        return JsonResponse(told, status=409 if refusal else 200)
    if refusal:
        messages.error(request, refusal)
    return redirect("pupils:import", pk)


@require_POST
def cancel(request, pk):
    job = import_of(request, pk)
    with refusal_as_message(request):
        actions.cancel_import(pupil_import=job, by=request.user, now=timezone.now())
        messages.success(request, _("The file is thrown away. Nothing was changed."))
    return redirect("pupils:upload", job.unit_id)


@require_POST
def undo(request, pk):
    job = import_of(request, pk)
    with refusal_as_message(request):
        actions.undo_import(pupil_import=job, by=request.user, now=timezone.now())
        messages.success(request, _("The import is undone."))
    return redirect("pupils:import", pk)
