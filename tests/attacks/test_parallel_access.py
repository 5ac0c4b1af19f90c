"""The same decision about who sees a case, sent twenty times at once: made once, never a 500."""

import uuid

import pytest

from audit.models import Event
from cases.models import Case, CaseAccess, OwnerNotice, StaffConcerned
from tests.access import world
from tests.attacks.test_parallel import at_once
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20


@pytest.fixture
def here(transactional_db):
    return world.build().here


def posted(person, path, fields=None):
    answers = at_once([person] * TIMES, path, fields)
    assert set(answers) <= {200, 302, 404}
    assert 302 in answers
    return answers


def events(case, name):
    return Event.objects.filter(case_id=case.pk, name=name).count()


def test_an_exclusion(here):
    case = CaseFactory(unit=here.school)
    fields = {"person": here.deputy.pk, "closeness": "close", "reason": "Tante."}
    posted(here.principal, f"/cases/{case.pk}/access/close/", fields)
    assert CaseAccess.objects.filter(case=case).count() == events(case, "access.excluded") == 1


def test_an_exclusion_of_oneself_that_gives_the_case_away(here):
    case = CaseFactory(unit=here.school)
    fields = {"person": here.principal.pk, "closeness": "close", "reason": "Tante."}
    posted(here.principal, f"/cases/{case.pk}/access/close/", fields)
    assert CaseAccess.objects.filter(case=case).count() == events(case, "access.excluded") == 1
    assert Case.objects.get(pk=case.pk).held_by == here.owner
    assert events(case, "case.held_by_owner") == 1


def test_handing_the_case_over(here):
    case = CaseFactory(unit=here.school)
    fields = {"reason": "Nær familie.", "sure": "on"}
    posted(here.principal, f"/cases/{case.pk}/access/hand-over/", fields)
    assert events(case, "case.held_by_owner") == 1


def test_a_serious_case(here):
    case = CaseFactory(unit=here.school, serious=None)
    posted(here.principal, f"/cases/{case.pk}/serious/", {"reason": "Eleven er redd."})
    assert OwnerNotice.objects.filter(case=case).count() == events(case, "owner.told") == 1


def test_whom_a_case_is_about(here):
    case = CaseFactory(unit=here.school, is_about_staff=True)
    path = f"/cases/{case.pk}/staff/new/"
    fields = {"described": "en vikar", "person": "", "token": str(uuid.uuid4())}
    assert posted(here.principal, path, fields) == [302] * TIMES
    assert StaffConcerned.objects.filter(case=case).count() == 1


def test_the_owners_answers(here):
    notice, exclusion = OwnerNotice.objects.get(), CaseAccess.objects.exclusions().first()
    for path, name in (
        (f"/cases/notices/{notice.pk}/receive/", "owner.received"),
        (f"/cases/exclusions/{exclusion.pk}/confirm/", "access.confirmed"),
    ):
        assert posted(here.owner_adviser, path) == [302] * TIMES
        assert events(notice.case, name) == 1
