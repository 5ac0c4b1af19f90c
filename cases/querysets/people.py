"""Who takes part in one case."""

from datetime import date

from django.db.models import Q

from accounts.models import Person
from organisations.models import Membership, PptService
from organisations.roles import Permission


def people_who_help(case, today: date):
    """Those at the PPT office that serves the unit who were asked to carry out something in the
    case; active, on the day, and not excluded from it."""
    office = PptService.objects.serving(case.unit_id).values("office")[:1]
    able = Membership.objects.current(today).granting(Permission.HELP_IN_CASES)
    asked = case.accesses.current().filter(kind="takes_part").exclude(ground="").values("person")
    excluded = case.accesses.current().exclusions().values("person")
    may = able.filter(organisation__in=office, person__in=asked).values("person")
    return Person.objects.filter(pk__in=may, is_active=True).exclude(pk__in=excluded)


def people_who_see(case, day: date):
    """Everybody who may read the whole case on the day: by a role where it is held, or because it
    was opened to them while they work there or at its owner. Nobody excluded, and nobody who works
    at a unit whose leaders the case passes by."""
    able = Membership.objects.current(day)
    may = Q(pk__in=able.granting(Permission.READ_CASES).at(case.held_by_id).values("person"))
    granted = case.accesses.current().filter(kind="granted").values("person")
    places = [case.held_by_id, case.held_by.owner_id]
    here = able.filter(organisation__in=places, person__in=granted)
    may |= Q(pk__in=here.values("person"))
    excluded = case.accesses.current().filter(kind="excluded").values("person")
    passed = type(case).objects.filter(pk=case.pk).memberships_passed_by(day).values("person")
    found = Person.objects.filter(may, is_active=True)
    return found.exclude(pk__in=excluded).exclude(pk__in=passed)


def people_who_take_part(case, today: date):
    """Everybody who may answer for something in the case: by a role where it is held, or by a part
    kept at the unit while it is held elsewhere; active, on the day, and not excluded from it."""
    able = Membership.objects.current(today).granting(Permission.TAKE_PART)
    may = Q(pk__in=able.at(case.held_by_id).values("person"))
    if case.held_by_id != case.unit_id:
        kept = case.accesses.current().filter(kind="takes_part").values("person")
        may |= Q(pk__in=able.at(case.unit_id).filter(person__in=kept).values("person"))
    excluded = case.accesses.current().filter(kind="excluded").values("person")
    return Person.objects.filter(may, is_active=True).exclude(pk__in=excluded)
