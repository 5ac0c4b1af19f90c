"""Phones that were handed in."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.actions import hand_in_phone, return_phone
from cases.models import PhoneLog
from common.errors import ActionError
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.digital import PhoneLogFactory
from tests.scope import acting, refused_to

FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Europe/Oslo"))


@pytest.fixture
def pupil(fjellet):
    return InvolvementFactory(case__unit=fjellet.school, role="violating")


def hand_in(pupil, by, **more):
    given = {
        "token": uuid.uuid4(), "involvement": pupil, "ground": "Skolens regler.",
        "taken_by": "kontaktlæreren", "taken_at": FRIDAY,
    }  # fmt: skip
    case = more.pop("case", pupil.case)
    with acting(by, TODAY):
        return hand_in_phone(case=case, by=by, now=NOW, **(given | more))


def give_back(phone, by, **more):
    with acting(by, TODAY):
        return return_phone(phone=phone, by=by, now=NOW, **more)


def test_hand_in_phone_goes_back_the_same_day(fjellet, pupil):
    phone = hand_in(pupil, fjellet.deputy)
    phone.refresh_from_db()
    assert (phone.case, phone.involvement, phone.ground) == (pupil.case, pupil, "Skolens regler.")
    assert (phone.taken_at, phone.return_on, phone.agreed_with) == (FRIDAY, date(2026, 11, 20), "")
    assert phone.returned_at is None


def test_hand_in_phone_goes_back_later_where_guardians_agree(fjellet, pupil):
    with pytest.raises(ActionError):
        hand_in(pupil, fjellet.principal, return_on=date(2026, 11, 27))
    phone = hand_in(
        pupil, fjellet.principal, return_on=date(2026, 11, 27), agreed_with="mor, på telefon"
    )
    assert (phone.return_on, phone.agreed_with) == (date(2026, 11, 27), "mor, på telefon")


def test_hand_in_phone_with_the_same_sheet_is_one(fjellet, pupil):
    token = uuid.uuid4()
    first = hand_in(pupil, fjellet.principal, token=token)
    assert hand_in(pupil, fjellet.principal, token=token) == first
    with pytest.raises(ActionError):
        hand_in(pupil, fjellet.deputy, token=token)
    assert PhoneLog.objects.count() == 1


def test_hand_in_phone_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Ferdig.")
    with pytest.raises(ActionError):
        hand_in(InvolvementFactory(case=case), fjellet.principal)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": ""},
        {"taken_by": " "},
        {"taken_at": NOW + timedelta(minutes=1)},
        {"return_on": date(2026, 11, 19), "agreed_with": "mor"},
        {"return_on": date(9999, 12, 31), "agreed_with": "mor"},
    ],
)
def test_hand_in_phone_refused_by_state_of_what_is_typed(fjellet, pupil, wrong):
    with pytest.raises(ActionError):
        hand_in(pupil, fjellet.principal, **wrong)


def test_hand_in_phone_refused_by_state_of_somebody_in_another_case(fjellet, pupil):
    with pytest.raises(ActionError):
        hand_in(pupil, fjellet.principal, case=CaseFactory(unit=fjellet.school))


def test_hand_in_phone_refused_by_role(fjellet, strand, pupil):
    refused_to(
        (fjellet.teacher, fjellet.other_principal, fjellet.ppt_adviser, strand.principal),
        lambda by: hand_in(pupil, by),
    )


def test_return_phone_ends_the_duty(fjellet, pupil):
    phone = PhoneLogFactory(involvement=pupil, taken_at=FRIDAY)
    give_back(phone, fjellet.deputy)
    phone.refresh_from_db()
    assert (phone.returned_at, phone.returned_by) == (NOW, fjellet.deputy)


def test_return_phone_also_after_the_case_is_closed(fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Ferdig.")
    phone = PhoneLogFactory(involvement__case=case, taken_at=FRIDAY)
    assert give_back(phone, fjellet.principal).returned_at == NOW


def test_return_phone_refused_by_state(fjellet, pupil):
    phone = PhoneLogFactory(involvement=pupil, taken_at=FRIDAY)
    with pytest.raises(ActionError):
        give_back(phone, fjellet.principal, returned_at=FRIDAY - timedelta(minutes=1))
    with pytest.raises(ActionError):
        give_back(phone, fjellet.principal, returned_at=NOW + timedelta(minutes=1))
    give_back(phone, fjellet.principal)
    with pytest.raises(ActionError):
        give_back(phone, fjellet.principal)


def test_return_phone_refused_by_role(fjellet, strand, pupil):
    phone = PhoneLogFactory(involvement=pupil, taken_at=FRIDAY)
    refused_to(
        (fjellet.teacher, fjellet.other_principal, fjellet.ppt_adviser, strand.principal),
        lambda by: give_back(phone, by),
    )
