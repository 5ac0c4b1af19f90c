"""A change of school: what leaves the case nowhere, and what goes out of sight at the receiver."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases import drafting
from cases.models import CaseConcern, CaseDraft
from common.errors import ActionError
from concerns.models import Concern
from pupils.models import Pupil
from tests.cases.sheets import page
from tests.cases.test_changing import CONSENT, change, taken_back
from tests.clock import TODAY
from tests.factories.cases import CaseDraftFactory, CaseFactory, InvolvementFactory
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def row(fjellet):
    """The one exposed, with somebody else in the case."""
    case = CaseFactory(unit=fjellet.school)
    InvolvementFactory(
        case=case, role="violating", pupil__unit=fjellet.school, pupil__name="Jonas Berg"
    )
    return InvolvementFactory(
        case=case, pupil__unit=fjellet.school, pupil__name="Sárá Nilsen",
        pupil__born_on=date(2014, 5, 2),
    )  # fmt: skip


@pytest.mark.parametrize(
    "named",
    [
        {"reason": "Fordi Jonas Berg slo."}, {"reason": "Fordi Jonas slo."},
        {"ground_by": "Jonas Bergs mor"}, {"what": "Jonas’ søster"}, {"what": "Bergs søster"},
        {"what": "Jon\u200das"}, {"what": "Jon\u200bas"},
    ],
)  # fmt: skip
def test_change_school_refused_by_state_of_another_child_anywhere(fjellet, strand, row, named):
    with pytest.raises(ActionError, match="Another child of the case is named"):
        change(row, strand.school, fjellet.principal, **CONSENT | named)
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("other", ["reason", "place", "ground_by", "ground_on", "pupil"])
def test_change_school_refused_by_state_of_a_sheet_that_says_something_else(
    fjellet, strand, row, other
):
    token = uuid.uuid4()
    first = change(row, strand.school, fjellet.principal, token=token, **CONSENT)
    again, unit, sent = row, strand.school, {**CONSENT}
    if other == "place":
        unit = strand.kindergarten
    elif other == "pupil":
        again = InvolvementFactory(
            case=row.case, pupil__unit=fjellet.school, pupil__name=row.pupil.name,
            pupil__born_on=row.pupil.born_on,
        )  # fmt: skip
    else:
        sent[other] = {"ground_on": TODAY - timedelta(days=1)}.get(other, "Noe annet.")
    with pytest.raises(ActionError, match="This form was already used"):
        change(again, unit, fjellet.principal, token=token, **sent)
    assert CaseConcern.objects.get() == first


def test_take_back_change_of_school_takes_the_draft_there_out_of_sight(fjellet, row, signed_in):
    told = change(row, fjellet.other_school, fjellet.principal)
    client = signed_in(fjellet.other_principal)
    begin = f"{reverse('cases:new')}?concern={told.concern_id}"
    first = client.get(begin)["Location"]
    steps = [first.removesuffix("1/") + f"{step}/" for step in (1, 2, 3)]
    assert "Hun har stått alene" in "".join(page(client.get(step)) for step in steps)
    own = CaseDraftFactory(unit=fjellet.other_school, person=fjellet.other_principal)
    taken_back(told, fjellet.principal)
    for step in steps:
        assert "Hun har stått alene" not in page(client.get(step, follow=True))
    # Each wall by itself: the database's, and the question's.
    with acting(fjellet.other_principal, TODAY) as there:
        assert list(CaseDraft.objects.all()) == [own]
    assert list(CaseDraft.objects.visible_to(there)) == [own]
    assert client.get(begin).status_code == 404


def test_nothing_is_shown_there_of_one_who_has_protected_identity_by_now(
    fjellet, strand, row, signed_in
):
    sent = CONSENT | {"what": "Sárá er alene."}
    told = change(row, strand.school, fjellet.principal, **sent)
    address = told.concern.get_absolute_url()
    client = signed_in(strand.principal)
    assert "Sárá Nilsen" in page(client.get(address))
    Pupil.objects.update(protected=True)
    said = page(client.get(address))
    assert "A pupil with protected identity" in said
    assert "Talk with the other place." in said
    begun = client.get(f"{reverse('cases:new')}?concern={told.concern_id}")["Location"]
    second = begun.removesuffix("1/") + "2/"
    for shown in (said, page(client.get(begun)), page(client.get(second))):
        assert "Sárá" not in shown
        assert "Klassemøte" not in shown
    fields = drafting.fields_from(Concern.objects.get(), lists_pupils=False)
    assert fields["described"] == ["A pupil with protected identity"]
