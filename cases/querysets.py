"""Questions about cases. Everything over case data begins with ``visible_to``."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from accounts.models import Person
from cases.rules import OPEN_STATES
from organisations.models import Membership
from organisations.roles import Permission

# Also in the index that keeps the PPT inbox quick, so the two must stay the same.
UNACKNOWLEDGED_FIRST = models.Case(models.When(state="new", then=0), default=1)


def takes_part(viewer) -> Q:
    """Of rows that belong to a case: may the viewer take part in it? Where it is held, or at the
    unit where the viewer keeps a part of what is held elsewhere; never in a case closed to the
    viewer."""
    places = viewer.places_where(Permission.TAKE_PART)
    kept = Q(case__in=viewer.parts, case__unit__in=places)
    return (Q(case__held_by__in=places) | kept) & ~Q(case__in=viewer.blocked)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Cases held where the viewer may read cases, and cases opened to the viewer one by one;
        never a case that the viewer is excluded from."""
        held = Q(held_by__in=viewer.places_where(Permission.READ_CASES))
        return self.filter(held | Q(pk__in=viewer.cases)).exclude(pk__in=viewer.blocked)

    def open(self):
        """Cases that are followed up: neither closed nor wrongly registered."""
        return self.filter(state__in=OPEN_STATES)

    def with_any_of(self, pupils):
        """Cases in which one of the pupils is somebody now, in whatever role."""
        part = self.model.involvements.rel.related_model.objects
        now = part.filter(case=OuterRef("pk"), pupil__in=pupils, ends_on=None)
        return self.filter(Exists(now)).order_by("-created_at", "-id")

    def made_of(self, draft, person):
        """The case that the person's draft became: it has the draft's id."""
        return self.filter(pk=draft, form_token=draft, created_by=person)

    def with_labels(self):
        """Each with ``is_with_county`` and ``is_on_hold``: what goes on beside its state."""
        here = {"case": OuterRef("pk")}
        return self.annotate(
            is_with_county=Exists(self._parts("county_cases").current().filter(**here)),
            is_on_hold=Exists(self._parts("legal_holds").current().filter(**here)),
        )

    def _parts(self, name):
        return self.model._meta.get_field(name).related_model.objects

    def for_list(self):
        """What one row of the case list shows, newest first."""
        found = self.select_related("unit", "alert").with_labels()
        return found.order_by("-created_at", "-id")


class CasePartQuerySet(models.QuerySet):
    """Rows that belong to a case: entries, involvements, hearings, safety answers."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees."""
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        return self.filter(case__in=cases)


class EntryQuerySet(CasePartQuerySet):
    """What people wrote in the log."""

    def for_log(self):
        """Newest first, each with what it corrects (``corrects``) and with ``corrected`` and
        ``withdrawn``: has a later entry corrected it, or taken it back?"""
        later = self.model.objects.filter(corrects=OuterRef("pk"))
        return (
            self.select_related("corrects")
            .annotate(
                corrected=Exists(later.filter(withdraws=False)),
                withdrawn=Exists(later.filter(withdraws=True)),
            )
            .newest_first()
        )

    def newest_first(self):
        return self.order_by("-written_at", "-number")

    def standing(self):
        """Neither taken back nor what takes another back."""
        back = self.model.objects.filter(corrects=OuterRef("pk"), withdraws=True)
        return self.filter(~Exists(back), withdraws=False)


class CaseConcernQuerySet(CasePartQuerySet):
    def for_page(self):
        """With what was told, where and by whom, newest first."""
        told = self.select_related("concern__reporter", "concern__from_unit", "to_unit", "added_by")
        return told.order_by("-added_at", "-id")


class CaseAccessQuerySet(CasePartQuerySet):
    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees, and the exclusions that the viewer's owner is to
        answer; never of a case closed to the viewer."""
        owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        at_owner = Q(kind="excluded", owner__in=owners) & ~Q(case__in=viewer.blocked)
        return self.filter(Q(case__in=cases) | at_owner)

    def with_case_for_owner(self):
        """As of what else a case tells its owner."""
        return _with_case_for_owner(self)

    def to_answer(self):
        """Exclusions that the owner has neither confirmed nor lifted."""
        return self.current().filter(kind="excluded", answer="")

    def current(self):
        """Grants and exclusions that hold now."""
        return self.filter(ended_at=None)

    def exclusions(self):
        return self.filter(kind="excluded")

    def parts_of(self, person):
        """Cases held elsewhere in which the person still carries out something."""
        return self.current().filter(person=person, kind="takes_part")

    def excluding(self, person):
        """Exclusions of the person that hold now."""
        return self.current().filter(person=person, kind="excluded")


class CaseDraftQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """One's own drafts, where one may still open a case."""
        places = viewer.places_where(Permission.OPEN_CASES)
        places |= viewer.places_where(Permission.READ_UNPLACED_ALERTS)
        return self.filter(person=viewer.person).filter(
            Q(unit__in=places) | Q(unit__parent__in=places)
        )

    def written_on(self):
        """Drafts that somebody has typed on, or that a concern has filled in."""
        return self.filter(Q(version__gt=0) | Q(concern__isnull=False))

    def newest_first(self):
        return self.order_by("-saved_at", "-id")


class OwnPartQuerySet(CasePartQuerySet):
    """Rows of a case that somebody without the case answers for: talks of a trusted adult."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees, and the viewer's own as trusted adult, where a
        role lets the viewer take part; never in a case closed to the viewer."""
        own = Q(adult=viewer.person) & takes_part(viewer)
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        return self.filter(Q(case__in=cases) | own)

    def current(self):
        return self.filter(ends_on=None)


class InvestigationQuerySet(CasePartQuerySet):
    def standing(self):
        """Of one case: the text that stands, or None. Each of the others has been replaced."""
        return self.filter(replaced_by=None).first()

    def newest_first(self):
        """Each text with its writer; the first is the one that stands."""
        stands = self.alias(stands=Q(replaced_by=None)).select_related("written_by")
        return stands.order_by("-stands", "-written_at", "-id")


class OwnersPartQuerySet(CasePartQuerySet):
    """What a case tells its owner: notices, exclusions to answer, acts that were ordered."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees, and those that lie at the viewer's owner; never
        of a case closed to the viewer."""
        owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        at_owner = Q(owner__in=owners) & ~Q(case__in=viewer.blocked)
        return self.filter(Q(case__in=cases) | at_owner)

    def with_case_for_owner(self):
        """Each with the ``reference`` and the ``unit_name`` of its case, which the owner is not to
        see otherwise: its row is behind the outer wall, so it cannot be joined."""
        return _with_case_for_owner(self)


def _with_case_for_owner(rows):
    name = models.CharField()
    return rows.annotate(
        reference=Func("case_id", function="cases_reference_at_owner", output_field=name),
        unit_name=Func("case_id", function="cases_unit_at_owner", output_field=name),
    )


class OwnerNoticeQuerySet(OwnersPartQuerySet):
    def waiting(self):
        """Notices that nobody at the owner has received, here or in another way."""
        return self.filter(received_at=None, told_in=None)

    def with_reach(self, today: date):
        """Each with ``reaches``: does it lie with somebody who was told, still answers for such
        notices at the owner, and is not excluded from the case?"""
        among = Func(
            OuterRef("receivers"),
            F("person_id"),
            function="array_position",
            output_field=models.IntegerField(),
        )
        told = _answering(self, today).annotate(among=among).filter(among__isnull=False)
        return self.annotate(reaches=Exists(told))


def _answering(rows, today: date):
    """Of what a case tells its owner: the memberships of those who answer for it there today and
    are not excluded from the case."""
    cases = rows.model._meta.get_field("case").related_model
    accesses = cases._meta.get_field("accesses").related_model.objects
    excluded = accesses.current().filter(kind="excluded", case=OuterRef(OuterRef("case")))
    answering = Membership.objects.current(today).granting(Permission.READ_OWNER_NOTICES)
    there = answering.filter(organisation=OuterRef("owner"), person__is_active=True)
    return there.exclude(person__in=excluded.values("person"))


class CountyCaseQuerySet(CasePartQuerySet):
    def current(self):
        """Those that the county governor has not finished."""
        return self.filter(ended_on=None)


class LetterQuerySet(CasePartQuerySet):
    def newest_first(self):
        """Each with what it answers, and with ``is_answered``."""
        answered = Exists(self.model.objects.filter(answers=OuterRef("pk")))
        found = self.select_related("answers").annotate(is_answered=answered)
        return found.order_by("-dated_on", "-written_at", "pk")

    def waiting(self):
        """Letters from the county governor that wait for an answer, while the county governor has
        the case."""
        unanswered = self.filter(answer_due_on__isnull=False, answered_by=None)
        return unanswered.filter(county_case__ended_on=None)


class OrderedActQuerySet(OwnersPartQuerySet):
    def undone(self):
        return self.filter(done_on=None)


class LegalHoldQuerySet(CasePartQuerySet):
    def current(self):
        """Holds that stand: one for a case at the most."""
        return self.filter(ended_at=None)


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

    def waiting(self):
        """Nobody at the office has acknowledged them."""
        return self.filter(state="new")

    def for_inbox(self):
        """Unacknowledged first, oldest first (ux 2.11)."""
        return self.select_related("unit").order_by(UNACKNOWLEDGED_FIRST, "created_at", "id")


def people_who_take_part(case, today: date):
    """Everybody who may answer for something in the case: by a role where it is held, or by a part
    kept at the unit while it is held elsewhere; active, on the day, and not excluded from it."""
    able = Membership.objects.current(today).granting(Permission.TAKE_PART)
    may = Q(pk__in=able.at(case.held_by_id).values("person"))
    if case.held_by_id != case.unit_id:
        kept = case.accesses.current().filter(kind="takes_part").values("person")
        may |= Q(pk__in=able.at(case.unit_id).filter(person__in=kept).values("person"))
    excluded = case.accesses.current().filter(kind="excluded").values("person")
    return Person.objects.filter(may, is_active=True).exclude(pk__in=excluded)
