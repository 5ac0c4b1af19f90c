"""What is due in one case besides its plan, people and measures, read along with the case itself.

My day asks each area for all cases. The page of a case has ten queries for everything; the rows of
these areas are few, and come as lists of the query that fetches the case.
"""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from cases.models import Case, Handover, Letter, OrderedAct, OwnerNotice, PhoneLog, TrustedAdult
from evaluations.models import CaseReview
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.due import authorities, digital, handover, owner, people, ppt, rounds, unsafe
from overview.duties import Duty


def read_along(viewer: Viewer) -> dict[str, Any]:
    """What a case is asked for ``of_case``."""
    here = {"case": OuterRef("pk")}
    notices = OwnerNotice.objects.waiting().filter(**here).with_reach(viewer.today)
    steps = handover.asked_for(Handover.objects.filter(**here), viewer)
    talks = people.asked_for(TrustedAdult.objects.current().filter(**here), viewer)
    return unsafe.disagreement() | {
        "letters_due": _days(Letter.objects.waiting().filter(**here), "answer_due_on"),
        "steps_due": _rows(steps, "due_on", "kind", "done_at"),
        "phones_due": _days(PhoneLog.objects.filter(returned_at=None, **here), "return_on"),
        "notices_due": _days(notices.filter(reaches=False), "told_at"),
        "answers_due": _days(ppt.asked_for(), "given_at"),
        "acts_due": _rows(OrderedAct.objects.undone().filter(**here), "due_on"),
        "reviews_made": _rows(
            CaseReview.objects.filter(**here),
            "due_on",
            "round",
            "school_year",
            "provisional",
            "plan",
            "done_at",
        ),
        "talks_due": _rows(
            talks, "talk_on", "adult_id", "away_from", "away_until", "there", "absent"
        ),
    }


def of_case(case: Any, viewer: Viewer) -> Iterator[Duty]:
    """The duties of a case that was asked, for those who follow it up: as My day has them."""
    if not viewer.may(Permission.WRITE_CASES, case.held_by_id):
        return
    yield from unsafe.of_case(case)
    for day in case.letters_due:
        yield authorities.answer(case, day)
    for day in case.phones_due:
        yield digital.give_back(case, day)
    for told_at in case.notices_due:
        yield owner.tell_otherwise(case, timezone.localdate(told_at))
    if case.is_open:
        for given_at in case.answers_due:
            yield ppt.read(case, given_at)
    if viewer.may(Permission.CLOSE_CASES, case.held_by_id):
        for row in case.acts_due:
            yield authorities.do_act(UUID(row["pk"]), case.reference, _date(row["due_on"]))
        yield from rounds.of_case(case, viewer.today)
    if case.is_open:
        for row in case.steps_due:
            yield handover.of_step(_step(row), case.reference, viewer.today)
        for row in case.talks_due:
            yield people.of_talk(_talk(row, case), viewer)


def _days(rows: QuerySet, name: str) -> ArraySubquery:
    return ArraySubquery(rows.order_by(name).values(name))


def _rows(rows: QuerySet, *names: str) -> ArraySubquery:
    own = JSONObject(pk="pk", **{name: name for name in names})
    return ArraySubquery(rows.order_by(names[0]).values(row=own))


def _talk(row: dict[str, Any], case: Case) -> SimpleNamespace:
    days = {name: _date(row[name]) for name in ("talk_on", "away_from", "away_until")}
    ids = {"pk": UUID(row["pk"]), "adult_id": UUID(row["adult_id"]), "case_id": case.pk}
    return SimpleNamespace(case=case, there=row["there"], absent=row["absent"], **days, **ids)


def _step(row: dict[str, Any]) -> SimpleNamespace:
    ids = {"pk": UUID(row["pk"]), "kind": row["kind"], "done_at": row["done_at"]}
    return SimpleNamespace(due_on=_date(row["due_on"]), **ids)


def _date(said: str | None) -> Any:
    return said and date.fromisoformat(said)
