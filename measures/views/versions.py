"""What the plan said each time that it was completed, and how two of them differ."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Person
from cases.models import Involvement
from common.dates import in_words
from measures import rules
from measures.fit import wording
from measures.fit.content import compared_with, content_of
from measures.sheet import Sheet
from measures.views.fetch import see_plan

NOW = "now"


@require_safe
def versions(request, pk):
    plan = see_plan(request, pk)
    found = list(plan.versions.select_related("made_by").order_by("-number"))
    context = {"plan": plan, "versions": found, "choices": _choices(found)}
    return render(request, "measures/versions.html", context)


@require_safe
def version(request, pk, number):
    plan = see_plan(request, pk)
    found = get_object_or_404(plan.versions.select_related("made_by"), number=number)
    told = wording.Version(found.content, _names(plan, found.content))
    return render(
        request,
        "measures/version.html",
        {"plan": plan, "case": plan.case, "version": found, "told": told},
    )


@require_safe
def compare(request, pk):
    """Two versions, the older one first; or a version, if not said otherwise the newest, and how
    the plan stands now."""
    plan = see_plan(request, pk)
    found = list(plan.versions.select_related("made_by").order_by("-number"))
    by_name = {str(one.number): one for one in found}
    asked_old = request.GET.get("old", next(iter(by_name), ""))
    asked_new = request.GET.get("new", NOW)
    old, new, is_now = by_name.get(asked_old), by_name.get(asked_new), asked_new == NOW
    if old is None or (new is None and not is_now):
        raise Http404
    if new is not None and new.number < old.number:
        old, new = new, old
    context = {"plan": plan, "older": old, "newer": new, "choices": _choices(found)}
    context["compared"] = _compared(plan, old, new, request.viewer.today)
    return render(request, "measures/compare.html", context)


def _compared(plan, old, new, today):
    if new is None:
        sheet = Sheet(plan, today)
        after = content_of(sheet)
        differs = compared_with(old, sheet, after)
    else:
        after, differs = new.content, rules.compare(old.content, new.content)
    names = _names(plan, old.content, after)
    told = (wording.Version(content, names) for content in (old.content, after))
    return wording.Comparison(*told, differs)


def _choices(versions):
    """What can be chosen to be compared, the newest first."""
    named = [
        (str(one.number), _("Version %(number)s, %(day)s") % {
            "number": one.number, "day": in_words(one.made_at),
        })
        for one in versions
    ]  # fmt: skip
    return {"old": named, "new": [(NOW, _("As the plan stands now")), *named]}


def _names(plan, *contents):
    """Names for the ids that versions keep without one: those involved, as they are called on
    pages about the case, and deputies of early versions."""
    measures = [one for content in contents for one in content.get("measures", [])]
    involved = {pk for one in measures for pk in one.get("concerns", [])}
    deputies = {one["deputy"] for one in measures if isinstance(one.get("deputy"), str)}
    names = {}
    if involved:
        rows = Involvement.objects.filter(case=plan.case, pk__in=involved)
        names |= {str(row.pk): row.label for row in rows.select_related("pupil")}
    if deputies:
        names |= {str(one.pk): one.name for one in Person.objects.filter(pk__in=deputies)}
    return names
