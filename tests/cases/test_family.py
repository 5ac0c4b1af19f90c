"""Guardians are told what they may be told; what is best for the child is weighed in words."""

import uuid
from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.actions import record_guardian_contact, write_best_interests
from cases.models import BestInterests, GuardianContact
from common.errors import ActionError
from tests.cases.involving import ENDED
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.pupils import GuardianFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")

EIGHTEEN_TODAY = date(2008, 11, 23)


@pytest.fixture
def row(fjellet):
    return InvolvementFactory(case__unit=fjellet.school)


def guardian(row, information="kept_informed", **more):
    limits = {}
    if information != "kept_informed":
        decider = more.pop("decided_by")
        limits = {
            "information_reason": "Retten har bestemt det.",
            "information_decided_by": decider,
        }
    return GuardianFactory(pupil=row.pupil, information=information, **limits, **more)


def contact(row, by, whom, **more):
    given = {
        "token": uuid.uuid4(), "told_on": TODAY, "how": "telephone", "told": "At vi ser på det.",
    }  # fmt: skip
    with acting(by, TODAY):
        return record_guardian_contact(
            involvement=row, by=by, now=NOW, guardian=whom, **(given | more)
        )


def test_record_guardian_contact_keeps_what_was_told_and_said(fjellet, row):
    whom = guardian(row)
    made = contact(row, fjellet.case_worker, whom, guardian_says="Vil ha et møte.")
    made.refresh_from_db()
    assert (made.guardian, made.told, made.guardian_says, made.how, made.told_on) == (
        whom, "At vi ser på det.", "Vil ha et møte.", "telephone", TODAY,
    )  # fmt: skip
    assert Event.objects.get(name="guardian.contacted").data == {}


def test_record_guardian_contact_on_request_only_when_they_asked(fjellet, row):
    whom = guardian(row, "on_request", decided_by=fjellet.principal)
    with pytest.raises(ActionError, match="on request only"):
        contact(row, fjellet.principal, whom)
    assert contact(row, fjellet.principal, whom, asked_for=True).asked_for


@pytest.mark.parametrize("ticked", [{}, {"asked_for": True, "pupil_agreed": True}])
def test_record_guardian_contact_refused_by_state_of_one_not_to_be_informed(fjellet, row, ticked):
    whom = guardian(row, "refused", decided_by=fjellet.deputy)
    with pytest.raises(ActionError) as refused:
        contact(row, fjellet.principal, whom, **ticked)
    assert fjellet.deputy.name in str(refused.value)
    assert "Retten har bestemt det." in str(refused.value)
    assert not GuardianContact.objects.exists()


def test_record_guardian_contact_of_somebody_of_18_only_when_the_pupil_agrees(fjellet, row):
    whom = guardian(row)
    type(row.pupil).objects.update(born_on=EIGHTEEN_TODAY)
    with pytest.raises(ActionError, match="18 or older"):
        contact(row, fjellet.principal, whom)
    yesterday = TODAY - timedelta(days=1)
    assert not contact(row, fjellet.principal, whom, told_on=yesterday).pupil_agreed
    assert contact(row, fjellet.principal, whom, pupil_agreed=True).pupil_agreed


def test_record_guardian_contact_from_the_same_sheet_is_one(fjellet, row):
    token, whom = uuid.uuid4(), guardian(row)
    assert contact(row, fjellet.principal, whom, token=token) == contact(
        row, fjellet.principal, whom, token=token
    )
    for by, told in ((fjellet.principal, "Noe annet."), (fjellet.deputy, "At vi ser på det.")):
        with pytest.raises(ActionError):
            contact(row, by, whom, token=token, told=told)
    assert GuardianContact.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"told": ""},
        {"told": "x" * 10_001},
        {"told": "a\x00"},
        {"guardian_says": "x" * 10_001},
        {"how": ""},
        {"how": "pigeon"},
        {"told_on": TODAY + timedelta(days=1)},
        {"told_on": date(1999, 1, 1)},
    ],
)
def test_record_guardian_contact_refused_by_state_of_what_is_told(fjellet, row, wrong):
    with pytest.raises(ActionError):
        contact(row, fjellet.principal, guardian(row), **wrong)


def test_record_guardian_contact_refused_by_state_of_another_pupils_guardian(fjellet, strand, row):
    described = InvolvementFactory(case=row.case, pupil=None, described="noen")
    others = [
        (row, GuardianFactory(pupil__unit=fjellet.school)),
        (row, GuardianFactory(pupil__unit=strand.school)),
        (row, GuardianFactory.build(pupil=row.pupil)),
        (described, guardian(row)),
    ]
    for whose, whom in others:
        with pytest.raises(ActionError, match="this pupil’s guardians"):
            contact(whose, fjellet.principal, whom)


def test_record_guardian_contact_refused_by_state_of_a_protected_pupil(fjellet, row):
    whom = guardian(row)
    type(row.pupil).objects.update(protected=True)
    with pytest.raises(ActionError, match="this pupil’s guardians"):
        contact(row, fjellet.principal, whom)


@pytest.mark.parametrize("ended", ENDED)
def test_record_guardian_contact_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        contact(row, fjellet.principal, guardian(row))


def test_record_guardian_contact_refused_by_role(fjellet, strand, row):
    whom = guardian(row)
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal),
        lambda by: contact(row, by, whom),
    )


# ---------------------------------------------------------------- best interests
def weigh(case, by, **more):
    given = {"token": uuid.uuid4(), "occasion": "closing", "text": "Eleven vil det."} | more
    with acting(by, TODAY):
        return write_best_interests(case=case, by=by, now=NOW, **given)


def test_write_best_interests_when_something_is_decided(fjellet, row):
    note = weigh(row.case, fjellet.deputy, text=" Eleven vil det.\r\n")
    assert (note.occasion, note.text, note.written_by) == (
        "closing", "Eleven vil det.", fjellet.deputy,
    )  # fmt: skip
    assert Event.objects.get(name="best_interests.written").data == {"occasion": "closing"}


def test_write_best_interests_from_the_same_sheet_is_one(fjellet, row):
    token = uuid.uuid4()
    assert weigh(row.case, fjellet.principal, token=token) == weigh(
        row.case, fjellet.principal, token=token
    )
    with pytest.raises(ActionError):
        weigh(row.case, fjellet.deputy, token=token)
    assert BestInterests.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"text": "?!"}, {"text": "x" * 10_001}, {"occasion": ""}, {"occasion": "party"}],
)
def test_write_best_interests_refused_by_state_of_what_is_told(fjellet, row, wrong):
    with pytest.raises(ActionError):
        weigh(row.case, fjellet.principal, **wrong)


@pytest.mark.parametrize("ended", ENDED)
def test_write_best_interests_refused_by_state(fjellet, ended):
    with pytest.raises(ActionError):
        weigh(CaseFactory(unit=fjellet.school, **ended), fjellet.principal)


def test_write_best_interests_refused_by_role(fjellet, strand, row):
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal), lambda by: weigh(row.case, by)
    )
