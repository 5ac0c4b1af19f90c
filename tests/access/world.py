"""What the matrix looks at: two municipalities, and in the first one of each thing.

Every text that belongs to the case holds the same marker, so that one look at a page tells
whether anything of it came through.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Person
from organisations.models import SchoolYear
from tests.access import (
    answers,
    calendars,
    carried_out,
    changing,
    desk,
    handovers,
    lists,
    opened,
    opening,
    planning,
    rounds,
    shared,
    viewers,
)
from tests.cast import Place, settle
from tests.factories.audit import EventFactory, ReadingFactory
from tests.factories.authorities import (
    CountyCaseFactory,
    LegalHoldFactory,
    LetterFactory,
    OrderedActFactory,
)
from tests.factories.cases import (
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
    StateReasonFactory,
)
from tests.factories.digital import AttachmentFactory, EvidenceFactory, PhoneLogFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import (
    MeasureFactory,
    OwnMeasureFactory,
    PlanFactory,
    PlanVersionFactory,
    SuccessionFactory,
)
from tests.factories.notifications import MessageFactory, PreferenceFactory
from tests.factories.owner import OwnerNoticeFactory, StaffConcernedFactory
from tests.factories.pupils import PupilAccessFactory, PupilFactory
from tests.factories.voices import (
    BestInterestsFactory,
    GuardianContactFactory,
    HearingFactory,
    InvestigationFactory,
    TrustedAdultFactory,
)

MARKER = "HEMMELIG"
# A pupil whose identity is protected, open to the principal and the deputy by name.
HIDDEN_MARKER = "VERNETNAVN"
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
    case = world.things["case"]
    world.viewers, about_them = viewers.of_case(case, here, there, MARKER)
    world.things |= about_them
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
    world.things |= {"role": here.deputy.memberships.get()} | _hidden(here)
    world.things |= _parts(case, here, timezone.localdate(), now)
    own = OwnMeasureFactory(owner=here.owner, written_by=here.owner_administrator)
    world.things["own_measure"] = own
    world.things["concern"] = opening.told(case, here.teacher, now, MARKER)
    world.things["draft"] = opening.draft(here, now, MARKER)


def _hidden(here):
    hidden = PupilFactory(unit=here.school, name=HIDDEN_MARKER, protected=True)
    PupilAccessFactory(pupil=hidden, person=here.deputy)
    return {"hidden": hidden, "named": PupilAccessFactory(pupil=hidden, person=here.principal)}


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
    _around(case, measure, planned)
    file = AttachmentFactory(case=case, title=f"{MARKER} fil", source=f"{MARKER} hjem")
    EvidenceFactory(case=case, attachment=file, described=f"{MARKER} bilde")
    things = _voices(involved, here, today) | lists.things(involved.pupil, here, now, PUPIL_MARKER)
    things |= _for_owner(case, now)
    things |= _with_county(case, today) | _of_lists(plan, involved, here, now)
    return things | {
        "pupil": involved.pupil,
        "file": file,
        "phone": PhoneLogFactory(involvement=involved, ground=f"{MARKER} telefon"),
        "plan": plan,
        "measure": measure,
        "planned": planned,
        "ppt_request": desk.asked(planned, here, now, MARKER),
        "involvement": involved,
        "entry": EntryFactory(case=case, text=f"{MARKER} logg", written_by=here.principal),
        "version": PlanVersionFactory(plan=plan, best_interests=f"{MARKER} beste"),
        "safety": SafetyAnswerFactory(involvement=involved, day=today - timedelta(days=1)),
        "evaluation": EvaluationFactory(
            measure=measure, due_on=today - timedelta(days=7), note=f"{MARKER} note"
        ),
        "message": _message(measure, here.teacher, today, now),
    }


def _of_lists(plan, involved, here, now):
    """What the lists beside the table make themselves."""
    case, today = plan.case, timezone.localdate(now)
    return {
        **planning.things(plan, MARKER),
        **answers.things(plan, here, today, MARKER),
        **calendars.things(here),
        **changing.things(involved, here, now, MARKER),
        **carried_out.things(plan, involved, here, today, MARKER),
        **desk.things(case, here, now, MARKER),
        **handovers.things(case, here, today, now, MARKER),
        **opened.things(case, here, now, MARKER),
        **rounds.things(case, here, today, now, MARKER),
        **shared.things(plan, here, today, MARKER, PUPIL_MARKER),
    }


def _for_owner(case, now):
    return {
        "notice": OwnerNoticeFactory(case=case, reason=f"{MARKER} alvorlig", told_at=now),
        "staff": StaffConcernedFactory(case=case, described=f"{MARKER} vikar", noted_at=now),
    }


def _message(measure, person, today, now):
    PreferenceFactory(person=person)
    return MessageFactory(
        person=person,
        channel="inbox",
        state="sent",
        sent_at=now,
        kind="evaluations.EvaluationDue",
        thing_id=measure.pk,
        case_id=measure.case_id,
        due_on=today,
    )


def _voices(involved, here, today):
    case = involved.case
    HearingFactory(involvement=involved, own_words=f"{MARKER} ord")
    GuardianContactFactory(involvement=involved, told=f"{MARKER} fortalt")
    BestInterestsFactory(case=case, text=f"{MARKER} vurdert")
    InvestigationFactory(case=case, showed=f"{MARKER} undersøkt")
    trusted = TrustedAdultFactory(
        involvement=involved, adult=here.teacher, starts_on=today, talk_on=today
    )
    return {"trusted": trusted}


def _with_county(case, today):
    """The county governor has it, and has ordered something: that is the owner's to read too."""
    county = CountyCaseFactory(
        case=case, opened_on=today, decided_on=today, decision=f"{MARKER} vedtak"
    )
    LetterFactory(county_case=county, dated_on=today, about=f"{MARKER} brev")
    hold = LegalHoldFactory(case=case, reason=f"{MARKER} sperre")
    act = OrderedActFactory(county_case=county, act="Flere voksne ute.", due_on=today)
    return {"county": county, "act": act, "hold": hold}


def _period(owner, now):
    year = SchoolYear.objects.create(organisation=owner, kind="school", starts=2026, changed_at=now)
    return year.periods.create(
        starts=2026, kind="break", first_day="2026-09-28", last_day="2026-10-02"
    )


def _around(case, measure, planned):
    """So that no walled table is empty: an empty one proves nothing."""
    SuccessionFactory(measure=planned, predecessor=measure)
    StateReasonFactory(case=case)
    EventFactory(target_id=case.pk)
    ReadingFactory(case_id=case.pk)
