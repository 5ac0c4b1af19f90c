import pytest

from tests.factories.cases import CaseFactory


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("principal", 302),
        ("deputy", 302),
        ("owner_adviser", 302),
        ("teacher", 404),
        ("ppt_adviser", 404),
    ],
)
def test_the_school_leads_to_its_cases(fjellet, signed_in, role, status):
    assert signed_in(getattr(fjellet, role)).get("/school/").status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner_adviser", 200), ("owner_administrator", 200), ("principal", 404), ("ppt_leader", 404)],
)
def test_who_opens_the_owners_page(fjellet, signed_in, role, status):
    assert signed_in(getattr(fjellet, role)).get("/owner/").status_code == status


def test_the_owner_sees_alerts_that_no_office_got_and_no_case_of_the_school(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    placed = CaseFactory(unit=fjellet.other_school, alert__office=fjellet.office)
    page = signed_in(fjellet.owner_adviser).get("/owner/")
    assert [alert.pk for alert in page.context["unplaced"]] == [case.alert_id]
    assert list(page.context["held"]) == []
    assert case.reference not in page.content.decode()
    assert placed.reference not in page.content.decode()


def test_the_owner_sees_cases_that_it_holds(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    page = signed_in(fjellet.owner_adviser).get("/owner/")
    assert list(page.context["held"]) == [case]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_owners_page_takes_as_many_queries_however_many_rows(
    fjellet, signed_in, django_assert_num_queries, rows
):
    for _row in range(rows):
        CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    client = signed_in(fjellet.owner_adviser)
    client.get("/owner/")
    with django_assert_num_queries(7 + 6):
        client.get("/owner/")
