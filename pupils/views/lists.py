"""People and classes: the unit, one class, one pupil."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.sorting import sort_key
from organisations.calendar import school_year_of
from organisations.roles import Permission
from pupils.models import Group, Placement, Pupil, PupilImport
from pupils.rules import day_of_year, years_for_lists
from pupils.views.fetch import group_of, pupil_of, unit_of, units_of

ROWS = 100
SHOWS = ("all", "without", "left")


@require_safe
def units(request):
    found = list(units_of(request.viewer))
    if not found:
        raise Http404
    if len(found) == 1:
        return redirect("pupils:unit", found[0].pk)
    return render(request, "pupils/units.html", {"units": found})


@require_safe
def unit(request, unit):
    viewer, place = request.viewer, unit_of(request, unit)
    years = _years(place, viewer)
    year = _year(request, years)
    day = day_of_year(year, viewer.today)
    groups = Group.objects.kept_by(viewer).filter(unit=place, school_year=year)
    groups = list(groups.prefetch_related("contact_teachers"))
    here = Pupil.objects.kept_by(viewer).filter(unit=place, left_on=None)
    heads = Placement.objects.current(day).filter(group__in=groups, pupil__in=here).heads()
    for group in groups:
        group.heads = heads.get(group.pk, 0)
    context = {
        "unit": place,
        "groups": sorted(groups, key=lambda group: (group.stage or 0, sort_key(group.name))),
        "year": year,
        "years": [one for one in years if one != year],
        "pupils": here.count(),
        "without": here.without_group(year, day).count(),
        "may_open_identity": viewer.may(Permission.OPEN_IDENTITY, place.pk),
        "under_way": PupilImport.objects.visible_to(viewer).under_way(place),
    }
    return render(request, "pupils/unit.html", context)


@require_safe
def pupils(request, unit):
    place = unit_of(request, unit)
    show = request.GET.get("show", "all")
    if show not in SHOWS:
        raise Http404
    found = Pupil.objects.kept_by(request.viewer).filter(unit=place)
    found = found.exclude(left_on=None) if show == "left" else found.filter(left_on=None)
    if show == "without":
        found = found.without_group(school_year_of(request.viewer.today), request.viewer.today)
    found = found.by_name().with_groups(request.viewer.today)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render(request, "pupils/pupils.html", {"unit": place, "page": page, "show": show})


@require_safe
def group(request, pk):
    group = group_of(request, pk)
    day = day_of_year(group.school_year, request.viewer.today)
    placed = Placement.objects.current(day).filter(group=group)
    found = Pupil.objects.kept_by(request.viewer).filter(placements__in=placed, left_on=None)
    context = {
        "group": group,
        "unit": group.unit,
        "teachers": group.contact_teachers.order_by("name"),
        "pupils": found.by_name().distinct().prefetch_related("guardians"),
    }
    return render(request, "pupils/group.html", context)


@require_safe
def pupil(request, pk):
    pupil = pupil_of(request, pk)
    placements = pupil.placements.select_related("group").order_by("-starts_on")
    context = {
        "pupil": pupil,
        "unit": pupil.unit,
        "placements": placements,
        "guardians": pupil.guardians.select_related("information_decided_by").order_by("name"),
        "today": request.viewer.today,
        # One who is named sees a protected pupil, and opens it to nobody.
        "may_protect": not pupil.protected
        or request.viewer.may(Permission.OPEN_IDENTITY, pupil.unit_id),
    }
    return render(request, "pupils/pupil.html", context)


def _years(unit, viewer):
    """School years that have classes, and those that lists are made for; the newest last."""
    used = Group.objects.kept_by(viewer).filter(unit=unit).values_list("school_year", flat=True)
    return sorted({*used.order_by().distinct(), *years_for_lists(viewer.today)})


def _year(request, years):
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and int(asked[:4]) in years:
        return int(asked[:4])
    return school_year_of(request.viewer.today)
