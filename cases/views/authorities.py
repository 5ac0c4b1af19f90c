"""With the county governor: one page with all of it, and small forms."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.kept import posted_or_kept
from cases import actions
from cases.forms import authorities as forms
from cases.models import Case, Letter, OrderedAct
from cases.views.fetch import get_case
from common.views import form_page, submitted
from organisations.roles import Permission

WAYS = {
    Letter.Direction.IN.value: gettext_lazy("A letter from the county governor"),
    Letter.Direction.OUT.value: gettext_lazy("A letter to the county governor"),
}


@require_safe
def authorities(request, pk):
    case = _case(request, pk)
    viewer = request.viewer
    context = {
        "case": case,
        "county_cases": case.county_cases.order_by("-opened_on", "-pk"),
        "letters": case.letters.newest_first(),
        "acts": case.ordered_acts.select_related("done_by").order_by("due_on", "pk"),
        "may_write": viewer.may(Permission.WRITE_CASES, case.held_by_id),
        "may_report": viewer.may(Permission.CLOSE_CASES, case.held_by_id),
        "today": viewer.today,
    }
    return render(request, "cases/authorities.html", context)


@form_page
def open_county_case(request, pk):
    case = _case(request, pk, Permission.WRITE_CASES)
    form = _form(request, case, forms.CountyForm)
    heading = _("The county governor has the case")
    return _answer(request, form, case, heading, actions.open_county_case, {"case": case})


@form_page
def note_decision(request, pk, county):
    case, county = _county(request, pk, county)
    form = _form(request, case, forms.DecisionForm)
    heading = _("What the county governor decided")
    return _answer(request, form, case, heading, actions.note_decision, {"county_case": county})


@form_page
def add_letter(request, pk, county, way):
    if way not in WAYS:
        raise Http404
    case, county = _county(request, pk, county)
    waiting = case.letters.waiting().filter(county_case=county).order_by("dated_on")
    theirs = way == Letter.Direction.IN
    form = _form(request, case, forms.LetterForm, is_theirs=theirs, waiting=waiting)
    asked = {"county_case": county, "direction": way}
    return _answer(request, form, case, WAYS[way], actions.add_letter, asked)


@form_page
def add_act(request, pk, county):
    case, county = _county(request, pk, county)
    form = _form(request, case, forms.ActForm)
    heading = _("Something is ordered")
    return _answer(request, form, case, heading, actions.add_ordered_act, {"county_case": county})


@form_page
def end_county_case(request, pk, county):
    case, county = _county(request, pk, county)
    form = _form(request, case, forms.EndForm)
    heading = _("The county governor has finished")
    return _answer(request, form, case, heading, actions.end_county_case, {"county_case": county})


@form_page
def report_act(request, act):
    """Also at the owner, who sees the act and the reference, and not the case."""
    row = get_object_or_404(OrderedAct.objects.visible_to(request.viewer), pk=act)
    case = Case.objects.visible_to(request.viewer).filter(pk=row.case_id).first()
    _may_report(request.viewer, row, case)
    back = reverse("cases:authorities", args=[case.pk]) if case else reverse("overview:owner")
    form = forms.DoneForm(posted_or_kept(request), today=request.viewer.today, cancel=back)
    if submitted(request, form, actions.report_act_done, ordered=row):
        messages.success(request, _("It is reported as done."))
        return redirect(back)
    return render(request, "cases/report_act.html", {"form": form, "act": row, "back": back})


def _may_report(viewer, row, case):
    leads = case is not None and viewer.may(Permission.CLOSE_CASES, case.held_by_id)
    if not leads and not viewer.may(Permission.READ_OWNER_NOTICES, row.owner_id):
        raise PermissionDenied


def _case(request, pk, permission=None):
    """404 where the law has no road to the county governor."""
    case = get_case(request, pk, permission)
    if not case.has_county_route:
        raise Http404
    return case


def _county(request, pk, county):
    case = _case(request, pk, Permission.WRITE_CASES)
    row = get_object_or_404(case.county_cases, pk=county)
    row.case = case
    return case, row


def _form(request, case, kind, **more):
    back = reverse("cases:authorities", args=[case.pk])
    return kind(posted_or_kept(request), today=request.viewer.today, cancel=back, **more)


def _answer(request, form, case, heading, action, asked):
    if submitted(request, form, action, **asked):
        messages.success(request, _("It is saved, and stands in the log."))
        return redirect("cases:authorities", case.pk)
    context = {"form": form, "case": case, "heading": heading}
    return render(request, "cases/authorities_form.html", context)
