"""What is read before a case is closed: what stops it, what pupils last said, who is not heard."""

from dataclasses import dataclass

from django.urls import reverse

from cases import rules
from cases.models import Case, Involvement, SafetyAnswer
from cases.people import people_of
from cases.steps import Obstacle, obstacles
from organisations.viewers import Viewer


@dataclass(frozen=True)
class Said:
    """What one exposed pupil last said about how safe it is; None: nothing yet."""

    who: Involvement
    answer: SafetyAnswer | None


@dataclass(frozen=True)
class BeforeClosing:
    stops: list[Obstacle]
    said: list[Said]
    unheard: list[Involvement]
    people_url: str


def before_closing(case: Case, viewer: Viewer) -> BeforeClosing:
    """Nine queries at the most, whoever is involved."""
    unfinished = case.measures.unfinished().count()
    people = [one for _role, those in people_of(case, viewer).now for one in those]
    return BeforeClosing(
        stops=list(obstacles(case, unfinished=unfinished)),
        said=_said(case, [one.main for one in people if one.is_exposed]),
        unheard=[one.main for one in people if one.is_to_be_heard],
        people_url=reverse("cases:people", args=[case.pk]),
    )


def _said(case: Case, exposed: list[Involvement]) -> list[Said]:
    person = rules.persons(case.involvements.all())
    last: dict[object, SafetyAnswer] = {}
    asked = case.safety_answers.exclude(missing=SafetyAnswer.Missing.NOT_ASKED)
    for answer in asked.order_by("day", "recorded_at"):
        last[person[answer.involvement_id]] = answer
    return [Said(row, last.get(person[row.pk])) for row in exposed]
