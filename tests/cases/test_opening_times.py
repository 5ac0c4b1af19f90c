"""Three times that are kept apart, and the family's one week."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases import rules
from cases.actions import record_raised
from cases.models import Case
from common.errors import ActionError
from organisations.law import law_for
from tests.cases.sheets import page
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, PptAlertFactory
from tests.scope import acting

RAISED = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def raised(case, by, at=RAISED):
    with acting(by, TODAY):
        return record_raised(case=case, by=by, now=NOW, raised_at=at)


def test_record_raised_writes_the_third_time(fjellet):
    case = CaseFactory(unit=fjellet.school)
    known, told = case.known_at, case.told_at
    raised(case, fjellet.principal)
    case.refresh_from_db()
    assert (case.known_at, case.told_at, case.raised_at) == (known, told, RAISED)
    event = Event.objects.get(name="case.raised")
    assert event.data == {"raised_on": "2026-11-21", "was_on": None}


def test_record_raised_can_be_corrected_and_the_log_has_both(fjellet):
    case = CaseFactory(unit=fjellet.school, raised_at=RAISED)
    later = RAISED + timedelta(days=1)
    for _twice in range(2):
        raised(case, fjellet.deputy, later)
    assert Case.objects.get().raised_at == later
    event = Event.objects.get(name="case.raised_corrected")
    assert event.data == {"raised_on": "2026-11-22", "was_on": "2026-11-21"}


def test_record_raised_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school)
    for wrong in (NOW + timedelta(minutes=1), case.known_at - timedelta(days=1)):
        with pytest.raises(ActionError):
            raised(case, fjellet.principal, wrong)
    for state in ("closed", "void"):
        ended = CaseFactory(unit=fjellet.school, state=state, ended_reason="Slutt.")
        with pytest.raises(ActionError):
            raised(ended, fjellet.principal)
    assert Case.objects.filter(raised_at__isnull=False).count() == 0


@pytest.mark.parametrize("who", ["teacher", "other_principal", "owner_adviser", "ppt_adviser"])
def test_record_raised_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        raised(CaseFactory(unit=fjellet.school), getattr(fjellet, who))


@pytest.mark.parametrize(
    ("regime", "day", "opens"),
    [
        ("education_act", date(2026, 11, 21), date(2026, 11, 28)),
        ("education_act", date(2026, 12, 24), date(2026, 12, 31)),
        ("independent_schools_act", date(2026, 11, 21), date(2026, 11, 28)),
        ("kindergarten_act", date(2026, 11, 21), None),
    ],
)
def test_the_week_is_a_week_of_the_calendar_and_not_in_kindergartens(regime, day, opens):
    road = rules.county_road(day, law_for(regime, day))
    assert (road and road.opens_on) == opens


def test_before_any_law_that_we_know_nothing_is_said(fjellet):
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert CaseFactory(unit=fjellet.school, raised_at=long_ago).county_road is None


def test_the_case_page_shows_the_times_apart(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    client, road = signed_in(fjellet.principal), "take it to the county governor"
    shown = page(client.get(case.get_absolute_url()))
    for said in ("The school knew", "The principal was told", "The family raised it"):
        assert said in shown
    assert "Not written down" in shown
    assert road not in shown
    address = f"/cases/{case.pk}/raised/"
    assert address in shown
    response = client.post(address, {"raised_on": "21.11.2026", "raised_time": ""})
    assert response["Location"] == case.get_absolute_url()
    shown = page(client.get(case.get_absolute_url()))
    assert "The family can take it to the county governor from Saturday 28 November 2026" in shown
    assert "§ 12-6" in shown


def test_a_kindergarten_has_no_such_road_on_its_page(fjellet, signed_in):
    unit = fjellet.kindergarten
    alert = PptAlertFactory(unit=unit, regime="kindergarten_act")
    case = CaseFactory(unit=unit, alert=alert, raised_at=RAISED)
    shown = page(signed_in(fjellet.head).get(case.get_absolute_url()))
    assert "county governor" not in shown


@pytest.mark.parametrize(
    ("field", "sent"),
    [("raised_on", ""), ("raised_on", "i går"), ("raised_on", "24.11.2026"), ("raised_time", "25")],
)
def test_a_wrong_time_is_told_at_its_field(fjellet, signed_in, field, sent):
    case = CaseFactory(unit=fjellet.school)
    fields = {"raised_on": "21.11.2026", "raised_time": ""} | {field: sent}
    shown = page(signed_in(fjellet.principal).post(f"/cases/{case.pk}/raised/", fields))
    assert f'id="id_{field}_error"' in shown
