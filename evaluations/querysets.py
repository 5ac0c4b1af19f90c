"""Questions about evaluations."""

from django.db import models

from measures.models import Measure, SharedMeasure


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Evaluations of the measures that the viewer sees."""
        return self.filter(measure__in=Measure.objects.visible_to(viewer))

    def newest_first(self):
        return self.order_by("-recorded_at", "-id")


class SharedEvaluationQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Answers about the shared measures that the viewer sees."""
        return self.filter(shared__in=SharedMeasure.objects.visible_to(viewer))

    def newest_first(self):
        return self.order_by("-recorded_at", "-id")
