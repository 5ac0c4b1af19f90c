"""What reaches PPT against the will of whoever opened it, and who is told that there is a case."""

import uuid

import pytest

from cases.models import PptOpening
from cases.notices import PptAlerted
from cases.rules import names_standing
from common.errors import ActionError
from organisations.roles import Role
from tests.cases.opened import PROBLEM, case_at, opening, withdraw
from tests.clock import TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.notifications import MessageFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.pupils import GuardianFactory, PupilAccessFactory
from tests.plugin_database import as_worker
from tests.ppt.asking import ask, measure_at
from tests.ppt.asking import withdraw as take_back

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def case(fjellet):
    return case_at(fjellet)


def protected_in(case, name="Vernet Elv"):
    row = InvolvementFactory(
        case=case, pupil__unit=case.unit, pupil__name=name, pupil__protected=True
    )
    return row.pupil


def test_a_leader_who_is_not_told_who_is_protected_opens_no_text(fjellet, case):
    """The name stood in a plan from before the protection. The database hid the pupil from the
    leader, and so the name was not looked for, and went to PPT."""
    protected_in(case)
    for part in ("problem", "tried", "names"):
        with pytest.raises(ActionError, match="you are not told who it is"):
            opening(case, fjellet.principal, content={part: "Vernet er redd."}, names_needed=True)
    assert not PptOpening.objects.exists()
    assert opening(case, fjellet.principal, content={"place": "Fjellet skole", "curve": []})


@pytest.mark.parametrize("said", ["vernet er redd", "Moren, marit dahl, ringte.", "@vernetelv"])
def test_a_protected_pupil_is_named_in_no_letters_and_by_no_guardian(fjellet, case, said):
    """A name in small letters, in one word, and the name of the mother passed."""
    pupil = protected_in(case)
    GuardianFactory(pupil=pupil, name="Marit Dahl")
    PupilAccessFactory(pupil=pupil, person=fjellet.principal)
    with pytest.raises(ActionError, match="protected identity"):
        opening(case, fjellet.principal, content={"problem": said}, no_names=True)
    assert opening(case, fjellet.principal, content=PROBLEM)


@pytest.mark.parametrize(
    "content",
    [
        {"names": "Sara", "problem": "Sárá er alene."},
        {"problem": "SÁRÁ er alene."},
        {"tried": "Samtale med nilsens mor"},
        {"problem": "A\u030ashild-marie er alene."},
        {"problem": "Åshildmaries venn er alene."},
        {"problem": "Moren, Marit Dahl, ringte."},
    ],
)
def test_who_is_protected_later_is_named_in_no_part(fjellet, case, content, signed_in):
    """Only the part with names was looked at, letter by letter."""
    pupil = case.involvements.get(pupil__name="Sárá Nilsen").pupil
    GuardianFactory(pupil=pupil, name="Marit Dahl")
    name = "Åshild-Marie Å. de Vik"
    other = InvolvementFactory(case=case, pupil__unit=case.unit, pupil__name=name)
    PptOpeningFactory(case=case, content=content)
    hand, path = signed_in(fjellet.ppt_adviser), f"/ppt/{case.alert_id}/"
    words = ("alene", "Samtale", "Marit")
    assert any(word in shown(hand, path) for word in words)
    for one in (pupil, other.pupil):
        type(pupil).objects.filter(pk=one.pk).update(protected=True)
    page = shown(hand, path)
    assert "It is not open any more." in page
    assert not any(word in page for word in words)


def test_words_that_are_no_name_of_the_protected_one_stay_open(fjellet, case, signed_in):
    protected_in(case, "Ola Å. N. de Vries")
    text = "De er ni i klassen, og å gå er langt. Olav er nabo. Nr. 4 n."
    PptOpeningFactory(case=case, content={"problem": text})
    assert "Olav er nabo." in shown(signed_in(fjellet.ppt_adviser), f"/ppt/{case.alert_id}/")
    assert names_standing({"problem": text}, ["Ola Å. N. de Vries"]) == []


def shown(hand, path):
    response = hand.get(path)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    return response.content.decode()


@pytest.mark.parametrize(
    "other",
    [
        {"content": PROBLEM},
        {"content": PROBLEM | {"names": "Sárá"}},
        {"until": TODAY},
        {"ground": "consent", "consent_from": "Mor", "consent_on": TODAY, "consent_scope": "Alt."},
    ],
)
def test_one_sheet_does_not_say_that_something_else_is_opened(fjellet, case, other):
    """Back in the browser, a part taken out, sent again: "PPT sees what you chose, and nothing
    else" was said, and PPT saw what was opened first."""
    first = {"content": PROBLEM | {"names": "Sárá Nilsen"}, "names_needed": True}
    token = uuid.uuid4()
    opening(case, fjellet.principal, token=token, **first)
    with pytest.raises(ActionError, match="already used"):
        opening(case, fjellet.principal, token=token, **first | other)


def test_a_sheet_of_what_was_withdrawn_opens_nothing_and_says_so(fjellet, case):
    token = uuid.uuid4()
    withdraw(opening(case, fjellet.principal, token=token), fjellet.principal)
    with pytest.raises(ActionError, match="already used"):
        opening(case, fjellet.principal, token=token)


def test_one_sheet_asks_ppt_to_take_on_one_thing(fjellet):
    """Chosen otherwise and sent again, or sent again after it was taken back: "PPT is asked" was
    said, and PPT was asked something else, or nothing."""
    measure, token = measure_at(fjellet), uuid.uuid4()
    row = ask(measure, fjellet.principal, token=token)
    assert ask(measure, fjellet.principal, token=token) == row
    for other in ({"part": "deputy"}, {"ground": "consent"}):
        with pytest.raises(ActionError, match="already used"):
            ask(measure, fjellet.principal, token=token, **other)
    take_back(row, fjellet.principal)
    with pytest.raises(ActionError, match="already used"):
        ask(measure, fjellet.principal, token=token)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("skrev til jonasberg09", [("Jonas Berg", False)]),
        ("Jonas_Berg skrev", [("Jonas Berg", True)]),
        ("Jonas\u200bBerg skrev", [("Jonas Berg", False)]),
        ("Annelise gråt", [("Anne-Lise Bø", True)]),
        ("Anne Lise gråt", [("Anne-Lise Bø", True)]),
        ("annelises mor", [("Anne-Lise Bø", False)]),
        ("Per\u02bcs mor, og pеr", [("Per Li", True)]),
        ("det er superlig", []),
        ("jonasbergene", [("Jonas Berg", False)]),
    ],
)
def test_a_name_in_one_word_is_pointed_out(text, found):
    """As somebody is called in an app, and a double name written together."""
    known = ["Jonas Berg", "Anne-Lise Bø", "Per Li"]
    standing = names_standing({"problem": text}, known)
    assert [(one.name, one.surely) for one in standing] == sorted(found)


def test_no_letter_says_that_there_is_an_alert_past_the_leaders(fjellet):
    """No office serves the unit, and the case passes its leaders by. To the owner's adviser who
    leads there too the list was empty; but an e-mail came."""
    case = CaseFactory(
        unit=fjellet.school, held_by=fjellet.owner, is_about_staff=True, is_about_leader=True
    )
    both, one = fjellet.principal, fjellet.owner_adviser
    MembershipFactory(person=both, organisation=fjellet.owner, role=Role.OWNER_ADVISER)
    letters = [MessageFactory(person=person, thing_id=case.alert_id) for person in (both, one)]
    with as_worker():
        found = [PptAlerted().may_receive(letter, TODAY) for letter in letters]
    assert found == [False, True]
