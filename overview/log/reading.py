"""The questions behind the log: the newest lines, one page of all, and all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.models import Event
from cases.models import Case, Entry, PptAlert, StateReason
from measures.models import Measure, PlanReference
from overview.log import answers
from overview.log.about import with_about, with_plan_about
from overview.log.answers import Answer
from overview.log.filters import Filter
from overview.log.lines import (
    Labels,
    Line,
    Names,
    SharedTitle,
    Titles,
    Week,
    in_weeks,
    of_alert,
    of_answers,
    of_entries,
    of_events,
)
from overview.log.texts import Text, Texts, texts_of
from overview.words import person_of

NEWEST = 10
"""Lines on the page of the case, which leads to the rest."""
ON_A_PAGE = 50


@dataclass(frozen=True)
class Log:
    """The rows as they were read; words and names are put to them afterwards."""

    entries: Sequence[Entry]
    events: Sequence[Event]
    alert: PptAlert | None = None
    texts: Texts = field(default_factory=dict)
    most: int | None = None
    answers: Sequence[Answer] = ()
    for_family: bool = False

    def people(self) -> set[uuid.UUID | None]:
        wrote = {entry.written_by_id for entry in self.entries}
        acted = {event.person_id for event in self.events}
        about = {person_of(event) for event in self.events}
        return wrote | acted | about | ({self.alert.received_by_id} if self.alert else set())

    def lines(self, names: Names, titles: Titles, labels: Labels) -> list[Line]:
        """Newest first. ``titles`` names the measures that events speak of by their ids, ``labels``
        those involved."""
        lines = [
            *of_entries(self.entries, names, titles, labels),
            *of_events(self.events, names, titles, self.texts, labels),
            *(of_alert(self.alert, names) if self.alert else ()),
            *of_answers(self.answers, with_texts=not self.for_family),
        ]
        lines.sort(key=lambda line: (line.at, line.number), reverse=True)
        return lines[: self.most]

    @property
    def shared(self) -> dict[str, str]:
        """The titles of the shared measures that its events and minutes speak of, where they were
        read."""
        found = ((event.target_id, getattr(event, "shared_title", None)) for event in self.events)
        told: dict[str, str] = {str(pk): SharedTitle(title) for pk, title in found if title}
        for entry in self.entries:
            for row in getattr(entry, "shared_titles", ()):
                told[row["pk"]] = SharedTitle(row["title"])
        return told

    def weeks(self, names: Names, titles: Titles, labels: Labels) -> list[Week]:
        return in_weeks(self.lines(names, titles, labels))

    def newest_own(self, person: uuid.UUID) -> uuid.UUID | None:
        """The person's newest entry that still stands, among these."""
        own = (one.pk for one in self.entries if one.written_by_id == person and _can_go(one))
        return next(own, None)

    def known(self, case: Case) -> tuple[Names, Titles, Labels]:
        """The names, titles and labels that its lines need. Three queries."""
        ids = [pk for pk in self.people() if pk]
        names = dict.fromkeys(ids, str(_("Somebody who is no longer known here")))
        names |= dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
        own = Measure.objects.filter(case=case).values_list("pk", "title", Value(False))
        shared = PlanReference.objects.filter(case=case)
        rows = own.union(shared.values_list("pk", "shared__title", Value(True)))
        titles = {
            str(pk): SharedTitle(title) if is_shared else title for pk, title, is_shared in rows
        }
        involved = case.involvements.select_related("pupil")
        labels = {row.pk: row.label for row in involved}
        return names, titles, labels


def newest(case: Case) -> Log:
    """The newest lines, of a case that was loaded with its alert and with ``ppt_answers``. Two
    queries: of entries, and of events with the reasons that they name."""
    of_case = PlanReference.objects.filter(case=case)
    titles = ArraySubquery(of_case.values(data=JSONObject(pk="pk", title="shared__title")))
    found = Entry.objects.filter(case=case).for_log().annotate(shared_titles=titles)
    entries = list(found[:NEWEST])
    shared = of_case.filter(pk=OuterRef("target_id"))
    reasons = StateReason.objects.filter(case=case).annotate(key=Cast("pk", TextField()))
    events = list(
        _newest_first(_of_case(case)).annotate(
            reason_key=KT("data__reason"),
            written=Subquery(reasons.filter(key=OuterRef("reason_key")).values("text")[:1]),
            shared_title=Subquery(shared.values("shared__title")[:1]),
        )[:NEWEST]
    )
    texts = {event.pk: [Text("", event.written)] for event in events if event.written}
    along = answers.read_along(getattr(case, "ppt_answers", ()))
    return Log(entries, events, case.alert, texts, most=NEWEST, answers=along)


def of_page(case: Case, chosen: Filter, number: str | None) -> tuple[Page, Log]:
    """One page of what the filter shows, newest first. Everything stands on some page, in an order
    that never changes: time, and then the number that the database gave."""
    page = Paginator(_places(case, chosen), ON_A_PAGE).get_page(number)
    found: dict[str, list[uuid.UUID]] = {"entry": [], "event": [], "alert": [], "answer": []}
    for _at, _number, pk, kind in page.object_list:
        found[kind].append(pk)
    entries = list(Entry.objects.filter(case=case, pk__in=found["entry"]).for_log())
    events = list(_of_case(case).filter(pk__in=found["event"]))
    alert = case.alert if found["alert"] else None
    there = answers.of_alert(case.alert_id).filter(pk__in=found["answer"])
    told = answers.told(there) if found["answer"] else []
    return page, Log(entries, events, alert, texts_of(case, events), answers=told)


def whole(case: Case, *, for_family: bool, of_exposed: bool = True) -> Log:
    """Everything, for paper. For a family each event says whose plan it belongs to."""
    entries = list(Entry.objects.filter(case=case).for_log())
    found = with_plan_about(_of_case(case), case) if for_family else _of_case(case)
    events = list(_newest_first(found))
    texts = texts_of(case, events, for_family=for_family, of_exposed=of_exposed)
    told = answers.told(answers.of_alert(case.alert_id))
    return Log(entries, events, case.alert, texts, answers=told, for_family=for_family)


def newest_own(case: Case, person: Person) -> uuid.UUID | None:
    """The person's newest entry in the case that still stands: the one that can be undone."""
    own = Entry.objects.filter(case=case, written_by=person).standing()
    found = own.exclude(kind=Entry.Kind.LOOK).newest_first().values_list("pk", flat=True)
    return found.first()


def _can_go(entry: Entry) -> bool:
    return not (entry.withdraws or entry.withdrawn or entry.kind == Entry.Kind.LOOK)


def _of_case(case: Case) -> QuerySet[Event]:
    return with_about(Event.objects.filter(case_id=case.pk), case)


def _newest_first(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.order_by("-at", "-number")


def _places(case: Case, chosen: Filter) -> QuerySet:
    """When each line was written, its number, its row and where that stands."""
    parts = [
        _keys(Entry.objects.filter(chosen.of_entries, case=case), "written_at", "entry"),
        _keys(Event.objects.filter(chosen.of_events, case_id=case.pk), "at", "event"),
    ]
    if chosen.alert:
        answered = PptAlert.objects.filter(pk=case.alert_id, received_at__isnull=False)
        parts.append(_keys(answered, "received_at", "alert", numbered=False))
        told = answers.of_alert(case.alert_id)
        parts.append(_keys(told, "given_at", "answer", numbered=False))
    return parts[0].union(*parts[1:], all=True).order_by("-log_at", "-log_number")


def _keys(rows: QuerySet, at: str, kind: str, *, numbered: bool = True) -> QuerySet:
    number = F("number") if numbered else Value(0, BigIntegerField())
    named = rows.order_by().annotate(
        log_at=F(at), log_number=number, log_kind=Value(kind, CharField()), key=F("pk")
    )
    return named.values_list("log_at", "log_number", "key", "log_kind")
