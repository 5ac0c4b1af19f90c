"""Shared measures in a plan: chosen with why they fit, and taken out; a measure made shared."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.views import form_page, submitted
from measures import actions, demands, forms, rules
from measures.models import Measure, PlanReference, SharedMeasure
from measures.querysets import groups_for_shared
from measures.sheet import Sheet
from measures.views.fetch import address_of, get_measure, get_plan
from organisations.law.wording import speak_of
from organisations.roles import Permission


@require_safe
def choose(request, pk):
    """What the unit's classes and the unit itself have under way, and does not stand here yet."""
    plan = get_plan(request, pk)
    standing = plan.references.current().values("shared")
    context = {
        "plan": plan,
        "offered": _offered(request, plan).exclude(pk__in=standing).by_time(),
        "may_add": request.viewer.may(Permission.WRITE_CASES, at=plan.case.unit_id),
    }
    return render(request, "measures/shared_choose.html", context)


@form_page
def refer(request, pk, shared):
    plan = get_plan(request, pk)
    shared = get_object_or_404(_offered(request, plan), pk=shared)
    form = forms.WhyForm(posted_or_kept(request), cancel=address_of(plan))
    if submitted(request, form, actions.refer_to_shared, plan=plan, shared=shared):
        messages.success(request, _("The shared measure stands in the plan."))
        return redirect(address_of(plan))
    return _page(request, plan, form, _("Use a shared measure"), shared)


@form_page
def change(request, pk):
    reference = _get_reference(request, pk)
    form = forms.WhyForm(
        posted_or_kept(request), reference=reference, cancel=address_of(reference.plan)
    )
    if submitted(request, form, actions.change_reference, reference=reference):
        messages.success(request, _("The text is saved."))
        return redirect(address_of(reference.plan))
    heading = _("Why the shared measure fits")
    return _page(request, reference.plan, form, heading, reference.shared)


@require_POST
def take_out(request, pk):
    reference = _get_reference(request, pk)
    with refusal_as_message(request):
        asked = {"reference": reference, "by": request.user, "now": timezone.now()}
        actions.take_out_reference(**asked)
        said = _("The shared measure is taken out of this plan. It goes on where it is.")
        messages.success(request, said)
    return redirect(address_of(reference.plan))


@form_page
def share(request, pk):
    """A measure of the plan becomes a shared one of the unit, by who follows up cases there."""
    measure = get_measure(request, pk)
    unit, plan = measure.case.unit, measure.plan
    if not request.viewer.may(Permission.WRITE_CASES, at=unit.pk):
        raise PermissionDenied
    data, sheet = posted_or_kept(request), Sheet(plan, request.viewer.today)
    # Before anything is written; what is written already stays beside the reason.
    if data is None and _says_why_not(request, measure):
        return redirect(address_of(plan))
    form = forms.ShareForm(
        data,
        measure=measure,
        sheet=sheet,
        groups=groups_for_shared(unit, request.viewer),
        cancel=address_of(plan),
    )
    if submitted(request, form, actions.share_measure, measure=measure):
        messages.success(request, _("The measure is shared. Other plans can now refer to it."))
        return redirect(address_of(plan))
    context = {"case": plan.case, "form": form, "about": measure, "note": None}
    context |= {"heading": _("Make the measure shared"), **_order_without(sheet, measure)}
    return render(request, "measures/share.html", context)


def _says_why_not(request, measure) -> bool:
    """Whether the measure cannot become shared; the next page then says why."""
    with refusal_as_message(request):
        demands.may_be_shared(measure, request.viewer.today)
        return False
    return True


def _order_without(sheet, measure):
    """What becomes of the order of the plan, where the measure stands in one."""
    before, led = sheet.before(measure), sheet.led_by(measure)
    parts = {part.id: part for part in rules.without(sheet.read_parts, measure.pk)}
    titles = {pk: part.title for pk, part in parts.items()}
    return {
        "before": [other.title for other in before],
        "led": [(one, [titles[pk] for pk in titles if pk in parts[one.pk].after]) for one in led],
        "waits": measure.follows == Measure.Follows.WHEN_EVALUATED and before,
        "sentence": rules.read_back(parts.values()) if before or led else "",
    }


def _offered(request, plan):
    rows = SharedMeasure.objects.visible_to(request.viewer).unfinished()
    return rows.filter(unit=plan.case.unit_id).select_related("group", "responsible")


def _get_reference(request, pk):
    """One that stands in a plan that the viewer may write."""
    rows = PlanReference.objects.visible_to(request.viewer).current()
    found = get_object_or_404(
        rows.select_related("shared__group", "plan", "case__unit", "case__held_by"), pk=pk
    )
    if not request.viewer.may(Permission.WRITE_CASES, at=found.case.held_by_id):
        raise PermissionDenied
    speak_of(found.case.unit)
    return found


def _page(request, plan, form, heading, about):
    context = {"case": plan.case, "form": form, "heading": heading, "about": about, "note": None}
    return render(request, "measures/shared_form.html", context)
