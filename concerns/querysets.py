"""Questions about concerns. Every one begins with ``visible_to``."""

from django.db import models
from django.db.models import BooleanField, Func, Q

from organisations.roles import Permission


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """One's own, and those one answers; of the latter none that belongs to a case which the
        viewer is excluded from. What was sent on stays with the unit, and comes to the owner."""
        answered = _at_unit(viewer) | _at_owner(viewer)
        seen = answered & ~Q(pk__in=viewer.blocked)
        return self.filter(Q(reporter=viewer.person) | seen)

    def answered_by(self, viewer):
        """Those that the viewer answers, or has answered, in a role of today."""
        answered = _at_unit(viewer) | _at_owner(viewer)
        return self.visible_to(viewer).filter(answered).exclude(pk__in=viewer.blocked)

    def waiting_for(self, viewer):
        """Those that the viewer has to answer now, the most urgent first. What was sent on waits
        at the owner alone, and never for whoever has declined it."""
        at_unit = Q(sent_on_at=None) & _at_unit(viewer)
        at_owner = _at_owner(viewer) & ~Q(declined_by=viewer.person)
        waiting = self.visible_to(viewer).filter(at_unit | at_owner, state="new")
        return waiting.exclude(pk__in=viewer.blocked).order_by("answer_by", "told_at", "id")

    def of_protected(self):
        """Changes of school of a pupil who has been given protected identity since. Who it is lies
        behind the wall of the place that sent it: ``cases`` answers for its rows."""
        protected = Func("pk", function="cases_change_is_protected", output_field=BooleanField())
        return self.filter(protected)

    def handled(self):
        """Taken on or answered."""
        return self.exclude(state="new")

    def reported_by(self, viewer):
        return self.visible_to(viewer).filter(reporter=viewer.person)

    def newest_first(self):
        return self.for_list().order_by("-told_at", "-id")

    def for_list(self):
        """With who told it, and where."""
        return self.select_related("unit", "reporter", "from_unit")


def _at_unit(viewer) -> Q:
    """The leaders' own, and those about somebody who works there, which fewer of them see. Not what
    another place has taken back."""
    pupils = viewer.places_where(Permission.ANSWER_CONCERNS)
    staff = viewer.places_where(Permission.ANSWER_STAFF_CONCERNS)
    here = Q(route="leader", unit__in=pupils) | Q(route="staff", unit__in=staff)
    return here & ~Q(state="taken_back")


def _at_owner(viewer) -> Q:
    """What passes the leaders of a unit by is not the owner's part of somebody who works there."""
    owners = viewer.places_where(Permission.ANSWER_STAFF_CONCERNS)
    works_at = {place for _role, place in viewer.roles}
    passes_by = Q(route="owner") | Q(sent_on_at__isnull=False)
    comes_here = Q(route="staff", sent_on_at=None) | passes_by & ~Q(unit__in=works_at)
    return comes_here & Q(owner__in=owners)
