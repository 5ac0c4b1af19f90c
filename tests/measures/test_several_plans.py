"""Two exposed pupils have a plan each, which shows nothing of the other; and a plan may be long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.clock import NOW, TODAY
from tests.factories.cases import InvolvementFactory
from tests.factories.measures import PlanFactory, PlanVersionFactory, SetAsideFactory
from tests.measures.pages import at, page_of, text, typed
from tests.measures.scene import measure_in, plan_at


def plan_page(plan):
    return reverse("measures:plan_of", args=[plan.case_id, plan.pk])


@pytest.fixture
def two(fjellet):
    """Sárá's plan and Ola's, each with texts, a measure, a group set aside and a version."""
    first = plan_at(fjellet, complete=True, problem="Sáras problem.", together="Sáras sammen.")
    ola = InvolvementFactory(case=first.case, pupil__name="Ola Ås")
    second = PlanFactory(
        case=first.case, about=ola, problem="Olas problem.", state="complete", completed_at=NOW
    )
    for whose, plan in (("Sáras", first), ("Olas", second)):
        measure_in(plan, fjellet, title=f"{whose} tiltak", why=f"{whose} grunn", how=f"{whose} vis")
        SetAsideFactory(plan=plan, target="unit", reason=f"{whose} utsatt")
        PlanVersionFactory(plan=plan, best_interests=f"{whose} beste")
    return first, second


def test_one_plan_shows_nothing_of_the_other(two, fjellet, signed_in):
    client = signed_in(fjellet.principal)
    for plan, own, other in ((two[0], "Sára", "Ola"), (two[1], "Ola", "Sár")):
        addresses = [
            plan_page(plan),
            *(at(name, plan) for name in ("write", "complete", "versions", "add")),
            reverse("measures:version", args=[plan.pk, 1]),
            f"{at('compare', plan)}?old=1&new=now",
        ]
        pages = [client.get(address) for address in addresses]
        assert {page.status_code for page in pages} == {200}
        assert [other for page in pages if other in text(page)] == []
        assert own[:3] in text(pages[0])


def test_which_plan_is_chosen_first(two, fjellet, signed_in):
    page = signed_in(fjellet.principal).get(page_of(two[0]))
    assert "The plan for Sárá Nilsen" in text(page)
    assert "The plan for Ola Ås" in text(page)
    assert "problem" not in text(page)
    assert "All plans in this case" in text(signed_in(fjellet.principal).get(plan_page(two[0])))


def test_somebody_without_a_plan_stands_beside_those_who_have_one(fjellet, signed_in):
    plan = plan_at(fjellet, problem="Sáras problem.")
    InvolvementFactory(case=plan.case, pupil__name="Ola Ås")
    client = signed_in(fjellet.principal)
    said = text(client.get(page_of(plan)))
    assert "The plan for Sárá Nilsen" in said
    assert "Start a plan for Ola Ås" in said
    assert "Ola" not in text(client.get(plan_page(plan)))


def test_a_plan_with_a_hundred_measures_is_read_and_completed(fjellet, signed_in):
    plan = plan_at(fjellet, problem="Mye.")
    groups = ["exposed", "violating", "bystanders", "class", "unit"]
    for number in range(100):
        start = TODAY + timedelta(days=number)
        measure_in(
            plan, fjellet, title=f"Tiltak {number:03}", target_groups=[groups[number % 5]],
            starts_on=start, ends_on=start + timedelta(days=3),
        )  # fmt: skip
    client = signed_in(fjellet.principal)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(plan_page(plan))
    assert sum("SAVEPOINT" not in query["sql"] for query in asked) < 25
    assert all(f"Tiltak {number:03}" in text(page) for number in range(100))
    assert "17 more" in text(page)
    client.post(at("complete", plan), {"best_interests": "Hørt.", "together": "Sammen."})
    version = text(client.get(reverse("measures:version", args=[plan.pk, 1])))
    assert "Tiltak 099" in version
    assert "room for 100 measures" in text(
        client.post(at("add", plan), typed(fjellet, title="Ett for mye"))
    )
