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


def closed_to(case, day: date):
    """Those to whom the case is closed, whatever else they may: excluded from it, or with a role at
    the owner that holds it and one at the unit whose leaders it passes by. As ``enter`` says."""
    excluded = case.accesses.current().exclusions().values("person")
    passed = type(case).objects.filter(pk=case.pk).memberships_passed_by(day).values("person")
    both = Membership.objects.current(day).at(case.held_by_id).filter(person__in=passed)
    return Person.objects.filter(Q(pk__in=excluded) | Q(pk__in=both.values("person")))


def people_who_see(case, day: date):
    """Everybody who may read the whole case on the day: by a role where it is held, or because it
    was opened to them while they work there or at its owner. Nobody whom it is closed to."""
    able = Membership.objects.current(day)
    may = Q(pk__in=able.granting(Permission.READ_CASES).at(case.held_by_id).values("person"))
    granted = case.accesses.current().filter(kind="granted").values("person")
    places = [case.held_by_id, case.held_by.owner_id]
    here = able.filter(organisation__in=places, person__in=granted)
    may |= Q(pk__in=here.values("person"))
    return Person.objects.filter(may, is_active=True).exclude(pk__in=closed_to(case, day))


def people_who_take_part(case, today: date):
    """Everybody who may answer for something in the case: by a role where it is held, or by a part
    kept at the unit while it is held elsewhere; active, on the day. Nobody whom it is closed to."""
    able = Membership.objects.current(today).granting(Permission.TAKE_PART)
    may = Q(pk__in=able.at(case.held_by_id).values("person"))
    if case.held_by_id != case.unit_id:
        kept = case.accesses.current().filter(kind="takes_part").values("person")
        may |= Q(pk__in=able.at(case.unit_id).filter(person__in=kept).values("person"))
    return Person.objects.filter(may, is_active=True).exclude(pk__in=closed_to(case, today))
