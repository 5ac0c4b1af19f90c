"""Questions about what PPT keeps for itself, and about who is at the office."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

from accounts.models import Person
from cases.querysets import CasePartQuerySet
from organisations import permissions
from organisations.models import Membership, Organisation
from organisations.roles import Permission


class NoteQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Notes at the viewer's office; never about an alert that is closed to the viewer."""
        offices = viewer.places_where(Permission.READ_ALERTS)
        return self.filter(office__in=offices).exclude(alert__in=viewer.blocked)

    def for_page(self):
        """Those that stand, newest first, each with who wrote it and with what it corrects."""
        standing = self.filter(corrected_by=None)
        return standing.select_related("written_by", "corrects").order_by("-written_at", "-id")


class MeasureRequestQuerySet(CasePartQuerySet):
    def waiting(self):
        """What nobody has answered or taken back: one of a measure at the most."""
        return self.filter(ended_at=None)

    def newest_first(self):
        found = self.select_related("measure", "office", "asked_by", "ended_by")
        return found.order_by("-asked_at", "-id")


def colleagues(offices: Collection[UUID], today: date) -> QuerySet[Person]:
    """Those who answer alerts at these offices on the day."""
    able = Membership.objects.current(today).granting(Permission.ANSWER_ALERTS)
    there = able.filter(organisation__in=offices).values("person")
    return Person.objects.filter(is_active=True, pk__in=there).order_by("name", "id")


def may_be_given(alert, today: date) -> QuerySet[Person]:
    """Those at the office of the alert whom it can be given to: nobody who may not see it. Nothing
    says that there is such a person, or why."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_barred_from_alert(%s)", [alert.pk])
        barred = [pk for (pk,) in cursor.fetchall()]
    here = permissions.people_with(Permission.ANSWER_ALERTS, at=alert.office, today=today)
    return here.exclude(pk__in=barred).order_by("name", "id")


def served_by(offices: Collection[UUID]) -> QuerySet[Organisation]:
    """The schools that these offices serve, by name. An alert never names a kindergarten."""
    served = models.Q(ppt_service__office__in=offices)
    through_owner = models.Q(ppt_service=None, parent__ppt_service__office__in=offices)
    return Organisation.objects.filter(served | through_owner, kind="school")
