"""What is told about evaluations. The base class says how it is shown and sent."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.demands import takes_part
from cases.models import CaseAccess
from measures.models import Measure, SharedMeasure
from notifications.kinds import Kind
from notifications.models import Message
from organisations import permissions
from organisations.roles import Permission


class EvaluationDue(Kind):
    """The day has come to evaluate a measure. ``thing_id`` is the measure."""

    name = "evaluations.EvaluationDue"
    title = _("A measure is due to be evaluated")

    def url(self, message: Message) -> str:
        return reverse("evaluations:record", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """The measure still runs in an open case, and this date has not been answered or moved."""
        measure = self._measure(message)
        if measure is None or not measure.case.is_open or not measure.evaluate_on:
            return False
        return message.due_on is not None and measure.evaluate_on <= message.due_on

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever still carries it out: active, working there or keeping a part, and not
        excluded from the case."""
        measure = self._measure(message)
        if measure is None or not measure.is_carried_out_by(message.person_id):
            return False
        if CaseAccess.objects.excluding(message.person_id).filter(case=measure.case_id).exists():
            return False
        person, case = Person.objects.get(pk=message.person_id), measure.case
        if permissions.allowed(person, Permission.TAKE_PART, at=case.held_by, today=today):
            return True
        return takes_part(person, case=case, today=today)

    def _measure(self, message: Message) -> Measure | None:
        return Measure.objects.select_related("case").filter(pk=message.thing_id).first()


class SharedEvaluationDue(Kind):
    """The day has come to evaluate a shared measure, which is of no case. ``thing_id`` is the
    shared measure."""

    name = "evaluations.SharedEvaluationDue"
    title = _("A shared measure is due to be evaluated")

    def url(self, message: Message) -> str:
        return reverse("evaluations:record_shared", args=[message.thing_id])

    def still_due(self, message: Message, now: datetime) -> bool:
        """The measure still runs, and this date has not been answered or moved."""
        shared = self._shared(message)
        if shared is None or not shared.evaluate_on or message.due_on is None:
            return False
        return shared.evaluate_on <= message.due_on

    def may_receive(self, message: Message, today: date) -> bool:
        """Whoever still carries it out, and works at its unit."""
        shared = self._shared(message)
        if shared is None or not shared.is_carried_out_by(message.person_id):
            return False
        person = Person.objects.get(pk=message.person_id)
        return permissions.allowed(person, Permission.TAKE_PART, at=shared.unit, today=today)

    def _shared(self, message: Message) -> SharedMeasure | None:
        return SharedMeasure.objects.select_related("unit").filter(pk=message.thing_id).first()
