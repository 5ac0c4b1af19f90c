"""Which of those involved a line is about. The event names its row; the row says whose it is."""

from django.db.models import Case as Choice
from django.db.models import F, Model, OuterRef, QuerySet, Subquery, UUIDField, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from audit.models import Event
from cases.models import Case, GuardianContact, Hearing, PhoneLog, SafetyAnswer, TrustedAdult
from evaluations.models import Evaluation
from measures.models import Measure, Plan, PlanReference

ROWS = {
    "hearing.": (Hearing, "involvement"),
    "guardian.": (GuardianContact, "involvement"),
    "trusted_adult.": (TrustedAdult, "involvement"),
    "talk.": (TrustedAdult, "involvement"),
    "phone.": (PhoneLog, "involvement"),
    "safety.": (SafetyAnswer, "involvement"),
    "case.unsafe": (SafetyAnswer, "involvement"),
}
PLANNED = {
    Plan: "about",
    Measure: "plan__about",
    PlanReference: "plan__about",
    Evaluation: "measure__plan__about",
}
OF_ONE = (*ROWS, "involvement.")
"""What is about one of those involved and nobody else."""


def with_about(events: QuerySet[Event], case: Case) -> QuerySet[Event]:
    """Each with ``about``: the involvement that it is about, or None."""
    own = When(name__startswith="involvement.", then=F("target_id"))
    printed = When(name="log.printed_for_family", then=Cast(KT("data__child"), UUIDField()))
    asked = [
        When(name__startswith=beginning, then=_of_row(model, path, case))
        for beginning, (model, path) in ROWS.items()
    ]
    return events.annotate(about=_first(own, printed, *asked))


def with_plan_about(events: QuerySet[Event], case: Case) -> QuerySet[Event]:
    """Each with ``plan_about``: whose plan it belongs to; None for one that is the group's."""
    asked = [
        When(target=model._meta.label, then=_of_row(model, path, case))
        for model, path in PLANNED.items()
    ]
    return events.annotate(plan_about=_first(*asked))


def _of_row(model: type[Model], path: str, case: Case) -> Subquery:
    rows = model._default_manager.filter(pk=OuterRef("target_id"), case=case)
    return Subquery(rows.values(path)[:1])


def _first(*asked: When) -> Choice:
    return Choice(*asked, default=None, output_field=UUIDField())
