"""What stands in the texts that PPT is to read, besides names, and how long they may be."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.models import PptAlert, PptOpening
from common.errors import ActionError
from tests.cases.opened import opening
from tests.factories.cases import InvolvementFactory
from tests.factories.measures import PlanFactory
from tests.ppt.asking import ask, measure_at
from tests.ppt.test_opened import text_of
from tests.ppt.test_opening_pages import full_of_canaries, sheet

pytestmark = pytest.mark.usefixtures("english")


def test_a_description_is_pointed_out_word_for_word_and_may_stand(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    InvolvementFactory(case=made.case, pupil=None, described="gutt i 6B", role="violating")
    address = reverse("opened:open", args=[made.case.pk])
    client = signed_in(fjellet.principal)
    wrong = sheet(parts=["problem"], problem="En gutt i 6B dytter.")
    page = text_of(client.post(address, wrong))
    assert "described as “gutt i 6B”, which stands under “The problem”." in page
    assert "En gutt i 6B dytter." in page
    assert client.post(address, wrong | {"no_names": "on"}).status_code == 302
    # A word of it says nothing of anybody.
    assert client.post(address, sheet(parts=["problem"], problem="En gutt.")).status_code == 302


@pytest.mark.parametrize("told", [False, True])
def test_a_place_that_ppt_is_not_told_is_pointed_out_unless_it_is_opened(fjellet, signed_in, told):
    made = full_of_canaries(fjellet)
    alert = PptAlert.objects.filter(pk=made.case.alert_id)
    alert.update(unit=fjellet.school if told else None, stage="", kinds=[])
    address = reverse("opened:open", args=[made.case.pk])
    client = signed_in(fjellet.principal)
    wrong = sheet(parts=["problem"], problem="Ingen ved Fjellet skole ser det.")
    answer = client.post(address, wrong)
    assert (answer.status_code == 302) is told
    if not told:
        said = "“Fjellet skole” stands under “The problem”, and PPT is not told which place it is."
        assert said in text_of(answer)
        with pytest.raises(ActionError, match="choose to tell that too"):
            opening(made.case, fjellet.principal, content={"problem": wrong["problem"]})
    for more in ({"no_names": "on"}, {"parts": ["problem", "place"]}):
        assert client.post(address, wrong | {"token": str(uuid4())} | more).status_code == 302


def test_it_is_said_that_what_is_counted_is_of_all_who_have_a_plan(fjellet, signed_in):
    made, said = full_of_canaries(fjellet), "each of these families must have agreed"
    addresses = [reverse(f"opened:{one}", args=[made.case.pk]) for one in ("open", "ask")]
    client = signed_in(fjellet.principal)
    assert not any(said in text_of(client.get(one)) for one in addresses)
    PlanFactory(case=made.case, about=InvolvementFactory(case=made.case))
    assert all(said in text_of(client.get(one)) for one in addresses)


def test_ask_ppt_to_take_points_out_a_place_that_ppt_is_not_told(fjellet):
    measure = measure_at(fjellet)
    PptAlert.objects.update(unit=None, stage="", kinds=[])
    with pytest.raises(ActionError, match="stands here, and PPT is not told which place it is."):
        ask(measure, fjellet.principal, text="Kom til Fjellet skole.")
    assert ask(measure, fjellet.principal, text="Kom til Fjellet skole.", no_names=True)


def test_a_text_that_is_too_long_stops_the_form_only_where_its_part_is_chosen(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    long = "Står alene. " * 1000
    made.measure.plan.__class__.objects.update(problem=long.strip())
    client = signed_in(fjellet.principal)
    address = reverse("opened:open", args=[made.case.pk])
    page = text_of(client.post(address, sheet(parts=["problem"], problem=long, reason="Derfor.")))
    assert "There is room for 10000. Make it shorter, or do not choose this part;" in page
    assert page.count("Står alene.") >= 1000
    assert "Derfor." in page
    page = text_of(client.post(address, sheet(problem=long)))
    assert "Choose what PPT is to see." in page
    assert "There is room for" not in page
    page = text_of(client.post(address, sheet(parts=["plan"], problem=f"{long} Og mer.")))
    assert "You have written here, but not chosen this part." in page
    assert "Og mer." in page
    assert client.post(address, sheet(parts=["plan"], problem=long)).status_code == 302
    asked = sheet(help_wanted="advice", problem=long, ground="", reason="")
    assert client.post(reverse("opened:ask", args=[made.case.pk]), asked).status_code == 302
    assert PptOpening.objects.get().parts == ["plan"]


def test_ask_ppt_to_take_points_out_how_somebody_is_described(fjellet):
    measure = measure_at(fjellet)
    InvolvementFactory(case=measure.case, pupil=None, described="gutt i 6B", role="violating")
    with pytest.raises(ActionError, match="described as “gutt i 6B”, which stands here. Take it"):
        ask(measure, fjellet.principal, text="Snakk med en gutt i 6B.")
    assert ask(measure, fjellet.principal, text="Snakk med en gutt i 6B.", no_names=True)
