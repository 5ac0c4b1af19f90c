"""Questions about plans and measures."""

from datetime import date

from django.db import models
from django.db.models import Q

from organisations.roles import Permission


def _visible_cases(queryset, viewer):
    return queryset.model._meta.get_field("case").related_model.objects.visible_to(viewer)


class PlanQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Plans of the cases that the viewer sees. A teacher sees measures, not plans."""
        return self.filter(case__in=_visible_cases(self, viewer))


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Measures of the cases that the viewer sees, and the viewer's own: responsible or deputy,
        at a unit where a role lets the viewer take part, never in a case closed to the viewer."""
        places = viewer.places_where(Permission.TAKE_PART)
        own = Q(responsible=viewer.person) | Q(deputy=viewer.person)
        mine = own & Q(case__held_by__in=places) & ~Q(case__in=viewer.blocked)
        return self.filter(Q(case__in=_visible_cases(self, viewer)) | mine)

    def of(self, person):
        """Measures that the person answers for, as responsible or as deputy."""
        return self.filter(Q(responsible=person) | Q(deputy=person))

    def running(self):
        return self.filter(state="running")

    def planned(self):
        return self.filter(state="planned")

    def unfinished(self):
        """Planned or running: what keeps a case from closing without a word."""
        return self.filter(state__in=["planned", "running"])

    def to_evaluate(self, until: date):
        """Running measures whose evaluation falls on or before the day."""
        return self.running().filter(evaluate_on__lte=until)

    def by_time(self):
        return self.order_by("starts_on", "created_at", "id")
