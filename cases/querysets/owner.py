"""Questions about what a case tells its owner."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from cases.querysets.parts import CasePartQuerySet
from organisations.models import Membership
from organisations.roles import Permission


class OwnersPartQuerySet(CasePartQuerySet):
    """What a case tells its owner: notices, exclusions to answer, acts that were ordered."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees, and those that lie at the viewer's owner; never
        of a case closed to the viewer."""
        owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        at_owner = Q(owner__in=owners) & ~Q(case__in=viewer.blocked)
        return self.filter(Q(case__in=cases) | at_owner)

    def with_case_for_owner(self):
        """Each with the ``reference`` and the ``unit_name`` of its case, which the owner is not to
        see otherwise: its row is behind the outer wall, so it cannot be joined."""
        return _with_case_for_owner(self)


class OwnerNoticeQuerySet(OwnersPartQuerySet):
    def waiting(self):
        """Notices that nobody at the owner has received, here or in another way."""
        return self.filter(received_at=None, told_in=None)

    def with_reach(self, today: date):
        """Each with ``reaches``: does it lie with somebody who was told, still answers for such
        notices at the owner, and is not excluded from the case?"""
        among = Func(
            OuterRef("receivers"),
            F("person_id"),
            function="array_position",
            output_field=models.IntegerField(),
        )
        told = _answering(self, today).annotate(among=among).filter(among__isnull=False)
        return self.annotate(reaches=Exists(told))


class OrderedActQuerySet(OwnersPartQuerySet):
    def with_unit_for_owner(self):
        """Each with the ``unit_name`` of its case; it has the reference itself."""
        return self.annotate(unit_name=_of_case("cases_unit_at_owner"))

    def undone(self):
        return self.filter(done_on=None)


class CaseAccessQuerySet(CasePartQuerySet):
    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees, and the exclusions that the viewer's owner is to
        answer; never of a case closed to the viewer."""
        owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        at_owner = Q(kind="excluded", owner__in=owners) & ~Q(case__in=viewer.blocked)
        return self.filter(Q(case__in=cases) | at_owner)

    def with_case_for_owner(self):
        """As of what else a case tells its owner."""
        return _with_case_for_owner(self)

    def to_answer(self):
        """Exclusions that the owner has neither confirmed nor lifted."""
        return self.current().filter(kind="excluded", answer="")

    def current(self):
        """Grants and exclusions that hold now."""
        return self.filter(ended_at=None)

    def exclusions(self):
        return self.filter(kind="excluded")

    def parts_of(self, person):
        """Cases held elsewhere in which the person still carries out something, and those in which
        the person helps as one of PPT's."""
        return self.current().filter(person=person, kind="takes_part")

    def excluding(self, person):
        """Exclusions of the person that hold now."""
        return self.current().filter(person=person, kind="excluded")


def _with_case_for_owner(rows):
    return rows.annotate(
        reference=_of_case("cases_reference_at_owner"), unit_name=_of_case("cases_unit_at_owner")
    )


def _of_case(function: str) -> Func:
    return Func("case_id", function=function, output_field=models.CharField())


def _answering(rows, today: date):
    """Of what a case tells its owner: the memberships of those who answer for it there today, are
    not excluded from the case, and do not work where it passes the leaders by."""
    cases = rows.model._meta.get_field("case").related_model
    accesses = cases._meta.get_field("accesses").related_model.objects
    excluded = accesses.current().filter(kind="excluded", case=OuterRef(OuterRef("case")))
    answering = Membership.objects.current(today).granting(Permission.READ_OWNER_NOTICES)
    there = answering.filter(organisation=OuterRef("owner"), person__is_active=True)
    case = cases.objects.filter(pk=OuterRef(OuterRef(OuterRef("case"))))
    there = there.exclude(person__in=case.memberships_passed_by(today).values("person"))
    return there.exclude(person__in=excluded.values("person"))
