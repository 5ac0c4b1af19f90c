"""What the law demands of a plan is not called optional while the plan is being written."""

import pytest
from django.urls import reverse

from tests.evaluations.scene import scene
from tests.measures.pages import text

MARK = "Must be filled in before the plan is completed"


@pytest.mark.parametrize("state", ["draft", "complete"])
def test_the_problem_and_why_a_measure_fits_say_when_they_are_needed(fjellet, signed_in, state):
    set_up = scene(fjellet)
    plan = set_up.measure.plan
    given = {"state": state, "completed_at": plan.created_at if state == "complete" else None}
    type(plan).objects.filter(pk=plan.pk).update(**given)
    client = signed_in(fjellet.principal)
    for name in ("measures:write", "measures:add"):
        form = client.get(reverse(name, args=[plan.pk])).context["form"]
        field = form.fields["problem" if name == "measures:write" else "why"]
        assert (field.required, bool(field.needed_if)) == (state == "complete", state == "draft")
    page = text(client.get(reverse("measures:write", args=[plan.pk])))
    assert (MARK in page) is (state == "draft")
