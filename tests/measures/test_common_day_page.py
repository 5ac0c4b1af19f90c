"""The common day for evaluations on the page of the plan, as a browser meets it."""

import re

import pytest
from django.urls import reverse

from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory

ENDED = {"state": "stopped", "started_on": TODAY}


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def test_it_is_saved_from_both_pages_where_the_token_is_asked_for(fjellet, signed_in):
    set_up = scene(fjellet)
    plan, address = (
        reverse(f"measures:{name}", args=[set_up.case.pk]) for name in ("plan", "evaluation_day")
    )
    client = signed_in(fjellet.principal)
    client.handler.enforce_csrf_checks = True
    for weekday in (3, 4):
        page = client.get(plan).content.decode()
        form = page[page.index('id="common-day"') :].partition("</form>")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
        sent = {"weekday": weekday, "csrfmiddlewaretoken": token}
        assert client.post(address, sent).status_code == 302
        set_up.case.refresh_from_db()
        assert set_up.case.evaluation_weekday == weekday
        PlanFactory(case=set_up.case, about=InvolvementFactory(case=set_up.case))


def test_the_help_says_that_dates_ahead_are_moved(fjellet, signed_in):
    page = signed_in(fjellet.principal).get(
        reverse("measures:evaluation_day", args=[scene(fjellet).case.pk])
    )
    assert "The dates ahead are moved to this day" in page.content.decode()


@pytest.mark.parametrize("state", [None, "planned", "ended"])
def test_while_nothing_runs_neither_a_meeting_nor_a_common_day_is_offered(
    fjellet, signed_in, state
):
    set_up = scene(fjellet)
    offered = [
        reverse(name, args=[set_up.case.pk])
        for name in ("evaluations:meeting", "measures:evaluation_day")
    ]
    client, plan = signed_in(fjellet.principal), reverse("measures:plan", args=[set_up.case.pk])
    assert all(one in client.get(plan).content.decode() for one in offered)
    set_up.measure.delete()
    if state:
        MeasureFactory(plan=set_up.measure.plan, **{"planned": {}, "ended": ENDED}[state])
    page = client.get(plan).content.decode()
    assert not any(one in page for one in offered)
