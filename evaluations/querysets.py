"""Questions about evaluations."""

from django.db import models


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Evaluations of the measures that the viewer sees."""
        measures = self.model._meta.get_field("measure").related_model.objects.visible_to(viewer)
        return self.filter(measure__in=measures)

    def newest_first(self):
        return self.order_by("-recorded_at", "-id")
