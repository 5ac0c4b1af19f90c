"""Questions about pupils and groups. All of them within one's own places."""

from datetime import date

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from organisations.roles import Permission


class PupilQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Pupils at places where the viewer follows up cases or keeps the lists.

        Staff see none here: a teacher meets pupils' names only through the measures that he or she
        carries out.
        """
        places = viewer.places_where(Permission.READ_CASES) | viewer.places_where(
            Permission.EDIT_PUPILS
        )
        return self.filter(unit__in=places).open_to(viewer.person)

    def open_to(self, person):
        """Without those whose identity is protected, unless the person is named."""
        named = self.model._meta.get_field("accesses").related_model.objects.current()
        mine = named.filter(pupil=OuterRef("pk"), person=person)
        return self.filter(Q(protected=False) | Exists(mine))

    def kept_by(self, viewer):
        """Pupils on the lists that the viewer keeps."""
        return self.visible_to(viewer).filter(unit__in=viewer.places_where(Permission.EDIT_PUPILS))

    def without_group(self, school_year, day):
        """Pupils in no class of the school year on the day."""
        placements = self.model.placements.rel.related_model.objects
        placed = placements.current(day).filter(pupil=OuterRef("pk"))
        return self.exclude(Exists(placed.filter(group__school_year=school_year)))

    def with_groups(self, day):
        """Each with the placements of the day, in ``placed``."""
        placements = self.model.placements.rel.related_model.objects
        placed = placements.current(day).select_related("group")
        return self.prefetch_related(Prefetch("placements", placed, to_attr="placed"))

    def choosable(self):
        """Pupils for pickers: still at the unit. Begin with ``visible_to`` or ``open_to``."""
        return self.filter(left_on=None)

    def by_name(self):
        return self.order_by("sort_key", "id")


class PupilAccessQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Who is named, at the viewer's own unit when the viewer answers for it."""
        return self.filter(unit__in=viewer.places_where(Permission.OPEN_IDENTITY))

    def current(self):
        return self.filter(ended_at=None)

    def of(self, person):
        """Those that name the person now."""
        return self.current().filter(person=person)


class GroupQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Groups at the viewer's places."""
        return self.filter(
            unit__in=viewer.places_where(Permission.READ_CASES)
            | viewer.places_where(Permission.EDIT_PUPILS)
        )

    def kept_by(self, viewer):
        """Groups on the lists that the viewer keeps."""
        return self.visible_to(viewer).filter(unit__in=viewer.places_where(Permission.EDIT_PUPILS))


class PlacementQuerySet(models.QuerySet):
    def current(self, today: date):
        """Placements that hold on the day, both dates included."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def heads(self):
        """Group → how many pupils; narrow to the pupils that the viewer sees first."""
        rows = self.values_list("group").annotate(pupils=Count("pupil", distinct=True))
        return dict(rows.order_by())


class ImportQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Imports at the places whose lists the viewer keeps."""
        return self.filter(unit__in=viewer.places_where(Permission.EDIT_PUPILS))

    def newest_first(self):
        return self.order_by("-uploaded_at", "-id")

    def under_way(self, unit):
        """The import that is confirmed at the unit and not done; there is at most one."""
        return self.filter(unit=unit, state="confirmed").first()

    def remembered(self, job):
        """How the columns were chosen for the last file of this kind at the unit."""
        same = self.filter(unit=job.unit_id, kind=job.kind).exclude(mapping={})
        last = same.exclude(pk=job.pk).newest_first().first()
        return last.mapping if last else {}

    def same_file(self, job):
        """The last time that this very file was done for the same school year."""
        same = self.filter(unit=job.unit_id, kind=job.kind, school_year=job.school_year)
        return same.filter(sha256=job.sha256, state="done").newest_first().first()
