"""Questions about cases, and about those that are being written."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery

from cases.rules import OPEN_STATES
from organisations.models import Membership
from organisations.roles import Permission
from pupils.models import Placement


def takes_part(viewer) -> Q:
    """Of rows that belong to a case: may the viewer take part in it? Where it is held, at the unit
    where the viewer keeps a part of what is held elsewhere, or as somebody at PPT who was asked to;
    never in a case closed to the viewer."""
    places = viewer.places_where(Permission.TAKE_PART)
    may = Q(case__held_by__in=places)
    # Only what there is: a list with nothing in it costs as much to put together as a full one.
    if viewer.parts:
        may |= Q(case__in=viewer.parts, case__unit__in=places)
    if viewer.helps:
        may |= Q(case__in=viewer.helps)
    return may & ~Q(case__in=viewer.blocked) if viewer.blocked else may


def carries_out(viewer, *fields: str) -> Q:
    """Of rows that belong to a case: does the viewer carry out what one of the fields names, or
    stand in, where the case is held, for one of them? Only where the viewer may take part."""
    own = Q()
    for field in fields:
        own |= Q(**{field: viewer.person})
        for person, place in viewer.stands:
            own |= Q(**{field: person, "case__held_by": place})
    return own & takes_part(viewer)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Cases held where the viewer may read cases, and cases opened to the viewer one by one;
        never a case that the viewer is excluded from."""
        seen = Q(held_by__in=viewer.places_where(Permission.READ_CASES))
        if viewer.cases:
            seen |= Q(pk__in=viewer.cases)
        return self.filter(seen & ~Q(pk__in=viewer.blocked) if viewer.blocked else seen)

    def open(self):
        """Cases that are followed up: neither closed nor wrongly registered."""
        return self.filter(state__in=OPEN_STATES)

    def followed_up_by(self, viewer):
        """Open cases of the places where the viewer follows them up."""
        places = viewer.places_where(Permission.WRITE_CASES)
        return self.visible_to(viewer).open().filter(held_by__in=places)

    def with_any_of(self, pupils):
        """Cases in which one of the pupils is somebody now, in whatever role."""
        part = self.model.involvements.rel.related_model.objects
        now = part.filter(case=OuterRef("pk"), pupil__in=pupils, ends_on=None)
        return self.filter(Exists(now)).order_by("-created_at", "-id")

    def passing_leaders(self):
        """Cases at the owner that pass the leaders of the unit by: whoever works at the unit too is
        left out of them. ``enter`` asks the same."""
        passes = Func("pk", function="cases_passes_leaders", output_field=models.BooleanField())
        return self.exclude(held_by=F("unit")).filter(passes)

    def memberships_passed_by(self, today: date):
        """The memberships of whoever is left out of one of these cases by working at its unit."""
        passing = self.passing_leaders().values("unit")
        return Membership.objects.current(today).filter(organisation__in=passing)

    def not_closed_to(self, person, today: date):
        """Without those that the person is excluded from, or left out of by working at the unit."""
        excluding = self._parts("accesses").excluding(person).values("case")
        works_at = Membership.objects.current(today).filter(person=person).values("organisation")
        passing = self.passing_leaders().filter(unit__in=works_at)
        return self.exclude(pk__in=excluding).exclude(pk__in=passing.values("pk"))

    def made_of(self, draft, person):
        """The case that the person's draft became: it has the draft's id."""
        return self.filter(pk=draft, form_token=draft, created_by=person)

    def with_labels(self):
        """Each with ``is_with_county`` and ``hold_id``: what goes on beside its state."""
        here = {"case": OuterRef("pk")}
        return self.annotate(
            is_with_county=Exists(self._parts("county_cases").current().filter(**here)),
            hold_id=Subquery(self._parts("legal_holds").current().filter(**here).values("pk")),
        )

    def _parts(self, name):
        return self.model._meta.get_field(name).related_model.objects

    def for_list(self, today: date):
        """What one row of the case list shows, newest first; with ``groups``, the names of those
        that the ones exposed are in today. Not of a pupil with protected identity: the class is a
        part of who it is."""
        exposed = self._parts("involvements").filter(
            case=OuterRef(OuterRef("pk")), role="exposed", ends_on=None, pupil__protected=False
        )
        placed = Placement.objects.current(today).filter(pupil__in=exposed.values("pupil"))
        names = placed.order_by().values("group__name")
        found = self.select_related("unit", "alert").with_labels()
        found = found.annotate(groups=ArraySubquery(names))
        return found.order_by("-created_at", "-id")


class CaseDraftQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """One's own drafts, where one may still open a case. Not one that was begun with what
        another place has taken back since: its text stands in the draft."""
        places = viewer.places_where(Permission.OPEN_CASES)
        places |= viewer.places_where(Permission.READ_UNPLACED_ALERTS)
        own = self.filter(person=viewer.person).exclude(concern__state="taken_back")
        return own.filter(Q(unit__in=places) | Q(unit__parent__in=places))

    def written_on(self):
        """Drafts that somebody has typed on, or that a concern has filled in."""
        return self.filter(Q(version__gt=0) | Q(concern__isnull=False))

    def newest_first(self):
        return self.order_by("-saved_at", "-id")
