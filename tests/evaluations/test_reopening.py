"""A case that is reopened: nobody waited for its reviews while it was closed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import Case
from common.errors import ActionError
from evaluations.actions import recount_reviews, reopen_case
from evaluations.models import CaseReview
from evaluations.notices import ReviewDue, ReviewLate
from evaluations.telling import tell_reviews
from tests.clock import TODAY
from tests.evaluations.test_reviews import open_case, run
from tests.evaluations.test_telling import told
from tests.factories.evaluations import CaseReviewFactory
from tests.measures.scene import do

LONG_AGO, AHEAD = TODAY - timedelta(days=40), TODAY + timedelta(days=11)
WHY = "Det begynte igjen."


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


@pytest.fixture
def closed(fjellet):
    return open_case(fjellet, "closed", ended_reason="Trygt.")


def days():
    return list(CaseReview.objects.order_by("round").values_list("round", "due_on"))


def reopened(case, by):
    return do(reopen_case, by, case=case, reason=WHY)


def test_reopen_case_lets_what_waited_come_due_today_and_not_overdue(fjellet, closed):
    CaseReviewFactory(case=closed, round="autumn", due_on=LONG_AGO)
    CaseReviewFactory(case=closed, round="spring", due_on=AHEAD)
    assert reopened(closed, fjellet.case_worker).state == "investigating"
    assert days() == [("autumn", TODAY), ("spring", AHEAD)]
    assert run(recount_reviews, TODAY + timedelta(days=1)) == 1  # of spring, to its calendar
    assert days()[0] == ("autumn", TODAY)


def test_reopen_case_leaves_what_is_written_what_is_over_and_other_cases(fjellet, closed):
    CaseReviewFactory(case=closed, round="autumn", due_on=LONG_AGO, done=True)
    CaseReviewFactory(case=closed, round="spring", due_on=date(2026, 3, 2), school_year=2025)
    CaseReviewFactory(case=open_case(fjellet), round="summer", due_on=LONG_AGO)
    before = days()
    reopened(closed, fjellet.principal)
    assert days() == before


def test_the_leader_is_told_anew_of_a_review_that_waits_again(fjellet, closed):
    """The levels begin anew with the day: late is three open days after the reopening."""
    CaseReviewFactory(case=closed, due_on=LONG_AGO)
    reopened(closed, fjellet.principal)
    for later in range(10):
        run(tell_reviews, TODAY + timedelta(days=later))
    leader = fjellet.principal.name
    assert told(ReviewDue) == [(leader, 0, TODAY)]
    assert told(ReviewLate) == [(leader, 2, TODAY)]


def test_the_page_of_the_step_reopens_it_so(fjellet, signed_in, closed):
    CaseReviewFactory(case=closed, due_on=LONG_AGO)
    address = reverse("cases:step", args=[closed.pk, "reopen"])
    client = signed_in(fjellet.principal)
    assert reverse("reopening:reopen", args=[closed.pk]) == address
    assert client.post(address, {}).status_code == 200  # the reason is missing
    assert client.post(address, {"reason": WHY})["Location"] == closed.get_absolute_url()
    assert days() == [("autumn", TODAY)]
    waiting = client.get("/today/").context["workday"].heaps
    assert [(heap.key, str(duty.what)) for heap in waiting for duty in heap.duties
            if "review" in duty.url] == [("today", "Review the whole case")]  # fmt: skip


def test_reopen_case_refused_by_state(fjellet):
    review = CaseReviewFactory(case=open_case(fjellet), due_on=LONG_AGO)
    with pytest.raises(ActionError, match="cannot be done now"):
        reopened(review.case, fjellet.principal)
    assert days() == [("autumn", LONG_AGO)]


@pytest.mark.parametrize("who", ["teacher", "owner_adviser", "ppt_adviser"])
def test_reopen_case_refused_by_role(fjellet, closed, who):
    CaseReviewFactory(case=closed, due_on=LONG_AGO)
    with pytest.raises((PermissionDenied, Case.DoesNotExist)):
        reopened(closed, getattr(fjellet, who))
    assert days() == [("autumn", LONG_AGO)]
