"""What the matrix looks at: two municipalities, and in the first one of each thing.

Every text that belongs to the case holds the same marker, so that one look at a page tells
whether anything of it came through.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Person
from organisations.models import Membership, SchoolYear
from organisations.roles import Role
from tests.cast import Place, settle
from tests.factories.audit import EventFactory, ReadingFactory
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
    StateReasonFactory,
)
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import (
    MeasureFactory,
    PlanFactory,
    PlanVersionFactory,
    SuccessionFactory,
)
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import member
from tests.factories.pupils import GuardianFactory, PlacementFactory

MARKER = "HEMMELIG"
# The pupil is on the list of his or her unit, also for those who are kept out of the case.
PUPIL_MARKER = "ELEVNAVN"


@dataclass
class World:
    """``here`` has the case; ``there`` does the same work elsewhere."""

    here: Place
    there: Place
    viewers: dict[str, Person | None] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def build() -> World:
    here, there = settle("Fjellet"), settle("Strand")
    world = World(here, there)
    _case(world)
    _viewers(world)
    return world


def _case(world: World) -> None:
    here, now = world.here, timezone.now()
    case = CaseFactory(
        unit=here.school,
        alert__office=here.office,
        what_happened=f"{MARKER} hendelse",
        reference="26-HMLG",
        told_at=now,
        known_at=now - timedelta(days=3),
        created_by=here.principal,
    )
    world.things = {"case": case, "alert": case.alert, "period": _period(here.owner, now)}
    world.things |= _parts(case, here, timezone.localdate(), now)


def _parts(case, here, today, now):
    involved = InvolvementFactory(case=case, pupil__name=PUPIL_MARKER, starts_on=today)
    plan = PlanFactory(case=case, about=involved, problem=f"{MARKER} problem")
    measure = MeasureFactory(
        plan=plan,
        title=f"{MARKER} tiltak",
        why=f"{MARKER} derfor",
        responsible=here.teacher,
        state="running",
        starts_on=today - timedelta(days=7),
        evaluate_on=today,
    )
    planned = MeasureFactory(
        plan=plan, title=f"{MARKER} neste", responsible=here.teacher, starts_on=today
    )
    _around(case, involved.pupil, measure, planned, here)
    return {
        "plan": plan,
        "measure": measure,
        "planned": planned,
        "involvement": involved,
        "entry": EntryFactory(case=case, text=f"{MARKER} logg", written_by=here.principal),
        "version": PlanVersionFactory(plan=plan, best_interests=f"{MARKER} beste"),
        "safety": SafetyAnswerFactory(involvement=involved, day=today - timedelta(days=1)),
        "evaluation": EvaluationFactory(
            measure=measure, due_on=today - timedelta(days=7), note=f"{MARKER} note"
        ),
        "message": MessageFactory(
            person=here.teacher,
            channel="inbox",
            state="sent",
            sent_at=now,
            kind="evaluations.EvaluationDue",
            thing_id=measure.pk,
            case_id=case.pk,
            due_on=today,
        ),
    }


def _period(owner, now):
    year = SchoolYear.objects.create(organisation=owner, kind="school", starts=2026, changed_at=now)
    return year.periods.create(
        starts=2026, kind="break", first_day="2026-09-28", last_day="2026-10-02"
    )


def _around(case, pupil, measure, planned, here):
    """So that no walled table is empty: an empty one proves nothing."""
    placement = PlacementFactory(pupil=pupil, group__unit=here.school)
    placement.group.contact_teachers.add(here.other_teacher)
    GuardianFactory(pupil=pupil)
    SuccessionFactory(measure=planned, predecessor=measure)
    StateReasonFactory(case=case)
    EventFactory(target_id=case.pk)
    ReadingFactory(case_id=case.pk)


def _viewers(world: World) -> None:
    here, there, case = world.here, world.there, world.things["case"]
    excluded = member(Role.DEPUTY, here.school)
    CaseAccessFactory(case=case, person=excluded)
    excluded_teacher = member(Role.STAFF, here.school)
    CaseAccessFactory(case=case, person=excluded_teacher)
    granted = member(Role.OWNER_ADVISER, here.owner)
    CaseAccessFactory(case=case, person=granted, kind="granted")
    former = member(Role.PRINCIPAL, here.school)
    Membership.objects.filter(person=former).update(ends_on="2025-06-30")
    world.viewers = {
        name: getattr(here, name)
        for name in (
            "principal",
            "deputy",
            "case_worker",
            "teacher",
            "other_teacher",
            "school_administrator",
            "other_principal",
            "head",
            "ppt_adviser",
            "ppt_leader",
            "owner_adviser",
            "owner_administrator",
            "data_protection_officer",
        )
    } | {
        "excluded": excluded,
        "excluded_teacher": excluded_teacher,
        "granted": granted,
        "former": former,
        "stranger": there.principal,
        "strange_teacher": there.teacher,
        "strange_ppt": there.ppt_adviser,
        "strange_owner": there.owner_administrator,
    }
