"""The library of measures: read, picked from for a plan, and worded by an owner."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.kept import posted_or_kept
from common.language import plain_language
from common.views import form_page, submitted
from measures import actions, forms, library, rules
from measures.models import HiddenMeasure, Measure, OwnMeasure, Plan
from measures.querysets import people_who_may_carry_out
from measures.views.fetch import address_of, get_plan
from organisations.calendar import week_of
from organisations.calendars import calendar_for
from organisations.law.wording import speak_of
from organisations.models import Organisation
from organisations.roles import Permission

CARRIED = ("with", "after")


class Shown:
    """A measure of the library as a page shows it."""

    def __init__(self, entry, place, pick=""):
        self.entry, self.pick = entry, pick
        self.words = entry.wording(plain_language(), place)
        self.groups = [str(Measure.Target(group).label) for group in entry.targets]
        self.level = str(Measure.Level(entry.level).label)


@require_safe
def read(request):
    """What the viewer's own places are offered. No case is on the page: everybody may read it."""
    held = {pk for _role, pk in request.viewer.roles}
    near = Organisation.objects.filter(Q(pk__in=held) | Q(parent__in=held))
    places = library.kinds_of_place({one.kind for one in near})
    own = [one for one in near if one.pk in held]
    asked = request.GET.get("place")
    place = asked if asked in places else places[0]
    speak_of(place)
    entries = library.offered_by({one.owner_id for one in own}, place)
    form = forms.SearchForm(request.GET, entries=entries, place=place, places=places)
    context = _found(form, entries, place)
    may_edit = request.viewer.places_where(Permission.EDIT_LIBRARY)
    context |= {
        "owners": [one for one in own if one.pk in may_edit],
        "packages": _packages(place),
    }
    return render(request, "measures/library.html", context)


@require_safe
def choose(request, pk):
    """Where a measure of a plan begins: picked here, or written from nothing."""
    plan = get_plan(request, pk)
    place, entries = plan.case.unit.kind, library.offered_at(plan.case.unit)
    carried = {name: request.GET[name] for name in CARRIED if name in request.GET}
    form = forms.SearchForm(request.GET, entries=entries, place=place, carried=carried.items())
    is_free = plan.state == Plan.State.DRAFT and not carried
    toward = {"for": request.GET["for"]} if "for" in request.GET else {}
    add = reverse("measures:add", args=[plan.pk])
    context = _found(form, entries, place, lambda key: _with(add, {"from": key} | carried)) | {
        "plan": plan,
        "heading": _heading(plan, carried),
        "all": _with(request.path, carried),
        "from_nothing": _with(add, carried | toward),
        "packages": _packages(place) if is_free else [],
        "is_asked": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "measures/library_choose.html", context)


def _heading(plan, carried):
    """What is added, and after or beside which measure of the plan."""
    by_id = {str(pk): title for pk, title in plan.measures.values_list("pk", "title")}
    if (title := by_id.get(carried.get("after"))) is not None:
        return _("Add a measure after “%(measure)s”") % {"measure": title}
    if (title := by_id.get(carried.get("with"))) is not None:
        return _("Add a measure at the same time as “%(measure)s”") % {"measure": title}
    return _("Add a measure")


@require_safe
def choose_shared(request, unit):
    """The same for a shared measure of the unit: what is for many."""
    places = request.viewer.places_where(Permission.WRITE_CASES)
    unit = get_object_or_404(Organisation.objects.units().filter(pk__in=places), pk=unit)
    speak_of(unit)
    entries = [entry for entry in library.offered_at(unit) if entry.may_be_shared]
    form = forms.SearchForm(request.GET, entries=entries, place=unit.kind)
    add = reverse("shared:add", args=[unit.pk])
    context = _found(form, entries, unit.kind, lambda key: _with(add, {"from": key})) | {
        "plan": None,
        "packages": [],
        "is_asked": False,
        "heading": _("Add a shared measure"),
        "all": request.path,
        "from_nothing": add,
    }
    return render(request, "measures/shared_library.html", context)


@form_page
def use_package(request, pk, key):
    plan = get_plan(request, pk)
    package = library.packages().get(key)
    if package is None or plan.case.unit.kind not in package.places:
        raise Http404
    laid_out = _laid_out(package, plan, request.viewer.today)
    form = forms.PackageForm(
        posted_or_kept(request),
        people=people_who_may_carry_out(plan.case, request.viewer.today),
        titles={shown.entry.key: shown.words.title for shown, _weeks in laid_out["rows"]},
        cancel=reverse("measures:choose", args=[plan.pk]),
    )
    if submitted(request, form, actions.use_package, plan=plan, package=key):
        said = _("The measures are put up. Say how you do each here, and see what is missing.")
        messages.success(request, said)
        return redirect(address_of(plan))
    context = {"plan": plan, "form": form, "words": package.wording(plain_language())}
    return render(request, "measures/library_package.html", context | laid_out)


@require_safe
def owner(request, owner):
    """The owner's administrator: own measures, and which of the common ones are offered."""
    owner = _owner(request, owner)
    hidden = set(HiddenMeasure.objects.filter(owner=owner).values_list("key", flat=True))
    own = OwnMeasure.objects.filter(owner=owner).order_by("hidden", "written_at", "id")
    places = library.kinds_of_place(owner.children.values_list("kind", flat=True))
    common = [entry for entry in library.common().values() if entry.places & set(places)]
    speak_of(places[0])
    context = {
        "owner": owner,
        "own": [(row, Shown(library.entry_of(row), places[0])) for row in own],
        "common": [(Shown(entry, places[0]), entry.key in hidden) for entry in common],
    }
    return render(request, "measures/library_owner.html", context)


@form_page
def add_own(request, owner):
    owner = _owner(request, owner)
    back = reverse("library:owner", args=[owner.pk])
    form = forms.OwnMeasureForm(posted_or_kept(request), cancel=back)
    if submitted(request, form, actions.add_own_measure, owner=owner):
        messages.success(request, _("The measure is in the library."))
        return redirect(back)
    return _form(request, form, owner, _("Add a measure of your own"))


@form_page
def change_own(request, pk):
    own = _own(request, pk)
    back = reverse("library:owner", args=[own.owner_id])
    form = forms.OwnMeasureForm(posted_or_kept(request), own=own, cancel=back)
    if submitted(request, form, actions.change_own_measure, own=own):
        messages.success(request, _("The measure is saved. Plans keep the text they have."))
        return redirect(back)
    return _form(request, form, own.owner, _("Change the measure"))


@require_POST
def show_own(request, pk):
    own = _own(request, pk)
    shown = request.POST.get("shown") == "yes"
    actions.show_own_measure(own=own, by=request.user, now=timezone.now(), shown=shown)
    return _back_telling(request, own.owner_id, shown)


@require_POST
def show_common(request, owner, key):
    owner = _owner(request, owner)
    if key not in library.common():
        raise Http404
    shown = request.POST.get("shown") == "yes"
    asked = {"owner": owner, "key": key, "shown": shown}
    actions.show_common_measure(**asked, by=request.user, now=timezone.now())
    return _back_telling(request, owner.pk, shown)


def _found(form, entries, place, pick=lambda key: ""):
    found = form.wanted.matching(entries, plain_language(), place)
    return {"form": form, "found": [Shown(entry, place, pick(entry.key)) for entry in found]}


def _with(address, asked):
    return f"{address}?{urlencode(asked)}" if asked else address


def _packages(place):
    offered = [package for package in library.packages().values() if place in package.places]
    return [(package, package.wording(plain_language())) for package in offered]


def _laid_out(package, plan, today):
    """What the package would put up, with its weeks, and the whole of it in words."""
    unit = plan.case.unit
    offered = {entry.key for entry in library.offered_at(unit)}
    hidden = library.common().keys() - offered
    placed = library.laid_out(package, calendar_for(unit), today, hidden)
    year = week_of(placed[0].starts_on).year if placed else today.year
    rows = [(Shown(one.packed.entry, unit.kind), one) for one in placed]
    parts = [
        rules.Part(
            one.packed.entry.key,
            shown.words.title,
            one.starts_on,
            one.ends_on,
            frozenset(one.after),
        )
        for shown, one in rows
    ]
    return {
        "rows": [(shown, rules.in_weeks(one.starts_on, one.ends_on, year)) for shown, one in rows],
        "sentence": rules.read_back(parts),
    }


def picked(data, request, unit):
    """The measure of the library that a new one begins with, if any."""
    key = (data or {}).get("library_key") or request.GET.get("from", "")
    return library.find(key, unit) if key else None


def note_of(entry, unit, *, as_library=False):
    """What is told of it above the form."""
    words = entry and entry.wording(plain_language(), unit.kind)
    return {"words": words, "as_library": as_library} if entry else None


def note_about(measure, unit, *, as_library):
    if not measure.library_key:
        return None
    return note_of(library.find(measure.library_key, unit), unit, as_library=as_library)


def _owner(request, pk):
    mine = request.viewer.places_where(Permission.EDIT_LIBRARY)
    return get_object_or_404(Organisation.objects.filter(pk__in=mine), pk=pk)


def _own(request, pk):
    mine = request.viewer.places_where(Permission.EDIT_LIBRARY)
    return get_object_or_404(
        OwnMeasure.objects.filter(owner__in=mine).select_related("owner"), pk=pk
    )


def _form(request, form, owner, heading):
    context = {"form": form, "owner": owner, "heading": heading}
    return render(request, "measures/library_form.html", context)


def _back_telling(request, owner, shown):
    said = _("Your units are offered the measure.") if shown else _("The measure is hidden.")
    messages.success(request, said)
    return redirect("library:owner", owner)
