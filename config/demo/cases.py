"""Cases in different states, played out over the last weeks by the people of the municipality."""

import uuid
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.scope import entered
from cases import actions as cases
from cases.models import Case, PptAlert
from config.demo.places import Municipality
from evaluations.actions import record_evaluation
from measures import actions as measures
from organisations.calendars import calendar_for
from ppt.actions import receive_alert

OSLO = ZoneInfo("Europe/Oslo")


class Story:
    """Plays what people of one unit did, each act on its own day."""

    def __init__(self, made: Municipality, unit: str, leader: str, weeks_ago: int):
        self.made = made
        self.unit = made.places[unit]
        self.pupils = made.pupils[unit]
        self.leader = leader
        self.calendar = calendar_for(self.unit)
        self.day = self.calendar.add_open_days(made.today, -5 * weeks_ago).date
        self.case: Case
        self.acts = 0

    @contextmanager
    def by(self, who: str, hour: int = 10):
        """The person acts on the story's day, at this hour; never in the future."""
        # A minute apart, so that the log stands in the order in which it was done.
        self.acts += 1
        now = datetime.combine(self.day, time(hour, self.acts % 60), OSLO)
        person = self.made.people[who]
        with entered(person, self.day):
            yield {"by": person, "now": min(now, self.made.now)}

    def wait(self, open_days: int) -> None:
        """Go on so many open days, but not past today."""
        self.day = min(self.calendar.add_open_days(self.day, open_days).date, self.made.today)

    def open(self, *, pupils, text: str, kinds, source="pupil", serious_reason="", **more):
        with self.by(self.leader) as act:
            self.case = cases.open_case(
                unit=self.unit,
                token=uuid.uuid4(),
                pupils=[self.pupils[number] for number in pupils],
                described=more.pop("described", []),
                source=source,
                known_at=act["now"] - timedelta(hours=2),
                raised_at=None,
                what_happened=text,
                kinds=kinds,
                places=more.pop("places", ["break"]),
                serious=bool(serious_reason),
                serious_reason=serious_reason,
                help_wanted=more.pop("help_wanted", PptAlert.Help.NOT_SAID),
                **act,
            )

    def write(self, kind: str, text: str, who: str = "") -> None:
        with self.by(who or self.leader, hour=12) as act:
            cases.write_entry(
                case=self.case,
                token=uuid.uuid4(),
                kind=kind,
                happened_on=self.day,
                text=text,
                **act,
            )

    def change(self, action, **more) -> None:
        with self.by(self.leader, hour=13) as act:
            action(case=self.case, **more, **act)

    def received_by_ppt(self) -> None:
        with self.by("ppt", hour=14) as act:
            receive_alert(alert=PptAlert.objects.get(pk=self.case.alert_id), **act)

    def plan(self, problem: str, goal: str, together: str, about=None):
        """From here on this plan is written on: for the first one exposed, or another."""
        with self.by(self.leader, hour=11) as act:
            about = about or self.case.involvements.filter(role="exposed").first()
            self.plan_made = measures.start_plan(case=self.case, about=about, **act)
            self.plan_made = measures.write_plan(
                plan=self.plan_made,
                revision=self.plan_made.revision,
                problem=problem,
                goal=goal,
                together=together,
                **act,
            )

    def measure(self, title: str, *, who: str, start: date, groups, level="individual", **more):
        with self.by(self.leader, hour=11) as act:
            return measures.add_measure(
                plan=self.plan_made,
                token=uuid.uuid4(),
                title=title,
                how=more.pop("how"),
                why=more.pop("why"),
                target_groups=groups,
                level=level,
                responsible=self.made.people[who],
                starts_on=start,
                **more,
                **act,
            )

    def complete(self, best_interests: str, *, reason: str = "", **set_aside: str) -> None:
        """``set_aside``: why there is no measure, for each group without one."""
        with self.by(self.leader, hour=12) as act:
            measures.complete_plan(
                plan=self.plan_made,
                best_interests=best_interests,
                reason=reason,
                set_aside=set_aside,
                **act,
            )

    def start(self, measure) -> None:
        with self.by(self.leader, hour=12) as act:
            measures.start_measure(measure=measure, **act)

    def evaluate(self, measure, who: str, *, safety, effect: str, then="continue", note="") -> bool:
        """Record the evaluation that is due, on its day; False when that day has not come."""
        with self.by(who, hour=14) as act:
            due = type(measure).objects.get(pk=measure.pk).evaluate_on
        if due is None or due >= self.made.today:
            return False
        self.day = due
        with self.by(who, hour=14) as act:
            concerned = self.case.involvements.filter(role="exposed", pupil__isnull=False).first()
            record_evaluation(
                measure=measure,
                due_on=due,
                safety=(concerned, safety, "", "pupil") if concerned else None,
                effect=effect,
                next=then,
                note=note,
                **act,
            )
        return True
