"""What the owner has answered this week, on My day of those who follow up the case."""

from datetime import timedelta

import pytest

from overview.desks.news import from_owner
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.owner import OwnerNoticeFactory
from tests.overview.test_today import TODAYS_PAGE, text
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")


def excluded(place, case, answer, at=NOW, **more):
    answered = {"answer": answer, "answered_at": at, "answered_by": place.owner_adviser}
    return CaseAccessFactory(**({"case": case, "person": place.deputy} | answered | more))


def test_my_day_says_for_a_week_what_the_owner_has_answered(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    excluded(fjellet, case, "confirmed")
    excluded(
        fjellet, case, "lifted", person=fjellet.teacher, answer_reason="Ikke nær.", ended_at=NOW
    )
    OwnerNoticeFactory(
        case=case, received_at=NOW - timedelta(days=7), received_by=fjellet.owner_adviser
    )
    page = text(signed_in(fjellet.principal).get(TODAYS_PAGE))
    assert "From the owner this week" in page
    for said in (
        "The owner confirmed an exclusion", "The owner lifted an exclusion",
        "The owner has received what was told (Monday 16 November 2026",
    ):  # fmt: skip
        assert f"{case.reference} {said}" in page
    for name in (fjellet.teacher.name, fjellet.owner_adviser.name):
        assert name not in page
    for other in (fjellet.teacher, fjellet.deputy, fjellet.other_principal):
        assert "From the owner" not in text(signed_in(other).get(TODAYS_PAGE))


@pytest.mark.parametrize("rows", [1, 3])
def test_one_query_and_nothing_older(fjellet, django_assert_num_queries, rows):
    for _row in range(rows):
        excluded(fjellet, CaseFactory(unit=fjellet.school), "confirmed")
        old = NOW - timedelta(days=8)
        excluded(fjellet, CaseFactory(unit=fjellet.school), "confirmed", at=old)
    with acting(fjellet.principal, TODAY) as viewer, django_assert_num_queries(1):
        assert len(from_owner(viewer)) == rows
    with acting(fjellet.teacher, TODAY) as viewer, django_assert_num_queries(0):
        assert from_owner(viewer) == []
