"""Questions about evaluations, and about the measures that somebody may evaluate."""

from django.db import models
from django.db.models import Q

from measures.models import Measure
from organisations.roles import Permission


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Evaluations of the measures that the viewer sees."""
        return self.filter(measure__in=Measure.objects.visible_to(viewer))

    def newest_first(self):
        return self.order_by("-recorded_at", "-id")


def measures_to_record(viewer):
    """Measures whose evaluation the viewer may record: those that the viewer carries out, and all
    in cases that the viewer follows up. A case opened for reading alone is not among them."""
    own = Q(responsible=viewer.person) | Q(deputy=viewer.person)
    own &= Q(case__held_by__in=viewer.places_where(Permission.TAKE_PART))
    followed_up = Q(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
    return (
        Measure.objects.visible_to(viewer)
        .filter(own | followed_up)
        .select_related("case__unit__parent", "plan__about__pupil")
    )
