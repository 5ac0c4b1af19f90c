"""What is told about evaluations. The base class says how it is shown and sent."""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.models import Case, Handover
from cases.notices import followers
from cases.querysets import CaseQuerySet
from evaluations.models import CaseReview
from measures.models import Measure, SharedMeasure
from measures.querysets import people_for_shared, people_who_may_carry_out
from notifications.kinds import Kind
from notifications.models import Message
from notifications.rules import Topic, Urgency
from organisations import permissions
from organisations.models import Absence, Organisation
from organisations.roles import Permission


class EvaluationDue(Kind):
    """The day has come to evaluate a measure. ``thing_id`` is the measure."""

    name = "evaluations.EvaluationDue"
    title = _("A measure is due to be evaluated")
    urgency = Urgency.CAN_WAIT
    topic = Topic.DEADLINES

    def url(self, message: Message) -> str:
        return reverse("evaluations:record", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """The measure still runs in an open case, and this date has not been answered or moved."""
        measure = self._measure(message)
        if measure is None or not measure.case.is_open or not measure.evaluate_on:
            return False
        return message.due_on is not None and measure.evaluate_on <= message.due_on

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever still carries it out, or stands in: active, working there or keeping a part, and
        not excluded from the case."""
        measure = self._measure(message)
        stands = Absence.objects.stood_in_by(message.person_id, today)
        if measure is None or not measure.is_carried_out_by(message.person_id, stands):
            return False
        able = people_who_may_carry_out(measure.case, today)
        return able.filter(pk=message.person_id).exists()

    def _measure(self, message: Message) -> Measure | None:
        return Measure.objects.select_related("case").filter(pk=message.thing_id).first()


class EvaluationSoon(EvaluationDue):
    """Three open days before the date of an evaluation."""

    name = "evaluations.EvaluationSoon"
    title = _("A measure is soon due to be evaluated")


class EvaluationLate(EvaluationDue):
    """Three open days after the date of an evaluation, to the one who leads."""

    name = "evaluations.EvaluationLate"
    title = _("An evaluation is overdue")
    topic = Topic.OVERDUE

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever leads where the case is held, when it is not closed to that person."""
        measure, needs = self._measure(message), Permission.CLOSE_CASES
        return measure is not None and followers.follows_up(
            message.person_id, measure.case, needs, today
        )


class ReviewDue(followers.DueInYear):
    """The day has come to look over the whole case. ``thing_id`` is the review."""

    name = "evaluations.ReviewDue"
    title = _("The whole case is to be reviewed")
    model, page = CaseReview, "evaluations:review"
    needs = Permission.CLOSE_CASES


class ReviewSoon(ReviewDue):
    """Three open days before it."""

    name = "evaluations.ReviewSoon"
    title = _("The whole case is soon to be reviewed")


class ReviewLate(ReviewDue):
    """Three open days after it."""

    name = "evaluations.ReviewLate"
    title = _("The whole case should have been reviewed")
    topic = Topic.OVERDUE


class SharedEvaluationDue(Kind):
    """The day has come to evaluate a shared measure, which is of no case. ``thing_id`` is the
    shared measure."""

    name = "evaluations.SharedEvaluationDue"
    title = _("A shared measure is due to be evaluated")
    urgency = Urgency.CAN_WAIT
    topic = Topic.DEADLINES

    def url(self, message: Message) -> str:
        return reverse("evaluations:record_shared", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """The measure still runs, and this date has not been answered or moved."""
        shared = self._shared(message)
        if shared is None or not shared.evaluate_on or message.due_on is None:
            return False
        return shared.evaluate_on <= message.due_on

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever still carries it out, or stands in, and works at its unit."""
        shared = self._shared(message)
        stands = Absence.objects.stood_in_by(message.person_id, today)
        if shared is None or not shared.is_carried_out_by(message.person_id, stands):
            return False
        able = people_for_shared(shared.unit, today)
        return able.filter(pk=message.person_id).exists()

    def _shared(self, message: Message) -> SharedMeasure | None:
        return SharedMeasure.objects.select_related("unit").filter(pk=message.thing_id).first()


class SharedEvaluationSoon(SharedEvaluationDue):
    """Three open days before the date of a shared measure's evaluation."""

    name = "evaluations.SharedEvaluationSoon"
    title = _("A shared measure is soon due to be evaluated")


class SharedEvaluationLate(SharedEvaluationDue):
    """Three open days after it, to the one who leads at the unit."""

    name = "evaluations.SharedEvaluationLate"
    title = _("The evaluation of a shared measure is overdue")
    topic = Topic.OVERDUE

    def may_receive(self, message: Message, today: date) -> bool:
        shared, person = self._shared(message), Person.objects.get(pk=message.person_id)
        if shared is None:
            return False
        return permissions.allowed(person, Permission.CLOSE_CASES, at=shared.unit, today=today)


class LateAtUnit(Kind):
    """Ten open days after an evaluation, a review or a step over the summer was due, to the owner's
    advisers: it leads to a number and to no case. ``thing_id`` is the unit."""

    name = "evaluations.LateAtUnit"
    title = _("Something has been overdue for long at a school or kindergarten")
    has_deadline = False
    urgency = Urgency.CAN_WAIT
    topic = Topic.OVERDUE

    def url(self, message: Message) -> str:
        return reverse("overview:owner")

    def still_due(self, message: Message, now: datetime) -> bool:
        """Something that was due on that day, or before it, still waits at the unit."""
        late = self._cases(message, timezone.localdate(now))
        return late.exists() or self._shared(message).exists()

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever reads the owner's notices, when something late is not of a case that is closed to
        that person: excluded, or working at a unit whose leaders the case passes by."""
        unit = Organisation.objects.select_related("parent").filter(pk=message.thing_id).first()
        if unit is None or unit.parent is None:
            return False
        person = Person.objects.get(pk=message.person_id)
        needed = Permission.READ_OWNER_NOTICES
        if not permissions.allowed(person, needed, at=unit.parent, today=today):
            return False
        seen = self._cases(message, today).not_closed_to(person, today)
        return seen.exists() or self._shared(message).exists()

    def _cases(self, message: Message, today: date) -> CaseQuerySet:
        measures = Measure.objects.running().filter(evaluate_on__lte=message.due_on)
        reviews = CaseReview.objects.waiting(today).filter(due_on__lte=message.due_on)
        steps = Handover.objects.waiting(today).filter(due_on__lte=message.due_on)
        late = Q(pk__in=measures.values("case")) | Q(pk__in=reviews.values("case"))
        late |= Q(pk__in=steps.values("case"))
        return Case.objects.open().filter(late, unit=message.thing_id)

    def _shared(self, message: Message) -> QuerySet[SharedMeasure]:
        at = {"unit": message.thing_id, "evaluate_on__lte": message.due_on}
        return SharedMeasure.objects.running().filter(**at)
