"""What the owner reads one by one: each kind in a list of its own, each reading logged, and nobody
else reads it."""

import pytest

from audit.models import Reading
from organisations.models import PptService
from organisations.roles import Role
from tests.factories.authorities import OrderedActFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.concerns import ConcernFactory
from tests.factories.organisations import SchoolFactory
from tests.factories.owner import OwnerNoticeFactory
from tests.overview.counting import OWNER
from tests.overview.test_owner import text_of


def notice(kind):
    def told(place):
        row = OwnerNoticeFactory(case=CaseFactory(unit=place.school), kind=kind)
        return row.case.reference, row.case_id

    told.__name__ = kind
    return told


def alert_without_office(place):
    unit = SchoolFactory(parent=place.owner)
    case = CaseFactory(unit=unit, alert__office=None)
    return unit.name, case.alert_id


def unit_without_office(place):
    PptService.objects.filter(serves=place.owner).delete()
    return SchoolFactory(parent=place.owner).name, None


def concern_sent_on(place):
    row = ConcernFactory(unit=place.school, sent_on=True)
    return f"/concerns/{row.pk}/", row.pk


def exclusion(place):
    row = CaseAccessFactory(case=CaseFactory(unit=place.school))
    return row.case.reference, row.case_id


def ordered_act(place):
    row = OrderedActFactory(county_case__case__unit=place.school)
    return row.reference, row.case_id


def held(place):
    row = CaseFactory(unit=place.school, held_by=place.owner)
    return row.reference, row.pk


LISTS = [
    notice("serious"), notice("staff"), notice("closed_unsafe"), alert_without_office,
    unit_without_office, concern_sent_on, exclusion, ordered_act, held,
]  # fmt: skip
named = pytest.mark.parametrize("made", LISTS, ids=lambda made: made.__name__)


@named
@pytest.mark.parametrize("rows", [1, 3])
def test_each_row_is_shown_and_its_reading_logged(
    fjellet, signed_in, django_assert_num_queries, made, rows
):
    told = [made(fjellet) for _row in range(rows)]
    client = signed_in(fjellet.owner_adviser)
    page = client.get(OWNER)
    said = text_of(page)
    assert [text for text, _pk in told if text not in said] == []
    asked = Reading.objects.filter(person_id=fjellet.owner_adviser.pk, page="overview:owner")
    read = set(asked.values_list("case_id", flat=True))
    assert {pk for _text, pk in told if pk} <= read
    # Where no case is read, no reading is written: three less.
    with django_assert_num_queries(14 if made is unit_without_office else 17):
        client.get(OWNER)


@named
@pytest.mark.parametrize(
    "role",
    [Role.OWNER_ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER, Role.PRINCIPAL, Role.PPT_LEADER],
)
def test_nobody_else_reads_it(fjellet, signed_in, made, role):
    text, pk = made(fjellet)
    page = signed_in(getattr(fjellet, role)).get(OWNER)
    sees_units = made is unit_without_office and role == Role.OWNER_ADMINISTRATOR
    assert (text in text_of(page)) is sees_units
    assert not Reading.objects.filter(case_id=pk or fjellet.owner.pk).exists()
