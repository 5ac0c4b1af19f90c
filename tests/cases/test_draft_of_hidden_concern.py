"""A sheet that was filled in from a concern which has gone out of the writer's sight since."""

import pytest

from cases import actions
from cases.models import CaseDraft
from concerns.models import Concern
from tests.attacks.browsers import browser
from tests.cases.holding import WHY, do
from tests.concerns.acts import reported
from tests.concerns.sheets import text
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.usefixtures("english")

SAID = "This concern has been taken on already."
STEPS = [
    {
        "version": "0", "described": "en elev", "role": "exposed", "source": "staff",
        "known_on": "20.11.2026", "known_time": "10.00", "raised": "no", "then": "next",
    },
    {"version": "1", "kinds": "exclusion", "what_happened": "Noe.", "then": "next"},
    {
        "version": "2", "serious": "no", "about": "nobody", "help_wanted": "not_said",
        "then": "next",
    },
]  # fmt: skip


@pytest.fixture(params=["hidden", "answered"])
def begun(request, fjellet, monday):
    """The sheet of the principal; the concern is then added to a case that is closed to the
    principal, or to one like any other. What follows must be the same."""
    type(fjellet.principal).objects.update(language="en")
    concern = reported(fjellet.school, fjellet.teacher)
    hand = browser(fjellet.principal)
    address = hand.get(f"/cases/new/?concern={concern.pk}")["Location"]
    case = CaseFactory(unit=fjellet.school)
    do(actions.add_concern, fjellet.deputy, case=case, concern=concern)
    if request.param == "hidden":
        do(actions.exclude_person, fjellet.deputy, case=case, person=fjellet.principal, reason=WHY)
    return hand, address.rsplit("/", 2)[0]


def test_it_can_be_read_and_is_refused_in_words(begun):
    hand, address = begun
    answers = [hand.post(f"{address}/{number}/", fields) for number, fields in enumerate(STEPS, 1)]
    assert [answer.status_code for answer in answers] == [302, 302, 200]
    assert SAID in text(answers[-1])
    assert [hand.get(f"{address}/{number}/").status_code for number in (1, 2, 3)] == [200] * 3
    assert Concern.objects.get().state == "taken_on"
    assert CaseDraft.objects.exists()


def test_it_is_not_put_into_a_case(begun, fjellet):
    hand, address = begun
    mine = CaseFactory(unit=fjellet.school)
    answer = hand.post(
        f"{address}/put/{mine.pk}/", {"kind": "note", "happened_on": "20.11.2026", "text": "Noe."}
    )
    assert answer.status_code == 200
    assert SAID in text(answer)
    assert not mine.entries.exists()
