"""Who is involved in one case: the page, and the forms that change it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms.family import GuardianForm
from cases.forms.people import AddInvolvedForm, EndForm, NameForm, RoleForm
from cases.forms.voices import HearingForm
from cases.people import guardians_of, people_of
from cases.views.fetch import get_case
from cases.views.rows import WRITE, form_about, get_row, people_page
from common.views import form_page, submitted
from organisations.roles import Permission


@require_safe
def people(request, pk):
    case = get_case(request, pk)
    context = {
        "case": case,
        "people": people_of(case, request.viewer),
        "may_write": case.is_open and request.viewer.may(WRITE, case.held_by_id),
        "may_change_school": case.is_open
        and request.viewer.may(Permission.CLOSE_CASES, case.held_by_id),
        "may_register": request.viewer.may(Permission.EDIT_PUPILS, case.unit_id),
        "today": request.viewer.today,
    }
    return render(request, "cases/people.html", context)


@form_page
def add_involved(request, pk):
    case = get_case(request, pk, WRITE)
    form = AddInvolvedForm(
        posted_or_kept(request), case=case, viewer=request.viewer, cancel=people_page(case)
    )
    if submitted(request, form, actions.add_involvement, case=case):
        messages.success(request, _("Added to the case."))
        return redirect("cases:people", case.pk)
    return form_about(request, form, _("Add somebody to the case"), case)


@form_page
def change_role(request, pk, involvement):
    row = get_row(request, pk, involvement)
    today, back = request.viewer.today, people_page(row.case)
    form = RoleForm(posted_or_kept(request), involvement=row, today=today, cancel=back)
    if submitted(request, form, actions.change_role, involvement=row):
        messages.success(
            request, _("The role is changed. The earlier one is kept, with its dates.")
        )
        return redirect("cases:people", row.case_id)
    return form_about(request, form, _("Change the role"), row.case, row)


@form_page
def name_involved(request, pk, involvement):
    row = get_row(request, pk, involvement)
    form = NameForm(
        posted_or_kept(request), case=row.case, viewer=request.viewer, cancel=people_page(row.case)
    )
    if submitted(request, form, actions.name_involved, involvement=row):
        messages.success(request, _("Saved. The plan and what was answered go on."))
        return redirect("cases:people", row.case_id)
    return form_about(request, form, _("Say who it is"), row.case, row)


@form_page
def end_involvement(request, pk, involvement):
    row = get_row(request, pk, involvement)
    today, back = request.viewer.today, people_page(row.case)
    form = EndForm(posted_or_kept(request), today=today, cancel=back)
    if submitted(request, form, actions.end_involvement, involvement=row):
        messages.success(request, _("The role has ended. It is kept, with its dates."))
        return redirect("cases:people", row.case_id)
    return form_about(request, form, _("End the role"), row.case, row)


@form_page
def record_hearing(request, pk, involvement):
    row = get_row(request, pk, involvement)
    form = HearingForm(
        posted_or_kept(request),
        case=row.case,
        involvement=row,
        by=request.user,
        today=request.viewer.today,
        cancel=people_page(row.case),
    )
    if submitted(request, form, actions.record_hearing, involvement=row):
        messages.success(request, _("The hearing is saved."))
        return redirect("cases:people", row.case_id)
    return form_about(request, form, _("Hear the pupil"), row.case, row)


@form_page
def record_guardian_contact(request, pk, involvement):
    row = get_row(request, pk, involvement)
    form = GuardianForm(
        posted_or_kept(request),
        pupil=row.pupil,
        guardians=guardians_of([row.pupil_id], request.viewer),
        today=request.viewer.today,
        cancel=people_page(row.case),
    )
    if submitted(request, form, actions.record_guardian_contact, involvement=row):
        messages.success(request, _("The contact is saved."))
        return redirect("cases:people", row.case_id)
    return form_about(request, form, _("Tell a guardian"), row.case, row)
