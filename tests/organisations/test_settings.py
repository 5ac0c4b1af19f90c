"""What an owner chooses for its units: within how many working days PPT is to answer."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from audit.models import Event
from cases.actions import ask_ppt_for_contact, tell_unanswered_alerts
from cases.models import Case, PptAlert
from common.errors import ActionError
from notifications.models import Message
from organisations.actions.settings import choose_ppt_answer_days
from organisations.calendar import add_working_days
from organisations.models import Organisation, PptService
from tests.cases.opening import class_of, opened
from tests.clock import NOW, TODAY
from tests.factories.organisations import OwnerFactory
from tests.plugin_database import as_worker
from tests.ppt.scene import case_at, do
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")


def choose(place, days, by=None):
    return do(choose_ppt_answer_days, by or place.owner_administrator, owner=place.owner, days=days)


def school_of(place):
    return Organisation.objects.get(pk=place.school.pk)


def test_choose_ppt_answer_days_is_kept_and_logged_once(fjellet):
    choose(fjellet, 3)
    choose(fjellet, 3)
    assert Organisation.objects.get(pk=fjellet.owner.pk).ppt_answer_days == 3
    event = Event.objects.get(name="owner.ppt_days_chosen")
    assert (event.target_id, event.data) == (fjellet.owner.pk, {"days": 3, "days_was": 5})


@pytest.mark.parametrize(("days", "due"), [(None, date(2026, 11, 30)), (3, date(2026, 11, 26))])
def test_choose_ppt_answer_days_holds_for_what_is_waited_for_from_now_on(fjellet, days, due):
    before = case_at(fjellet)
    stood = PptAlert.objects.get(pk=before.alert_id).answer_by
    if days:
        choose(fjellet, days)
    new = opened(school_of(fjellet), fjellet.principal)
    assert (new.alert.answer_by, new.alert.answer_within) == (due, days)
    assert PptAlert.objects.get(pk=before.alert_id).answer_by == stood
    PptAlert.objects.filter(pk=before.alert_id).update(
        state="help_offered", received_at=NOW, received_by=fjellet.ppt_adviser
    )
    do(ask_ppt_for_contact, fjellet.principal, case=Case.objects.get(pk=before.pk))
    again = PptAlert.objects.get(pk=before.alert_id)
    assert (again.answer_by, again.answer_within) == (due, days)


@pytest.mark.parametrize(
    ("chosen", "holds"), [((None, 8), None), ((2, 8), 2), ((8, 2), 2), ((8, 5), 5), ((None, 5), 5)]
)
def test_days_of_an_alert_that_names_no_unit_do_not_tell_whose_it_is(
    fjellet, strand, chosen, holds
):
    """One office serves both owners: the fewest days that one of them has chosen hold for both."""
    PptService.objects.filter(serves=strand.owner).update(office=fjellet.office)
    for place, days in zip((fjellet, strand), chosen, strict=True):
        if days:
            choose(place, days)
    told = set()
    for place in (fjellet, strand):
        case = opened(school_of(place), place.principal)
        told.add((case.alert.unit, case.alert.answer_by, case.alert.answer_within))
        do(ask_ppt_for_contact, place.principal, case=Case.objects.get(pk=case.pk))
        again = PptAlert.objects.get(pk=case.alert_id)
        told.add((again.unit, again.answer_by, again.answer_within))
    assert told == {(None, add_working_days(TODAY, holds or 5), holds)}


def test_days_of_an_alert_that_names_its_unit_are_its_own_owners(fjellet, strand):
    PptService.objects.filter(serves=strand.owner).update(office=fjellet.office)
    choose(fjellet, 8)
    choose(strand, 2)
    pupil = class_of(fjellet.school, 30)[0]
    alert = opened(
        school_of(fjellet), fjellet.principal, pupils=[pupil], described=[], kinds=["words"]
    ).alert
    assert (alert.unit, alert.answer_within) == (fjellet.school, 8)


def test_choose_ppt_answer_days_the_leader_is_told_the_day_after(fjellet):
    choose(fjellet, 1)
    opened(school_of(fjellet), fjellet.principal)
    for days, told in ((1, 0), (2, 1)):
        with as_worker():
            tell_unanswered_alerts(now=NOW + timedelta(days=days))
        rows = Message.objects.filter(kind="cases.PptUnanswered", channel="inbox")
        assert rows.filter(person=fjellet.ppt_leader).count() == told


@pytest.mark.parametrize("days", [0, 21, -1, 40000])
def test_choose_ppt_answer_days_refused_by_state_of_no_sense(fjellet, days):
    with pytest.raises(ActionError, match="Choose from 1 to 20 working days."):
        choose(fjellet, days)
    assert Organisation.objects.get(pk=fjellet.owner.pk).ppt_answer_days is None


def test_choose_ppt_answer_days_refused_by_role(fjellet, strand):
    others = (
        fjellet.owner_adviser, fjellet.principal, fjellet.ppt_leader,
        fjellet.data_protection_officer, strand.owner_administrator,
    )  # fmt: skip
    refused_to(others, lambda by: choose(fjellet, 3, by))
    with pytest.raises(PermissionDenied):
        do(choose_ppt_answer_days, fjellet.owner_administrator, owner=fjellet.school, days=3)


@pytest.mark.parametrize("days", [0, 21])
def test_the_database_keeps_the_bounds(fjellet, days):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=fjellet.owner.pk).update(ppt_answer_days=days)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=fjellet.school.pk).update(ppt_answer_days=5)
    assert OwnerFactory(ppt_answer_days=20).days_for_ppt(TODAY) == 20


def test_the_page_says_what_holds_and_keeps_what_was_typed(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    page = client.get("/organisations/settings/").content.decode()
    assert "5 working days" in page
    assert "as recommended" in page
    address = f"/organisations/settings/{fjellet.owner.pk}/ppt/"
    for wrong in ("", "0", "21", "ti", "1e3", "3.5"):
        page = client.post(address, {"days": wrong}).content.decode()
        said = "Write how many working days." if not wrong else "Write a whole number from 1 to 20."
        assert said in page
        assert f'value="{wrong}"' in page or not wrong
    assert client.post(address, {"days": "1"}).status_code == 302
    page = client.get("/organisations/settings/").content.decode()
    assert "1 working day\n" in page
    assert "as recommended" not in page
