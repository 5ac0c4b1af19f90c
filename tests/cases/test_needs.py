"""What the pupil needs on the day the case is opened stays a task until it is done."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Event
from cases.actions import note_need_met
from cases.models import Case
from common.errors import ActionError
from tests.cases.opening import opened
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")
NEED = "Følges til og fra garderoben."


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school, needs_today=NEED)


def met(case, by):
    with acting(by, TODAY):
        return note_need_met(case=case, by=by, now=NOW)


def test_note_need_met_keeps_who_said_so_and_when_and_the_first_time_stands(fjellet, case):
    for by in (fjellet.case_worker, fjellet.principal):
        met(case, by)
    case.refresh_from_db()
    assert (case.needs_done_at, case.needs_done_by) == (NOW, fjellet.case_worker)
    assert Event.objects.get(name="case.need_met").person_id == fjellet.case_worker.pk
    assert not case.needs_something


def test_note_need_met_refused_by_state(fjellet, case):
    with pytest.raises(ActionError):
        met(CaseFactory(unit=fjellet.school), fjellet.principal)
    Case.objects.update(state="closed", ended_reason="Trygt.")
    with pytest.raises(ActionError):
        met(case, fjellet.principal)


def test_note_need_met_refused_by_role(fjellet, strand, case):
    refused_to((fjellet.teacher, fjellet.owner_adviser, strand.principal), lambda by: met(case, by))


def test_nothing_is_done_that_was_not_needed(fjellet):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory(unit=fjellet.school, needs_done_at=NOW, needs_done_by=fjellet.principal)


def test_it_is_kept_when_the_case_is_opened(fjellet):
    case = opened(fjellet.school, fjellet.principal, needs_today=NEED)
    assert Case.objects.get(pk=case.pk).needs_today == NEED


def test_it_stands_on_my_day_and_first_in_the_case_until_it_is_done(fjellet, signed_in, case):
    client = signed_in(fjellet.principal)
    task = "See that the pupil gets what is needed today"
    day, page = client.get("/today/"), client.get(case.get_absolute_url())
    assert task in day.content.decode()
    assert NEED not in day.content.decode()
    said = page.content.decode()
    assert said.index(NEED) < said.index("Make the plan")
    url = reverse("cases:note_need_met", args=[case.pk])
    assert url in said
    assert client.post(url)["Location"] == case.get_absolute_url()
    assert task not in client.get("/today/").content.decode()
    after = client.get(case.get_absolute_url()).content.decode()
    assert url not in after
    assert "noted that the pupil got what was needed that day." in after
