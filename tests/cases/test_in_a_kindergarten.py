"""What no child in a kindergarten does is not asked there."""

import pytest

from cases.models import Hearing
from tests.cases.sheets import page
from tests.factories.cases import CaseFactory, InvolvementFactory

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def offered(fjellet, signed_in):
    """What a field of the form offers, at the kindergarten and at the school."""

    def asked(field, address):
        found = []
        for unit, leader in (
            (fjellet.kindergarten, fjellet.head),
            (fjellet.school, fjellet.principal),
        ):
            row = InvolvementFactory(case=CaseFactory(unit=unit), role="unclear")
            form = signed_in(leader).get(address(row)).context["form"]
            found.append([value for value, _label in form.fields[field].choices if value])
        return found

    return asked


@pytest.mark.parametrize("way", ["add/", "{}/role/"])
def test_nobody_shares_or_likes_there(offered, way):
    found = offered("manner", lambda row: f"/cases/{row.case_id}/people/" + way.format(row.pk))
    assert found == [["saw"], ["saw", "shared", "liked"]]


def test_nobody_is_heard_in_writing_there(offered):
    there, at_school = offered("how", lambda row: f"/cases/{row.case_id}/people/{row.pk}/hearing/")
    assert there == ["observed", "with_trusted", "talk", "interpreted"]
    assert set(at_school) == set(Hearing.How.values)


def test_no_phones_are_handed_in_there(fjellet, signed_in):
    for unit, leader, has_phones in (
        (fjellet.kindergarten, fjellet.head, False),
        (fjellet.school, fjellet.principal, True),
    ):
        case = CaseFactory(unit=unit)
        client = signed_in(leader)
        shown = page(client.get(f"/cases/{case.pk}/digital/"))
        assert ("Phones handed in" in shown) is has_phones
        assert (f"/cases/{case.pk}/phones/new/" in shown) is has_phones
        status = client.get(f"/cases/{case.pk}/phones/new/").status_code
        assert status == (200 if has_phones else 404)


def test_the_duty_about_staff_is_law_there_and_only_its_deadline_is_advice(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten)
    shown = " ".join(page(signed_in(fjellet.head).get(f"/cases/{case.pk}/staff/")).split())
    assert 'data-color="info">Law</span> The Kindergarten Act § 43' in shown
    assert "recommended deadline" in shown
