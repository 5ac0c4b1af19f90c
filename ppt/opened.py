"""What of a case is opened to PPT: gathered from the case for the leader who looks it through, and
as PPT reads it. Both see it in the same words."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from cases.models import Case, Involvement, PptAlert, PptOpening, SafetyAnswer
from cases.rules import Answer, persons
from cases.safety import Small, small_of
from common.dates import in_figures
from evaluations.models import SharedEvaluation, effect_on
from measures.cards import words_for
from measures.fit import Fit
from measures.models import Measure, PlanReference, SharedMeasure
from measures.models.words import State, Target
from measures.sheet import Sheet

Part = PptOpening.Part
# By which the read log of the case names where PPT has read.
PAGE = "ppt:detail"


@dataclass(frozen=True)
class Opened:
    """What PPT gets of the newest that was opened: the parts while it stands, else why not."""

    by_consent: bool
    opened_at: datetime
    until: date
    parts: dict[str, Any] | None
    ended_at: datetime | None
    ending: str


@dataclass(frozen=True)
class Tried:
    """A measure that was carried out: with its last effect, when, and toward whom. What is opened
    to PPT of it is the sentence alone: days and groups stand in parts of their own."""

    sentence: str
    period: str
    groups: list[str]


def gathered(case: Case, today: date) -> dict[str, Any]:
    """Every part as the case stands today: texts as first words, the rest in codes and dates."""
    sheets = [_sheet(case, plan, today) for plan in case.plans.order_by("created_at", "id")]
    exposed = case.involvements.filter(role="exposed", ends_on=None, pupil__protected=False)
    named = [row.label for row in exposed.select_related("pupil").order_by("starts_on", "id")]
    return {
        Part.PLACE: case.unit.name,
        Part.NAMES: "\n".join(named),
        Part.PROBLEM: "\n\n".join(sheet.plan.problem for sheet in sheets if sheet.plan.problem),
        Part.PLAN: [_plan(sheet) for sheet in sheets],
        Part.COVERAGE: _coverage(sheets),
        Part.TRIED: "\n".join(one.sentence for one in tried_in(case)),
        Part.CURVE: _curve(case),
    }


def in_words(content: Mapping[str, Any]) -> dict[str, Any]:
    """The parts for a page, in the reader's language."""
    shown = dict(content)
    if Part.PLAN in content:
        shown["plan"] = [
            {**one, "completed_on": _day(one["completed_on"]), "next_on": _day(one["next_on"])}
            for one in content[Part.PLAN]
        ]
    if Part.COVERAGE in content:
        shown["coverage"] = [
            {**row, "group": Target(row["group"]).label} for row in content[Part.COVERAGE]
        ]
    if Part.CURVE in content:
        shown["curve"] = [_answer_in_words(one) for one in content[Part.CURVE]]
        shown["pictures"] = _pictures(content[Part.CURVE])
    return shown


def read_by_ppt(alert: PptAlert, *, today: date, now: datetime) -> Opened | None:
    """What the office of the one who reads gets of the alert's case. The database gives it out, and
    writes in the same statement who has read it (docs/scope.md)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ground, opened_at, until, content, ended_at, ending "
            "FROM cases_opened_to_ppt(%s, %s, %s, %s)",
            [alert.pk, today, now, PAGE],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    ground, opened_at, until, content, ended_at, ending = found
    return Opened(
        by_consent=ground == PptOpening.Ground.CONSENT,
        opened_at=opened_at,
        until=until,
        parts=None if content is None else in_words(json.loads(content)),
        ended_at=ended_at,
        ending=ending,
    )


def _sheet(case: Case, plan: Any, today: date) -> Sheet:
    plan.case = case
    return Sheet(plan, today)


def _plan(sheet: Sheet) -> dict[str, Any]:
    counted = Counter(one.state for one in sheet.standing)
    days = [one.evaluate_on for one in sheet.standing if one.evaluate_on]
    done = sheet.plan.completed_at
    return {
        "completed_on": timezone.localdate(done).isoformat() if done else None,
        "missing": len(sheet.gaps),
        "planned": counted[State.PLANNED],
        "running": counted[State.RUNNING],
        "ended": sum(counted[one] for one in (State.FINISHED, State.STOPPED, State.REPLACED)),
        "next_on": min(days).isoformat() if days else None,
    }


def _coverage(sheets: list[Sheet]) -> list[dict[str, Any]]:
    """How many measures go toward each group, of all plans together; only those that count."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        for row in Fit(sheet).coverage:
            one = found.setdefault(row.group, {"group": row.group, "individual": 0, "system": 0})
            one["individual"] += sum(aim.counts for aim in row.individual)
            one["system"] += sum(aim.counts for aim in row.system)
    return [found[group] for group in Target.values if group in found]


def tried_in(case: Case) -> list[Tried]:
    """One for each measure that was carried out, with its last effect; then for each shared one
    that stands in a plan. Four queries."""
    own = list(case.measures.carried_out())
    stands = PlanReference.objects.current().filter(case=case).values("shared")
    shared = list(SharedMeasure.objects.filter(pk__in=stands).carried_out())
    last = case.evaluations.filter(measure__in=own).last_effects()
    last |= SharedEvaluation.objects.filter(shared__in=shared).last_effects()
    return [_tried(one, last.get(one.pk, "")) for one in [*own, *shared]]


def _tried(one: Measure | SharedMeasure, effect: str) -> Tried:
    first, last = in_figures(one.started_on or one.starts_on), in_figures(one.ends_on)
    if one.is_unfinished:
        period = gettext("From %(day)s, still going on") % {"day": first}
    else:
        period = f"{first}–{last}" if last else first
    return Tried(effect_on(one.title, effect), period, words_for(one.target_groups))


def _curve(case: Case) -> list[dict[str, Any]]:
    """Every answer about those who are or were exposed, oldest first; each of them is a number."""
    rows = list(case.involvements.order_by("starts_on", "id"))
    key_of = persons(rows)
    exposed = [key_of[row.pk] for row in rows if row.role == Involvement.Role.EXPOSED]
    number_of = {key: number for number, key in enumerate(dict.fromkeys(exposed), start=1)}
    return [
        {
            "on": one.day.isoformat(), "value": one.value, "missing": one.missing,
            "by": one.answered_by, "who": number_of[key_of[one.involvement_id]],
        }
        for one in case.safety_answers.order_by("day", "recorded_at")
        if key_of[one.involvement_id] in number_of
    ]  # fmt: skip


def _answer_in_words(one: Mapping[str, Any]) -> dict[str, Any]:
    value = one["value"]
    said_so = SafetyAnswer.Value(value) if value else SafetyAnswer.Missing(one["missing"])
    return {
        "day": _day(one["on"]),
        "value": value,
        "word": said_so.label,
        "by": SafetyAnswer.AnsweredBy(one["by"]).label if value else "",
        "who": one["who"],
    }


def _pictures(rows: list[dict[str, Any]]) -> list[tuple[int, list[Small]]]:
    """The pupil's own answers as a line, for each of those exposed by number. The words beside it
    and the table below say the same."""
    found: dict[int, list[Answer]] = {}
    for one in rows:
        is_own = one["by"] == SafetyAnswer.AnsweredBy.PUPIL
        declined = one["missing"] == SafetyAnswer.Missing.DECLINED
        answer = Answer(date.fromisoformat(one["on"]), one["value"], is_own, declined)
        found.setdefault(one["who"], []).append(answer)
    return [(who, [small_of(answers)]) for who, answers in sorted(found.items())]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
