"""The school notes that it has received an answer from PPT."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions import receive_ppt_answer
from cases.models import PptAnswer
from cases.views.fetch import get_case
from common.errors import refusal_as_message
from organisations.roles import Permission


@require_POST
def receive(request, pk, answer):
    case = get_case(request, pk, Permission.WRITE_CASES)
    row = get_object_or_404(PptAnswer, alert=case.alert_id, pk=answer)
    with refusal_as_message(request):
        receive_ppt_answer(case=case, answer=row, by=request.user, now=timezone.now())
        messages.success(request, _("It is noted. PPT sees that you have received the answer."))
    return redirect("opened:case", case.pk)
