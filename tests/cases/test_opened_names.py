"""Names that stand in what is to be opened to PPT."""

import pytest

from common.errors import ActionError
from tests.cases.opened import CONSENT, case_at, opening
from tests.factories.accounts import PersonFactory
from tests.factories.cases import InvolvementFactory
from tests.factories.owner import StaffConcernedFactory
from tests.factories.pupils import GuardianFactory, PupilAccessFactory

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def case(fjellet):
    return case_at(fjellet)


def guardian(case):
    GuardianFactory(pupil=case.involvements.first().pupil, name="Marit Dahl")


@pytest.mark.parametrize("part", ["problem", "tried"])
@pytest.mark.parametrize("name", ["Jonas", "SÁRÁ", "Nilsens", "Marit", "Vidar Lien"])
def test_open_to_ppt_refused_by_state_of_a_name_in_a_text(fjellet, case, part, name):
    guardian(case)
    StaffConcernedFactory(case=case, person=PersonFactory(name="Vidar Lien"), described="")
    with pytest.raises(ActionError, match="stands under"):
        opening(case, fjellet.principal, content={part: f"Det var {name} som så det."})


def test_open_to_ppt_lets_a_word_pass_that_is_said_to_be_no_name(fjellet, case):
    InvolvementFactory(case=case, pupil__unit=fjellet.school, pupil__name="Liv Moe")
    content = {"problem": "Det tar hele sitt liv. Eleven er redd."}
    with pytest.raises(ActionError, match="say it is no name"):
        opening(case, fjellet.principal, content=content)
    assert opening(case, fjellet.principal, content=content, no_names=True)
    with pytest.raises(ActionError, match="stands under"):
        opening(case, fjellet.principal, content={"problem": "Liv er redd."}, no_names=True)


def test_open_to_ppt_opens_names_only_by_consent_or_a_decision_about_just_that(fjellet, case):
    content = {"names": "Sárá Nilsen", "problem": "Sárá er alene."}
    with pytest.raises(ActionError, match="must know the names"):
        opening(case, fjellet.principal, content=content)
    assert opening(case, fjellet.principal, content=content, names_needed=True)
    assert opening(case, fjellet.principal, content=content, **CONSENT)
    others = content | {"problem": "Sárá er alene, og Jonas slår."}
    with pytest.raises(ActionError, match="Jonas Berg"):
        opening(case, fjellet.principal, content=others, **CONSENT)


@pytest.mark.parametrize("part", ["names", "problem"])
def test_open_to_ppt_refused_by_state_of_a_protected_pupil(fjellet, case, part):
    hidden = InvolvementFactory(
        case=case, pupil__unit=fjellet.school, pupil__name="Vernet Elv", pupil__protected=True
    )
    PupilAccessFactory(pupil=hidden.pupil, person=fjellet.principal)
    with pytest.raises(ActionError, match="protected identity"):
        opening(case, fjellet.principal, content={part: "Vernet Elv"}, names_needed=True)
