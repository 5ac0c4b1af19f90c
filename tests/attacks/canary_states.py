"""Things as they stand late in their lives, of which the world has none: what is written only then
is written here. Each with any words; the canary takes their place."""

from tests.clock import NOW, TODAY
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import InvolvementFactory
from tests.factories.concerns import ConcernFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.ppt import MeasureRequestFactory
from tests.factories.voices import GuardianContactFactory, HearingFactory


def put_into(built):
    here, case, measure = built.here, built.things["case"], built.things["measure"]
    by = here.principal
    told = {"unit": here.school, "owner": here.owner, "reporter": here.teacher}
    InvolvementFactory(case=case, pupil=None, described="noen", elsewhere="en annen skole")
    seen = {"involvement": InvolvementFactory(case=case, pupil__unit=here.school), "written_by": by}
    HearingFactory(**seen, declining=True, rather_with="helsesykepleier")
    HearingFactory(**seen, explained=True)
    GuardianContactFactory(**seen, guardian=None, who="mor")
    LegalHoldFactory(case=case, set_by=by, ended_at=NOW, ended_by=by, ended_reason="Over.")
    PptOpeningFactory(case=case, opened_by=by, agreed=True, withdrawn=True)
    MeasureRequestFactory(
        measure=measure, asked_by=by, ended_at=NOW, ending="declined", ended_by=here.ppt_adviser,
        answer="Ikke nå.",
    )  # fmt: skip
    ConcernFactory(**told, answered=True)
    ConcernFactory(**told, sent_on=True)
    ConcernFactory(
        **told, change=True, from_unit=here.other_school, ground="consent", ground_on=TODAY,
        ground_by="mor",
    )  # fmt: skip
