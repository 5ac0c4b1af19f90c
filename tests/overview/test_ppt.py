"""What PPT has answered, as those who follow up the case see it: My day, the case, its log."""

import re
from datetime import date

import pytest
from django.urls import reverse

from overview.due import ppt
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.ppt import PptAnswerFactory
from tests.ppt.scene import case_at
from tests.scope import acting

DUTY = "Read what PPT has answered"


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def case(fjellet):
    return case_at(fjellet, state="follow_up")


def answered(case, place, **more):
    return PptAnswerFactory(alert=case.alert, given_by=place.ppt_adviser, **more)


def duties(person):
    with acting(person, TODAY) as viewer:
        return [(one.reference, one.due_on) for one in ppt.answers(viewer)]


def test_it_stays_on_my_day_until_somebody_has_received_it(fjellet, signed_in, case, english):
    answer = answered(case, fjellet)
    assert duties(fjellet.deputy) == [(case.reference, TODAY)]
    client = signed_in(fjellet.deputy)
    assert DUTY in text(client.get("/today/"))
    assert DUTY in text(client.get(case.get_absolute_url()))
    page = client.get(reverse("opened:case", args=[case.pk]))
    receive = reverse("opened:receive_answer", args=[case.pk, answer.pk])
    assert receive in page.content.decode()
    assert fjellet.ppt_adviser.name in text(page)
    client.post(receive)
    assert duties(fjellet.deputy) == []
    assert DUTY not in text(client.get(case.get_absolute_url()))
    assert receive not in client.get(reverse("opened:case", args=[case.pk])).content.decode()


@pytest.mark.parametrize("who", ["teacher", "ppt_adviser", "owner_adviser", "other_principal"])
def test_it_is_nobody_elses(fjellet, case, who):
    answered(case, fjellet)
    assert duties(getattr(fjellet, who)) == []


def test_it_is_not_of_one_who_is_excluded_or_of_a_case_that_has_ended(fjellet, case):
    answered(case, fjellet)
    CaseAccessFactory(case=case, person=fjellet.deputy)
    assert duties(fjellet.deputy) == []
    type(case).objects.filter(pk=case.pk).update(state="closed", ended_reason="Trygt.")
    assert duties(fjellet.principal) == []


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_however_many(fjellet, count, django_assert_num_queries):
    for _time in range(count):
        answered(case_at(fjellet), fjellet)
    with acting(fjellet.principal, TODAY) as viewer, django_assert_num_queries(1):
        assert len(ppt.answers(viewer)) == count


def test_the_log_holds_each_answer_on_all_its_pages(fjellet, signed_in, case, english):
    answered(case, fjellet, kind="meeting", text="Vi kommer.", proposed="tirsdag")
    answered(case, fjellet, kind="ended", reason="done", text="")
    answered(
        case, fjellet, kind="not_now", reason="nobody_free", text="", answer_by=date(2026, 12, 9)
    )
    client, who = signed_in(fjellet.principal), fjellet.ppt_adviser.name
    for page in (case.get_absolute_url(), reverse("overview:log", args=[case.pk])):
        shown = text(client.get(page))
        assert f"{who} at PPT offered help: A meeting." in shown
        assert "Vi kommer." in shown
        assert f"{who} at PPT ended their part: The help is finished." in shown
        assert f"{who} at PPT answered: not now. Nobody is free." in shown
        assert "9 December 2026" in shown


def test_the_case_shows_where_ppt_stands(fjellet, signed_in, case, english):
    alert = case.alert
    client = signed_in(fjellet.principal)
    shown = text(client.get(case.get_absolute_url()))
    assert alert.number in shown
    alert.state, alert.received_at = "assigned", NOW
    alert.received_by, alert.assigned_to = fjellet.ppt_adviser, fjellet.ppt_leader
    alert.save()
    shown = text(client.get(case.get_absolute_url()))
    assert f"{fjellet.ppt_adviser.name} acknowledged the alert" in shown
    assert f"{fjellet.ppt_leader.name} follows up" in shown
    assert "The answer is expected by" in shown


def test_in_a_kindergarten_it_is_read_too(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten, alert__office=fjellet.office)
    answered(case, fjellet)
    client = signed_in(fjellet.head)
    for page in ("/today/", case.get_absolute_url(), reverse("opened:case", args=[case.pk])):
        assert client.get(page).status_code == 200
