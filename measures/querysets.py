"""Questions about plans and measures."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.models import Event
from cases.models import Case
from cases.querysets import CasePartQuerySet, carries_out, people_who_help, people_who_take_part
from cases.rules import OPEN_STATES
from organisations.calendar import school_year_of
from organisations.permissions import people_with
from organisations.roles import Permission
from pupils.models import Group


def people_who_may_carry_out(case, today: date):
    """Everybody who may answer for a measure of the case, also those at PPT who were asked to."""
    return people_who_take_part(case, today) | people_who_help(case, today)


def people_for_shared(unit, today: date):
    """Everybody who may answer for a shared measure of the unit."""
    return people_with(Permission.TAKE_PART, at=unit, today=today)


def groups_for_shared(unit, viewer, also=None):
    """The classes of the school year in which a shared measure can be carried out, and the one
    (``also``, an id) in which it is."""
    groups = Group.objects.visible_to(viewer).filter(unit=unit)
    return groups.filter(Q(school_year=school_year_of(viewer.today)) | Q(pk=also))


CHANGE_SHOWN_FOR = timedelta(days=30)


def change_shown_since(today: date, completed_at: datetime | None = None) -> datetime:
    """From when on it is shown how a changed calendar has moved starts: for thirty days, and no
    longer than until the plan is completed."""
    since = timezone.make_aware(datetime.combine(today - CHANGE_SHOWN_FOR, time()))
    return max(since, completed_at or since)


def moved_by_calendar(plan, today: date):
    """Events, oldest first, that tell how a changed calendar has moved measures of the plan."""
    return Event.objects.filter(
        case_id=plan.case_id,
        name="measure.moved_by_calendar",
        target_id__in=plan.measures.values("pk"),
        at__gte=change_shown_since(today, plan.completed_at),
    ).order_by("at", "number")


class PlanQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Plans of the cases that the viewer sees. A teacher sees measures, not plans."""
        return self.filter(case__in=Case.objects.visible_to(viewer))

    def for_page(self):
        """With whose plan it is and whether a measure of it ``runs``, oldest first."""
        runs = self.model.objects.filter(pk=OuterRef("pk"), measures__state="running")
        found = self.annotate(runs=Exists(runs))
        return found.select_related("about__pupil").order_by("created_at", "id")


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Measures of the cases that the viewer sees, and the viewer's own: as responsible, deputy
        or stand-in, where a role lets the viewer take part, never in a case closed to the viewer.
        """
        mine = carries_out(viewer, "responsible", "deputy")
        return self.filter(Q(case__in=Case.objects.visible_to(viewer)) | mine)

    def of(self, person):
        """Measures that the person answers for, as responsible or as deputy."""
        return self.filter(Q(responsible=person) | Q(deputy=person))

    def running(self):
        return self.filter(state="running")

    def planned(self):
        return self.filter(state="planned")

    def carried_out(self):
        """Those that were begun, by time, also the ones that have ended since."""
        begun = Q(state="running") | Q(started_on__isnull=False)
        return self.exclude(state="planned").filter(begun).by_time()

    def unfinished(self):
        """Planned or running: what keeps a case from closing without a word."""
        return self.filter(state__in=["planned", "running"])

    def to_evaluate(self, until: date):
        """Running measures whose evaluation falls on or before the day."""
        return self.running().filter(evaluate_on__lte=until)

    def due_to_start(self, today: date):
        """Planned measures of complete plans in open cases whose day has come. Those that wait for
        others wait until each of them has ended, or has been evaluated at least once; a restorative
        talk waits until both have said yes, what needs a decision of its own until it is made, and
        what is in question until somebody has answered."""
        waiting: MeasureQuerySet = MeasureQuerySet(self.model).filter(
            successors__measure=OuterRef("pk"),
            state__in=["planned", "running"],
            evaluations_done=0,
        )
        both_said_yes = Q(exposed_agreed_on__isnull=False, violating_agreed_on__isnull=False)
        return self.planned().filter(
            ~Q(why=""),
            Q(restorative=False) | both_said_yes,
            Q(formal_decision=False) | Q(decided_on__isnull=False),
            ~Q(follows="when_evaluated") | ~Exists(waiting),
            starts_on__lte=today,
            questioned_on=None,
            plan__state="complete",
            case__state__in=OPEN_STATES,
        )

    def to_look_at(self):
        """Measures that were carried out, and that one later look is waiting for."""
        return self.filter(look_on__isnull=False)

    def by_time(self):
        """In the order in which they start."""
        return self.order_by("starts_on", "created_at", "id")


class ConcernedQuerySet(CasePartQuerySet):
    def standing(self):
        """Without those who were involved otherwise and are exposed now, where the plan is about
        another one: neither plan shows the other child."""
        involved = self.model._meta.get_field("involvement").related_model.objects
        same = Q(pupil=OuterRef("involvement__pupil")) | Q(continues=OuterRef("involvement"))
        exposed = involved.filter(same, case=OuterRef("case"), role="exposed", ends_on=None)
        return self.exclude(
            Exists(exposed.exclude(pk=OuterRef("measure__plan__about"))),
            involvement__ends_on__isnull=False,
            measure__plan__about__isnull=False,
        )


class SetAsideQuerySet(CasePartQuerySet):
    def current(self):
        """Groups that are set aside now: for the plan, one row for a group at the most."""
        return self.filter(ended_at=None)


class MeasureEntryQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Of the measures that the viewer sees."""
        measures = self.model._meta.get_field("measure").related_model.objects
        return self.filter(measure__in=measures.visible_to(viewer))

    def newest_first(self):
        return self.order_by("-happened_on", "-written_at", "-id")


class SharedEntryQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Of the shared measures that the viewer sees."""
        shared = self.model._meta.get_field("shared").related_model.objects
        return self.filter(shared__in=shared.visible_to(viewer))

    def newest_first(self):
        return self.order_by("-happened_on", "-written_at", "-id")


class DecisionQuerySet(CasePartQuerySet):
    def newest_first(self):
        return self.order_by("-decided_at", "-id")


def carries_out_shared(viewer) -> Q:
    """Of shared measures: does the viewer carry it out, or stand in at its unit for one who does?
    Only where the viewer takes part."""
    own = Q(responsible=viewer.person) | Q(deputy=viewer.person)
    for person, place in viewer.stands:
        own |= (Q(responsible=person) | Q(deputy=person)) & Q(unit=place)
    return own & Q(unit__in=viewer.places_where(Permission.TAKE_PART))


class SharedMeasureQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Where the viewer follows up cases of the unit, and the viewer's own: as responsible,
        deputy or stand-in, while a role there lets the viewer take part. It holds nothing of a
        case."""
        units = viewer.places_where(Permission.WRITE_CASES)
        return self.filter(Q(unit__in=units) | carries_out_shared(viewer))

    def running(self):
        return self.filter(state="running")

    def unfinished(self):
        return self.filter(state__in=["planned", "running"])

    def to_evaluate(self, until: date):
        """Running ones whose evaluation falls on or before the day."""
        return self.running().filter(evaluate_on__lte=until)

    def due_to_start(self, today: date):
        """Planned ones whose day has come."""
        return self.filter(state="planned", starts_on__lte=today)

    def ended(self):
        return self.filter(state__in=["finished", "stopped"])

    def carried_out(self):
        """Those that were begun, by time, also the ones that have ended since."""
        return self.filter(started_on__isnull=False).by_time()

    def by_time(self):
        return self.order_by("starts_on", "created_at", "id")


class PlanReferenceQuerySet(CasePartQuerySet):
    def current(self):
        """What stands in its plan now."""
        return self.filter(removed_at=None)
