"""Questions about alerts to PPT, and about what PPT answers."""

from datetime import date

from django.db import models
from django.db.models import Q

from cases.rules import OWING
from organisations.roles import Permission

# What waits for PPT, what the school has got an offer of, and what is over. Also in the index that
# keeps the desk quick, so the two must stay the same.
RANK = models.Case(
    models.When(state__in=OWING, then=0), models.When(state="help_offered", then=1), default=2
)


class PptAlertQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Alerts to the viewer's office, and alerts that no office got, at the owner; never the
        alert of a case that the viewer is excluded from. A school sees its answer on the case."""
        offices = viewer.places_where(Permission.READ_ALERTS)
        owners = viewer.places_where(Permission.READ_UNPLACED_ALERTS)
        seen = self.filter(Q(office__in=offices) | Q(office=None, owner__in=owners))
        return seen.exclude(pk__in=viewer.blocked)

    def at_an_office(self):
        """Alerts that lie on somebody's desk."""
        return self.filter(office__isnull=False)

    def unplaced(self):
        """Alerts of units that no office serves: red at the owner."""
        return self.filter(office=None)

    def owing(self):
        """The school waits for PPT."""
        return self.alias(rank=RANK).filter(rank=0)

    def not_ended(self):
        return self.alias(rank=RANK).filter(rank__lt=2)

    def counted(self, person, today: date) -> dict[str, int]:
        """Of those that have not ended: how many are new, received, the person's own, and late: the
        day on which PPT was to answer is over."""
        which = {
            "new": Q(state="new"),
            "received": Q(state="received"),
            "mine": Q(assigned_to=person),
            "late": Q(state__in=OWING, answer_by__lt=today),
        }
        numbers = {name: models.Count("pk", filter=asked) for name, asked in which.items()}
        return self.not_ended().aggregate(**numbers)

    def for_inbox(self):
        """What the school waits for first, the earliest day on top: so the overdue come first."""
        return self.select_related("unit", "assigned_to").order_by(
            RANK, "answer_by", "created_at", "id"
        )


class PptAnswerQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Answers to the alerts that the viewer sees at PPT, and to those of cases that the viewer
        sees."""
        alerts = self.model._meta.get_field("alert").related_model
        cases = alerts._meta.get_field("case").related_model.objects.visible_to(viewer)
        of_cases = Q(alert__in=cases.values("alert"))
        return self.filter(Q(alert__in=alerts.objects.visible_to(viewer)) | of_cases)

    def unread(self):
        """Nobody who follows up the case has said that it was received."""
        return self.filter(received_at=None)

    def newest_first(self):
        return self.order_by("-given_at", "-id")
