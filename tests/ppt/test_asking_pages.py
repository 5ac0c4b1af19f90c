"""The pages on which PPT is asked to take on a measure, and answers."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from measures.models import Measure
from ppt.models import MeasureRequest
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import MeasureFactory
from tests.factories.ppt import MeasureRequestFactory
from tests.ppt.asking import TEXT, measure_at, waiting
from tests.ppt.scene import colleague
from tests.ppt.test_opened import text_of

pytestmark = pytest.mark.usefixtures("english")
FRAME = 7  # session, person, enter, read log (3), leave


def sheet(about, **more):
    return {
        "token": str(uuid.uuid4()), "measure": str(about.pk), "part": "responsible",
        "text": TEXT, "ground": "needed", "reason": "Vi har ikke nok voksne.",
    } | more  # fmt: skip


def page_of(row):
    return reverse("ppt:detail", args=[row.case.alert_id])


def way(name, row):
    return reverse(f"ppt:{name}", args=[row.case.alert_id, row.pk])


def test_from_the_question_to_the_measure(fjellet, signed_in):
    measure = measure_at(fjellet)
    leader = signed_in(fjellet.principal)
    of_case = reverse("opened:case", args=[measure.case_id])
    asking = reverse("opened:ask_measure", args=[measure.case_id])
    assert asking in text_of(leader.get(of_case))
    answer = leader.post(asking, sheet(measure), follow=True)
    assert "Waiting for PPT" in text_of(answer)
    row = MeasureRequest.objects.get()
    adviser = signed_in(fjellet.ppt_adviser)
    page = text_of(adviser.get(page_of(row)))
    for said in (TEXT, measure.title, "Carry out the measure", "Next evaluation"):
        assert said in page
    for unsaid in (measure.case.reference, str(measure.case_id), "Sárá", row.reason):
        assert unsaid not in page
    measures_page = reverse("overview:measure", args=[measure.pk])
    assert adviser.get(measures_page).status_code == 404
    page = text_of(adviser.post(way("take_measure", row), follow=True))
    assert "You have taken on the measure." in page
    assert "PPT takes on a measure" in page
    assert TEXT not in page
    assert adviser.get(measures_page).status_code == 200
    assert adviser.get(reverse("cases:list")).status_code in (200, 404)
    assert adviser.get(reverse("overview:case", args=[measure.case_id])).status_code == 404
    page = text_of(signed_in(fjellet.principal).get(of_case))
    assert f"{fjellet.ppt_adviser.name} at PPT took it on Monday 23 November 2026" in page
    log = text_of(signed_in(fjellet.principal).get(f"/cases/{measure.case_id}/log/"))
    assert "at PPT has taken on the measure “Trygg voksen”" in log


def test_sent_twice_it_is_done_once(fjellet, signed_in):
    measure = measure_at(fjellet)
    told = sheet(measure)
    leader = signed_in(fjellet.principal)
    for _ in range(2):
        leader.post(reverse("opened:ask_measure", args=[measure.case_id]), told)
    row = MeasureRequest.objects.get()
    adviser = signed_in(fjellet.ppt_adviser)
    for _ in range(2):
        page = adviser.post(way("take_measure", row), follow=True)
        assert "You have taken on the measure." in text_of(page)
    assert row.case.alert.answers.count() == 1
    late = signed_in(fjellet.ppt_leader)
    assert "not asked for any more" in text_of(late.post(way("take_measure", row), follow=True))
    page = text_of(late.post(way("decline_measure", row), {"text": "Ingen er ledige."}))
    assert "not asked for any more" in page
    assert "Ingen er ledige." in page
    assert late.get(way("decline_measure", row)).status_code == 404


def test_the_form_says_what_is_wrong_beside_it_and_keeps_the_text(fjellet, signed_in):
    measure = measure_at(fjellet)
    other = MeasureFactory(responsible=fjellet.teacher)
    Measure.objects.filter(pk=other.pk).update(state="stopped")
    client = signed_in(fjellet.principal)
    address = reverse("opened:ask_measure", args=[measure.case_id])
    for wrong, said in (
        ({"measure": ""}, "Choose a measure."),
        ({"measure": str(other.pk)}, "Choose a measure of this case that has not ended."),
        ({"measure": "x"}, "Choose a measure of this case that has not ended."),
        ({"part": "x"}, "Choose among the answers in the list."),
        ({"ground": ""}, "Say what lets PPT know of the case."),
        ({"reason": ""}, "Write why PPT must know this."),
        ({"text": "Sárá trenger noen."}, "“Sárá Nilsen” stands here. Take the name out."),
        ({"text": "Det er sárá sin tur."}, "I have read it: the words are no names"),
        ({"text": "x" * 1001}, "1001 characters long"),
        ({"token": "x"}, "Open the page again"),
    ):
        page = text_of(client.post(address, sheet(measure, **wrong)))
        assert said in page
        assert wrong.get("text", TEXT) in page
    assert not MeasureRequest.objects.exists()
    passed = sheet(measure, text="Det er sárá sin tur.", no_names="on")
    assert client.post(address, passed).status_code == 302


def test_declined_and_withdrawn_the_school_reads_why(fjellet, signed_in):
    row = waiting(fjellet)
    adviser = signed_in(fjellet.ppt_adviser)
    assert "Write why PPT cannot" in text_of(
        adviser.post(way("decline_measure", row), {"text": ""})
    )
    sent = adviser.post(way("decline_measure", row), {"text": "Ingen er ledige."})
    assert sent["Location"] == page_of(row)
    second = waiting(fjellet)
    deputy = signed_in(fjellet.deputy)
    away = reverse("opened:withdraw_request", args=[second.case_id, second.pk])
    assert "Write why it is withdrawn." in text_of(deputy.post(away, {"reason": ""}))
    assert deputy.post(away, {"reason": "Vi gjør det selv."}).status_code == 302
    assert "already been ended" in text_of(deputy.post(away, {"reason": "Igjen."}))
    pages = [
        text_of(deputy.get(reverse("opened:case", args=[one.case_id]))) for one in (row, second)
    ]
    assert "Ingen er ledige." in pages[0]
    assert "Vi gjør det selv." in pages[1]


def test_one_who_is_excluded_finds_nothing_of_it(fjellet, signed_in):
    row, excluded = waiting(fjellet), colleague(fjellet)
    CaseAccessFactory(case=row.case, person=excluded)
    client = signed_in(excluded)
    assert client.get(page_of(row)).status_code == 404
    assert client.post(way("take_measure", row)).status_code == 404
    assert client.get(way("decline_measure", row)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_both_pages_ask_as_much_for_many_as_for_one(
    fjellet, signed_in, count, django_assert_num_queries
):
    row = waiting(fjellet)
    for _ in range(count - 1):
        measure = MeasureFactory(plan=row.measure.plan, responsible=fjellet.teacher)
        MeasureRequestFactory(measure=measure, asked_by=fjellet.principal)
    MeasureRequest.objects.update(asked_at=NOW - timedelta(days=1))
    school, desk = signed_in(fjellet.principal), page_of(row)
    address = reverse("opened:case", args=[row.case_id])
    school.get(address)
    with django_assert_num_queries(FRAME + 6):  # and which office serves the unit
        assert text_of(school.get(address)).count("Waiting for PPT") == count
    adviser = signed_in(fjellet.ppt_adviser)
    adviser.get(desk)
    with django_assert_num_queries(FRAME - 3 + 7):
        assert text_of(adviser.get(desk)).count("Take on the measure</button>") == count


def test_in_a_kindergarten_too(fjellet, signed_in):
    measure = measure_at(fjellet)
    type(measure.case).objects.update(unit=fjellet.kindergarten, held_by=fjellet.kindergarten)
    address = reverse("opened:ask_measure", args=[measure.case_id])
    head = signed_in(fjellet.head)
    assert head.get(address, {"measure": str(measure.pk)}).status_code == 200
    assert head.post(address, sheet(measure)).status_code == 302
    row = MeasureRequest.objects.get()
    assert TEXT in text_of(signed_in(fjellet.ppt_adviser).get(page_of(row)))
    assert row.asked_at.date() == TODAY
