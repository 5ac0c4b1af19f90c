"""The digital track of a case: what was seen online, files, and phones."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from cases import actions, rules
from cases.forms.digital import (
    AttachmentForm,
    BeforeFileForm,
    EvidenceForm,
    PhoneForm,
    RemoveFileForm,
)
from cases.models import AttachmentContent
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from common.pictures import PDF
from common.views import form_page, submitted
from organisations.roles import Permission

WRITE = Permission.WRITE_CASES


@require_safe
def digital(request, pk):
    case = get_case(request, pk)
    context = {
        "case": case,
        "evidence": case.evidence.select_related("attachment").order_by("-written_at", "-id"),
        "files": case.attachments.filter(evidence=None)
        .select_related("received_by")
        .order_by("-received_at", "-id"),
        "phones": case.phones.select_related("involvement__pupil", "returned_by").order_by(
            "-taken_at", "-id"
        ),
        "may_write": request.viewer.may(WRITE, case.held_by_id),
        "has_phones": rules.phones_at(case.unit.kind),
        "today": request.viewer.today,
    }
    return render(request, "cases/digital.html", context)


@form_page
def before_file(request, pk):
    case = get_case(request, pk, WRITE)
    form = BeforeFileForm(posted_or_kept(request), case=case)
    if form.is_valid():
        return redirect("cases:add_digital", case.pk, form.way())
    return render(request, "cases/before_file.html", {"case": case, "form": form})


@form_page
def add_digital(request, pk, way):
    """``words``: what must not be stored is described. ``evidence`` and ``file``: with the file."""
    case = get_case(request, pk, WRITE)
    # Without a file the form must not count as sent.
    data, files = posted_or_kept(request), request.FILES or None
    if way == "file":
        form, action = AttachmentForm(data, files, case=case), actions.add_attachment
    elif way in ("evidence", "words"):
        today = request.viewer.today
        form = EvidenceForm(data, files, case=case, today=today, in_words=way == "words")
        action = actions.record_evidence
    else:
        raise Http404
    if submitted(request, form, action, case=case):
        messages.success(request, _("It is saved."))
        return redirect("cases:digital", case.pk)
    return render(request, "cases/add_digital.html", {"case": case, "form": form, "way": way})


@require_safe
def download(request, pk, file):
    """The file as it was received: to be saved, never shown by the browser."""
    case = get_case(request, pk)
    content = get_object_or_404(
        AttachmentContent.objects.select_related("attachment"), pk=file, case=case
    )
    attachment = content.attachment
    ending = {"image/jpeg": "jpg", "image/png": "png", PDF: "pdf"}[attachment.content_type]
    response = HttpResponse(bytes(content.received), content_type="application/octet-stream")
    name = f"{case.reference}-{attachment.sha256[:8]}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def picture(request, pk, file):
    """The picture drawn anew."""
    case = get_case(request, pk)
    content = get_object_or_404(
        AttachmentContent.objects.filter(shown__isnull=False).defer("received"), pk=file, case=case
    )
    return HttpResponse(bytes(content.shown), content_type="image/jpeg")


@form_page
def remove_file(request, pk, file):
    case = get_case(request, pk, WRITE)
    attachment = get_object_or_404(case.attachments, pk=file)
    form = RemoveFileForm(posted_or_kept(request), case=case)
    if submitted(request, form, actions.remove_attachment, attachment=attachment):
        messages.success(request, _("The file is taken away. The log says so."))
        return redirect("cases:digital", case.pk)
    context = {"case": case, "form": form, "attachment": attachment}
    return render(request, "cases/remove_file.html", context)


@form_page
def new_phone(request, pk):
    case = get_case(request, pk, WRITE)
    if not rules.phones_at(case.unit.kind):
        raise Http404
    now = timezone.now()
    form = PhoneForm(posted_or_kept(request), case=case, now=now)
    if form.submit(actions.hand_in_phone, case=case, by=request.user, now=now):
        messages.success(request, _("It is saved. My day reminds you until the phone is back."))
        return redirect("cases:digital", case.pk)
    return render(request, "cases/phone.html", {"case": case, "form": form})


@require_POST
def return_phone(request, pk, phone):
    case = get_case(request, pk, WRITE)
    handed_in = get_object_or_404(case.phones, pk=phone)
    with refusal_as_message(request):
        actions.return_phone(phone=handed_in, by=request.user, now=timezone.now())
        messages.success(request, _("The phone is given back."))
    return redirect("cases:digital", case.pk)
