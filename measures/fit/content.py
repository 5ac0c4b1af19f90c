"""What a version keeps of a plan, and how that differs from what the plan says now."""

import uuid
from collections import defaultdict

from accounts.models import Person
from measures import rules
from measures.models import Concerned, Measure, PlanReference, PlanVersion
from measures.sheet import Sheet


def content_of(sheet: Sheet) -> dict:
    """The plan as a version keeps it: codes, ids, dates and texts, no words of ours. One query, for
    whom the measures concern."""
    concerns: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = Concerned.objects.standing().filter(measure__plan=sheet.plan)
    for measure, involvement in rows.values_list("measure", "involvement"):
        concerns[measure].append(str(involvement))
    return {
        "problem": sheet.plan.problem,
        "goal": sheet.plan.goal,
        "together": sheet.plan.together,
        "set_aside": {target: row.reason for target, row in sheet.set_aside.items()},
        "measures": [_of_measure(sheet, one, concerns[one.pk]) for one in sheet.standing],
        "references": [_of_reference(one) for one in sheet.standing_references],
    }


def has_changed_since(sheet: Sheet, version: PlanVersion) -> bool:
    """Whether the version no longer says what the plan says."""
    return bool(compared_with(version, sheet, content_of(sheet)))


def compared_with(version: PlanVersion, sheet: Sheet, content: dict) -> rules.Compared:
    """What the plan says now (``content``, of the sheet) that the version did not.

    What happened is no change of the plan: an evaluation that a calendar has moved, the day on
    which a measure really began, the day on which it ended. The log tells these. A start that is
    still to come is planned otherwise when a calendar moves it: that is a change.
    """
    lived = {str(measure.pk): {"first_evaluation_on"} for measure in sheet.measures}
    for measure in sheet.measures:
        if measure.started_on:
            lived[str(measure.pk)].add("starts_on")
        if not measure.is_unfinished:
            lived[str(measure.pk)].add("ends_on")
    return rules.compare(version.content, content, lived)


def _of_measure(sheet: Sheet, measure: Measure, concerns: list[str]) -> dict:
    day = measure.evaluation_after(measure.starts_on, 0, sheet.calendar).date
    first = measure.first_evaluation_on or day
    return {
        "id": str(measure.pk),
        "title": measure.title,
        "how": measure.how,
        "why": measure.why,
        "target_groups": measure.target_groups,
        "level": measure.level,
        "responsible": _named(measure.responsible),
        "deputy": _named(measure.deputy),
        "concerns": sorted(concerns),
        "starts_on": measure.starts_on.isoformat(),
        "ends_on": measure.ends_on and measure.ends_on.isoformat(),
        "after": sorted(map(str, sheet.after[measure.pk])),
        "follows": measure.follows,
        "interval_weeks": measure.interval_weeks,
        "first_evaluation_on": first.isoformat(),
        "digital": measure.digital,
        "prevents": measure.prevents,
        "formal_decision": measure.formal_decision,
        "restorative": measure.restorative,
    }


def _of_reference(reference: PlanReference) -> dict:
    """A shared measure as it stood that day; all but why it fits is the unit's to change."""
    shared = reference.shared
    return {
        "id": str(shared.pk),
        "title": shared.title,
        "how": shared.how,
        "why": reference.why,
        "target_groups": shared.target_groups,
        "responsible": _named(shared.responsible),
        "deputy": _named(shared.deputy),
        "starts_on": shared.starts_on.isoformat(),
        "ends_on": shared.ends_on and shared.ends_on.isoformat(),
        "interval_weeks": shared.interval_weeks,
        "digital": shared.digital,
        "prevents": shared.prevents,
    }


def _named(person: Person | None) -> dict | None:
    """Who it is, with the name of that day."""
    return {"id": str(person.pk), "name": person.name} if person else None
