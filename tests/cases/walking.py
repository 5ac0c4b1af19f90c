"""What somebody may try with a case, in any order, and what must hold afterwards."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Person
from audit.models import Event
from cases import actions, rules
from cases.models import Case, Entry, Involvement, OwnerNotice, StateReason
from cases.safety import all_say_safe, somebody_is_unsafe
from common.errors import ActionError
from measures.actions import stop_measure
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.scope import acting

State = Case.State
WORDS = "Det er skrevet noe her."


@dataclass
class Walk:
    """One case and its pupil; each move by somebody, some days after the one before."""

    place: Any
    case: Case
    pupil: Involvement
    now: datetime
    taken: list[str] = field(default_factory=list)
    entries: dict[uuid.UUID, str] = field(default_factory=dict)

    def move(self, name: str, by: Person, days: int, value: int, told: bool) -> None:
        """Try it; a refusal changes nothing."""
        self.now += timedelta(days=days)
        before = self.look()
        try:
            with acting(by, timezone.localdate(self.now)):
                getattr(self, name)({"by": by, "now": self.now}, value, WORDS if told else "")
            self.taken.append(name)
        except (ActionError, PermissionDenied):
            assert self.look() == before
        self.check(before)

    def look(self):
        """All that a refused move must leave as it was."""
        case = Case.objects.with_labels().get(pk=self.case.pk)
        return {
            "case": {key: value for key, value in vars(case).items() if key != "_state"},
            "events": Event.objects.filter(case_id=case.pk).count(),
            "entries": dict(Entry.objects.filter(case=case).values_list("pk", "text")),
            "reasons": StateReason.objects.filter(case=case).count(),
            "notices": OwnerNotice.objects.filter(case=case).count(),
            "unsafe": somebody_is_unsafe(case),
            "safe": all_say_safe(case, by_observation=False),
        }

    # ------------------------------------------------------------ what may be tried
    def investigate(self, act, value, text):
        actions.investigate_case(case=self.case, **act)

    def follow_up(self, act, value, text):
        actions.follow_up_case(case=self.case, **act)

    def monitor(self, act, value, text):
        actions.monitor_case(case=self.case, reason=text, **act)

    def close(self, act, value, text):
        actions.close_case(
            case=self.case, token=uuid.uuid4(), reason=WORDS, best_interests=WORDS,
            professional_help="gets", early_reason=text, unsafe_reason=text, **act,
        )  # fmt: skip

    def reopen(self, act, value, text):
        actions.reopen_case(case=self.case, reason=WORDS, **act)

    def void(self, act, value, text):
        actions.void_case(case=self.case, reason=text, **act)

    def hold(self, act, value, text):
        actions.set_hold(case=self.case, reason=WORDS, **act)

    def end_hold(self, act, value, text):
        # The one that stands, or else one that has been ended.
        hold = self.case.legal_holds.order_by("-ended_at").first()
        if hold is None:
            raise ActionError("There is no hold to end.")
        actions.end_hold(hold=hold, reason=WORDS, **act)

    def extend(self, act, value, text):
        until = timezone.localdate(self.now) + timedelta(days=40 * value)
        actions.extend_follow_up(case=self.case, until=until, reason=text, **act)

    def answer(self, act, value, text):
        asked = {"value": value} if text else {"missing": "declined"}
        who = "adult" if value == 3 else "pupil"
        actions.record_safety(
            case=self.case, involvement=self.pupil, day=timezone.localdate(self.now),
            answered_by=who, **asked, **act,
        )  # fmt: skip

    def look_after(self, act, value, text):
        actions.record_look(
            case=self.case, token=uuid.uuid4(), happened_on=timezone.localdate(self.now),
            text=text, answers=[(self.pupil, value, "", "pupil")], **act,
        )  # fmt: skip

    def write(self, act, value, text):
        actions.write_entry(
            case=self.case, token=uuid.uuid4(), kind="note", text=text,
            happened_on=timezone.localdate(self.now), **act,
        )  # fmt: skip

    def take_back(self, act, value, text):
        entry = Entry.objects.filter(case=self.case).order_by("number").last()
        if entry is not None:
            actions.withdraw_entry(entry=entry, reason=text, **act)

    def showed(self, act, value, text):
        standing = self.case.investigations.standing()
        actions.write_investigation(
            case=self.case, token=uuid.uuid4(), methods=["talks"], showed=f"{text} {self.now}",
            seen=standing and standing.pk, **act,
        )  # fmt: skip

    def to_county(self, act, value, text):
        actions.open_county_case(
            case=self.case, token=uuid.uuid4(), opened_on=timezone.localdate(self.now), **act
        )

    def from_county(self, act, value, text):
        county = self.case.county_cases.current().first()
        if county is not None:
            day = timezone.localdate(self.now)
            actions.end_county_case(county_case=county, ended_on=day, **act)

    def stop(self, act, value, text):
        measure = self.case.measures.unfinished().first()
        if measure is not None:
            stop_measure(measure=measure, reason=WORDS, **act)

    def measure(self):
        """A measure runs: put there by hand, as plans have tests of their own."""
        if Case.objects.get(pk=self.case.pk).is_open:
            plan = self.case.plans.first() or PlanFactory(case=self.case)
            MeasureFactory(plan=plan, running=True, responsible=self.place.teacher)

    # ------------------------------------------------------------ what must hold
    def check(self, before):
        after = self.look()
        old, new = before["case"], after["case"]
        assert new["reference"] == old["reference"]
        assert before["entries"].items() <= after["entries"].items()
        assert (new["look_on"] is None) or new["state"] == State.CLOSED
        if new["state"] in rules.ENDED_STATES:
            assert new["ended_reason"]
            assert not self.case.measures.unfinished().exists()
        if new["state"] != old["state"]:
            self.check_step(old, new, before)

    def check_step(self, old, new, before):
        step = rules.transition(old["state"], new["state"])
        assert step is not None
        event = Event.objects.filter(case_id=self.case.pk, data__after=new["state"]).latest(
            "number"
        )
        assert (event.data["before"], event.at) == (old["state"], self.now)
        today = timezone.localdate(self.now)
        if new["state"] in rules.ENDED_STATES:
            assert old["hold_id"] is None
        if (old["state"], new["state"]) == (State.INVESTIGATING, State.MONITORING):
            assert before["safe"]
            assert not before["unsafe"]
        if step.verb == "reopen":
            assert new["plan_due_on"] > today
            assert new["followed_until"] > today
        if new["state"] == State.CLOSED:
            self.check_closing(old, new, before, today)

    def check_closing(self, old, new, before, today):
        event = Event.objects.filter(case_id=self.case.pk, name="case.closed").latest("number")
        reason = StateReason.objects.get(pk=event.data["reason"])
        assert reason.professional_help == "gets"
        assert bool(reason.early_reason) is (today < old["followed_until"])
        assert bool(reason.unsafe_reason) is before["unsafe"]
        told = OwnerNotice.objects.filter(case=self.case, kind="closed_unsafe", told_at=self.now)
        assert told.exists() is before["unsafe"]
        assert new["look_on"] > today
        assert new["review_on"] is None


MOVES = [
    "investigate", "follow_up", "monitor", "monitor", "close", "close", "close", "reopen",
    "reopen", "void", "hold", "end_hold",
    "extend", "answer", "answer", "look_after", "write", "take_back", "showed", "to_county",
    "from_county", "stop",
]  # fmt: skip
