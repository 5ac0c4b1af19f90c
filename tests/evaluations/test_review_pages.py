"""The page on which the whole case is reviewed, and where it is seen."""

import pytest
from django.urls import reverse

from tests.evaluations.test_reviews import TOLD, answered, waiting
from tests.evaluations.test_views import text
from tests.factories.cases import CaseFactory
from tests.factories.evaluations import CaseReviewFactory


def test_it_stands_on_my_day_and_on_the_case_and_is_written_there(fjellet, signed_in):
    review = waiting(fjellet)
    client, page = signed_in(fjellet.principal), reverse("evaluations:review", args=[review.pk])
    case = reverse("overview:case", args=[review.case_id])
    for url in (reverse("overview:today"), case):
        assert page in client.get(url).content.decode()
    assert (
        "Review the whole case"
        not in text(signed_in(fjellet.deputy).get(case)).split("The case")[0]
    )
    client = signed_in(fjellet.principal)
    assert "Write how it goes." in text(client.post(page, {"plan": "goes_on", "help": ["bup"]}))
    found = text(client.post(page, TOLD, follow=True))
    assert "The review is saved." in found
    assert "Autumn term 2026/27: The plan goes on" in found
    log = reverse("overview:log", args=[review.case_id])
    assert TOLD["how"] in text(client.get(log))
    assert page not in client.get(reverse("overview:today")).content.decode()
    assert "wrote this review" in text(client.get(page))


@pytest.mark.parametrize(
    ("plan", "leads_to"), [("change", "/plan/"), ("monitor", "/steps/monitor/"), ("goes_on", "/")]
)
def test_it_leads_on_to_what_was_decided(fjellet, signed_in, plan, leads_to):
    review = waiting(fjellet)
    page = reverse("evaluations:review", args=[review.pk])
    response = signed_in(fjellet.principal).post(page, TOLD | {"plan": plan})
    assert response["Location"].endswith(leads_to)


def test_a_colleague_was_quicker_and_nothing_typed_is_lost(fjellet, signed_in):
    review = waiting(fjellet)
    answered(review, fjellet.principal, how="Allerede skrevet.")
    page = reverse("evaluations:review", args=[review.pk])
    found = text(signed_in(fjellet.principal).post(page, TOLD))
    assert "already" in found
    assert TOLD["how"] in found


def test_a_kindergarten_is_not_asked_about_the_county_governor(fjellet, signed_in):
    review = CaseReviewFactory(case=CaseFactory(unit=fjellet.kindergarten, state="follow_up"))
    page = signed_in(fjellet.head).get(reverse("evaluations:review", args=[review.pk]))
    assert 'value="county"' not in page.content.decode()
    review = waiting(fjellet)
    page = signed_in(fjellet.principal).get(reverse("evaluations:review", args=[review.pk]))
    assert 'value="county"' in page.content.decode()
