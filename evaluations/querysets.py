"""Questions about evaluations."""

from django.db import models

from measures.models import Measure


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Evaluations of the measures that the viewer sees."""
        return self.filter(measure__in=Measure.objects.visible_to(viewer))

    def newest_first(self):
        return self.order_by("-recorded_at", "-id")
