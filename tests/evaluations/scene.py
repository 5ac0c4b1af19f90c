"""A case with one exposed pupil, a plan, and a measure that is due to be evaluated today. The pupil
is heard and has a trusted adult, and somebody at home is told, so that nothing else is asked."""

from dataclasses import dataclass
from datetime import timedelta

from cases.models import Case, Involvement
from measures.models import Measure
from tests.clock import TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.voices import GuardianContactFactory, HearingFactory, TrustedAdultFactory


@dataclass
class Scene:
    case: Case
    pupil: Involvement
    measure: Measure


def scene(place, *, about=True, **measure):
    case = CaseFactory(unit=place.school, state="follow_up")
    pupil = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    HearingFactory(involvement=pupil)
    GuardianContactFactory(involvement=pupil, guardian=None, who="mor")
    later = TODAY + timedelta(weeks=2)
    TrustedAdultFactory(involvement=pupil, adult=place.deputy, talk_on=later)
    plan = PlanFactory(case=case, about=pupil if about else None)
    given = {"running": True, "evaluate_on": TODAY, "responsible": place.teacher} | measure
    return Scene(case, pupil, MeasureFactory(plan=plan, title="Trygg voksen", **given))
