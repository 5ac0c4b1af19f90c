"""What PPT reads of what was opened: that, nothing else, not without a trace, and not a page longer
than it stands."""

from datetime import timedelta

import pytest
from django.db import connection

from audit.models import Reading
from cases import actions
from cases.models import Case, PptOpening
from organisations.models import PptService
from tests.clock import NOW, TODAY
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    InvolvementFactory,
)
from tests.factories.opened import PptOpeningFactory
from tests.factories.organisations import OfficeFactory
from tests.factories.pupils import PupilFactory
from tests.scope import acting

CANARY = "KANARI"


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def case_at(place, **more):
    return CaseFactory(unit=place.school, alert__office=place.office, state="follow_up", **more)


def text_of(response):
    return " ".join(response.content.decode().split())


def shown(client, case):
    response = client.get(f"/ppt/{case.alert_id}/")
    assert response.status_code == 200
    return text_of(response)


@pytest.fixture
def desk(fjellet, signed_in):
    return signed_in(fjellet.ppt_adviser)


def test_ppt_reads_what_was_opened_and_who_read_is_logged(fjellet, desk):
    row = PptOpeningFactory(case=case_at(fjellet), agreed=True)
    page = shown(desk, row.case)
    assert "Eleven står alene i friminuttene." in page
    assert "Opened by consent." in page
    assert str(row.case_id) not in page
    assert row.case.reference not in page
    reading = Reading.objects.get()
    assert (reading.person_id, reading.case_id, reading.page, reading.at) == (
        fjellet.ppt_adviser.pk, row.case_id, "ppt:detail", NOW,
    )  # fmt: skip
    shown(desk, row.case)
    assert Reading.objects.count() == 2


def test_nothing_is_there_before_it_is_opened(fjellet, desk):
    assert "What has been opened" not in shown(desk, case_at(fjellet))
    assert not Reading.objects.exists()


def test_withdrawn_it_is_gone_at_the_next_request(fjellet, desk):
    row = PptOpeningFactory(case=case_at(fjellet), agreed=True)
    assert "Eleven står alene" in shown(desk, row.case)
    with acting(fjellet.principal, TODAY):
        actions.withdraw_opening(opening=row, by=fjellet.principal, now=NOW, reason="De vil ikke.")
    page = shown(desk, row.case)
    assert "The consent was withdrawn Monday 23 November 2026, week 48." in page
    assert "You see only what you have written." in page
    assert "Eleven står alene" not in page
    assert "De vil ikke." not in page
    assert Reading.objects.count() == 1


def over(row, _place):
    PptOpening.objects.filter(pk=row.pk).update(until=TODAY - timedelta(days=1))


def closed(row, _place):
    Case.objects.filter(pk=row.case_id).update(state="closed", ended_reason="Slutt.")


def voided(row, _place):
    Case.objects.filter(pk=row.case_id).update(state="void", ended_reason="Feil.")


def another_serves(_row, place):
    PptService.objects.update(office=OfficeFactory(parent=place.owner))


def withdrawn(row, place):
    PptOpening.objects.filter(pk=row.pk).update(
        ended_at=NOW, ending="withdrawn", ended_by=place.principal, ended_reason="Nei."
    )


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (over, "It was open until Sunday 22 November 2026"),
        (closed, "The case has ended."),
        (voided, "The case has ended."),
        (another_serves, "It is not open any more."),
        (withdrawn, "It was withdrawn Monday 23 November 2026"),
    ],
)
def test_it_closes_by_itself(fjellet, desk, what, said):
    row = PptOpeningFactory(case=case_at(fjellet))
    what(row, fjellet)
    page = shown(desk, row.case)
    assert said in page
    assert "Eleven står alene" not in page
    assert not Reading.objects.exists()


def test_on_its_last_day_it_is_open(fjellet, desk):
    row = PptOpeningFactory(case=case_at(fjellet), until=TODAY)
    assert "Eleven står alene" in shown(desk, row.case)


def test_a_name_that_is_protected_since_closes_it(fjellet, desk):
    case = case_at(fjellet)
    pupil = PupilFactory(unit=fjellet.school, name="Sárá Nilsen")
    InvolvementFactory(case=case, pupil=pupil)
    PptOpeningFactory(case=case, content={"names": "sárá", "problem": "Sárá er alene."})
    assert "Sárá er alene." in shown(desk, case)
    type(pupil).objects.filter(pk=pupil.pk).update(protected=True)
    page = shown(desk, case)
    assert "It is not open any more." in page
    assert "Sárá" not in page


def test_only_the_newest_is_read(fjellet, desk):
    case = case_at(fjellet)
    PptOpeningFactory(
        case=case, opened_at=NOW - timedelta(days=2), ended_at=NOW, ending="replaced",
        content={"problem": f"{CANARY} gammelt"},
    )  # fmt: skip
    PptOpeningFactory(case=case)
    page = shown(desk, case)
    assert "Eleven står alene" in page
    assert CANARY not in page


def test_another_office_and_somebody_excluded_get_nothing(fjellet, strand, signed_in):
    row = PptOpeningFactory(case=case_at(fjellet))
    CaseAccessFactory(case=row.case, person=fjellet.ppt_adviser)
    for person in (fjellet.ppt_adviser, strand.ppt_adviser, fjellet.teacher):
        assert signed_in(person).get(f"/ppt/{row.case.alert_id}/").status_code == 404
        with acting(person, TODAY), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM cases_opened_to_ppt(%s, %s, %s, '')",
                [row.case.alert_id, TODAY, NOW],
            )
            assert cursor.fetchone() == (0,)
    assert not Reading.objects.exists()


def test_the_row_itself_is_behind_the_wall_of_its_case(fjellet):
    PptOpeningFactory(case=case_at(fjellet))
    with acting(fjellet.ppt_adviser, TODAY):
        assert PptOpening.objects.count() == 0
    with acting(fjellet.principal, TODAY):
        assert PptOpening.objects.count() == 1
