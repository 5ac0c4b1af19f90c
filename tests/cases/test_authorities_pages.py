"""The county governor's page and forms, the hold, and what My day asks for."""

import re
import uuid

import pytest
from django.urls import reverse

from cases.models import CountyCase, LegalHold, Letter, OrderedAct
from tests.cases.sheets import page
from tests.clock import TODAY
from tests.factories.authorities import (
    CountyCaseFactory,
    LegalHoldFactory,
    LetterFactory,
    OrderedActFactory,
)
from tests.factories.cases import CaseAccessFactory, CaseFactory


def url(name, case, *more):
    return reverse(f"cases:{name}", args=[case.pk, *more])


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school, state="follow_up")


def test_the_whole_road_by_its_pages(fjellet, signed_in, case):
    client, home = signed_in(fjellet.principal), url("authorities", case)
    assert "The county governor has not had this case." in text(client.get(home))
    sent = {"opened_on": "20.11.2026", "their_reference": "2026/12", "token": str(uuid.uuid4())}
    assert client.post(url("open_county_case", case), sent)["Location"] == home
    county = CountyCase.objects.get()
    letter = {
        "dated_on": "20.11.2026", "about": "De ber om svar.", "answer_due_on": "07.12.2026",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    client.post(url("add_letter", case, county.pk, "in"), letter)
    theirs = Letter.objects.get()
    answer = {
        "dated_on": "23.11.2026", "about": "Vårt svar.", "answers": str(theirs.pk),
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    client.post(url("add_letter", case, county.pk, "out"), answer)
    decision = {"decided_on": "23.11.2026", "decision": "Plikten er ikke oppfylt."}
    client.post(url("note_decision", case, county.pk), decision)
    act = {"act": "Flere voksne ute.", "due_on": "07.12.2026", "token": str(uuid.uuid4())}
    client.post(url("add_act", case, county.pk), act)
    said = text(client.get(home))
    for part in (
        "2026/12", "De ber om svar.", "Answered", "Answers the letter of Friday 20 November 2026",
        "Plikten er ikke oppfylt.", "Flere voksne ute.", "Due Monday 7 December 2026",
    ):  # fmt: skip
        assert part in said
    row = OrderedAct.objects.get()
    done = {"done_on": "23.11.2026", "how": "To voksne er ute."}
    assert client.post(reverse("cases:report_act", args=[row.pk]), done)["Location"] == home
    client.post(url("end_county_case", case, county.pk), {"ended_on": "23.11.2026"})
    said = text(client.get(home))
    assert "Finished Monday 23 November 2026" in said
    assert "To voksne er ute." in said


def test_a_form_with_errors_says_what_to_do_and_keeps_what_was_typed(fjellet, signed_in):
    county = CountyCaseFactory(case__unit=fjellet.school)
    client = signed_in(fjellet.principal)
    for name, more, sent, sentence in (
        ("add_letter", ["in"], {"about": "De spør."}, "Write the date of the letter."),
        ("note_decision", [], {"decision": "Det er bra."}, "Write when it was."),
        ("end_county_case", [], {"ended_on": "i går"}, "We do not understand this date."),
    ):
        answer = client.post(url(name, county.case, county.pk, *more), sent)
        assert sentence in text(answer)
        assert all(typed in page(answer) for typed in sent.values())


def test_a_letter_is_asked_about_what_goes_with_its_way(fjellet, signed_in):
    county = CountyCaseFactory(case__unit=fjellet.school)
    client = signed_in(fjellet.principal)
    theirs = page(client.get(url("add_letter", county.case, county.pk, "in")))
    ours = url("add_letter", county.case, county.pk, "out")
    assert "answer_due_on" in theirs
    assert 'name="answers"' not in page(client.get(ours))
    LetterFactory(county_case=county, answer_due_on=TODAY)
    LetterFactory(county_case=county)
    asked = page(client.get(ours))
    assert asked.count('name="answers"') == 2  # the one that waits, and none of them
    assert "answer_due_on" not in asked
    assert client.get(url("add_letter", county.case, county.pk, "up")).status_code == 404


def test_kindergartens_have_no_such_road(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten)
    client = signed_in(fjellet.head)
    assert client.get(url("authorities", case)).status_code == 404
    assert client.get(url("open_county_case", case)).status_code == 404
    assert url("authorities", case) not in page(client.get(reverse("overview:log", args=[case.pk])))


def test_the_flag_is_a_label_on_the_list_and_on_the_page(fjellet, signed_in, case):
    CountyCaseFactory(case=case)
    LegalHoldFactory(case=case)
    client = signed_in(fjellet.principal)
    for address in ("/cases/", case.get_absolute_url()):
        said = text(client.get(address))
        assert "Followed up With the county governor On legal hold" in said


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_however_much_is_written(
    fjellet, signed_in, django_assert_num_queries, case, rows
):
    for _row in range(rows):
        county = CountyCaseFactory(case=case, decided=True, ended_on=TODAY)
        LetterFactory.create_batch(rows, county_case=county)
        OrderedActFactory.create_batch(
            rows, county_case=county, done_on=TODAY, done_by=fjellet.principal, how="Gjort."
        )
    client = signed_in(fjellet.principal)
    client.get(url("authorities", case))
    # The frame's seven; the case, the times they had it, letters, acts.
    with django_assert_num_queries(7 + 4):
        client.get(url("authorities", case))


# ---------------------------------------------------------------- My day
def duties(response):
    return [
        (str(duty.what), duty.reference, duty.due_on, duty.url)
        for heap in response.context["workday"].heaps
        for duty in heap.duties
        if "county governor" in str(duty.what)
    ]


def test_a_letter_that_waits_is_on_my_day(fjellet, signed_in, case):
    letter = LetterFactory(county_case__case=case, answer_due_on=TODAY)
    expected = (
        "Answer the county governor", case.reference, TODAY, url("authorities", case),
    )  # fmt: skip
    for person in (fjellet.principal, fjellet.deputy):
        assert duties(signed_in(person).get("/today/")) == [expected]
    assert duties(signed_in(fjellet.teacher).get("/today/")) == []
    LetterFactory(county_case=letter.county_case, direction="out", answers=letter)
    assert duties(signed_in(fjellet.principal).get("/today/")) == []


def test_what_was_ordered_is_on_the_owners_day_without_the_case(fjellet, signed_in, strand, case):
    act = OrderedActFactory(county_case__case=case, due_on=TODAY)
    address = reverse("cases:report_act", args=[act.pk])
    expected = ("Do what the county governor has ordered", case.reference, TODAY, address)
    for person in (fjellet.owner_adviser, fjellet.principal):
        assert duties(signed_in(person).get("/today/")) == [expected]
    for person in (fjellet.deputy, strand.principal):
        assert duties(signed_in(person).get("/today/")) == []
    owner = signed_in(fjellet.owner_adviser)
    shown = text(owner.get(address))
    assert act.act in shown
    assert case.reference in shown
    assert case.what_happened not in shown
    assert owner.get(case.get_absolute_url()).status_code == 404
    answer = owner.post(address, {"done_on": "23.11.2026", "how": "Vi har ansatt to."})
    assert answer["Location"] == reverse("overview:owner")
    assert duties(owner.get("/today/")) == []
    assert "Vi har ansatt to." in text(owner.get(address))


def test_an_adviser_who_is_excluded_meets_no_act(fjellet, signed_in, case):
    act = OrderedActFactory(county_case__case=case, due_on=TODAY)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser)
    client = signed_in(fjellet.owner_adviser)
    assert duties(client.get("/today/")) == []
    assert client.get(reverse("cases:report_act", args=[act.pk])).status_code == 404


# ---------------------------------------------------------------- legal hold
def test_a_hold_is_set_and_ended(fjellet, signed_in, case):
    client, address = signed_in(fjellet.principal), url("hold", case)
    assert "Who needs the case whole, and why?" in text(client.get(address))
    assert 'id="id_reason_error"' in page(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "Familien ber om det."})
    hold = LegalHold.objects.get()
    ending = url("end_hold", case, hold.pk)
    shown = client.get(address)
    assert "Familien ber om det." in text(shown)
    assert f'href="{ending}"' in page(shown)
    assert "Familien ber om det." in text(client.get(ending))
    sentence = "This case is on legal hold: somebody needs it whole. End the hold first."
    closing = client.post(url("step", case, "close"), {
        "reason": "Trygt.", "best_interests": "Best.", "professional_help": "gets",
        "early_reason": "Flytter.", "token": str(uuid.uuid4()),
    })  # fmt: skip
    assert sentence in text(closing)
    client.post(ending, {"reason": "Saken er avgjort."})
    hold.refresh_from_db()
    assert hold.ended_reason == "Saken er avgjort."


def test_a_hold_that_is_sent_twice_stands(fjellet, signed_in, case):
    client = signed_in(fjellet.principal)
    for _sent in range(2):
        client.post(url("hold", case), {"reason": "Domstolen trenger saken."})
    first = LegalHold.objects.get(ended_at=None)
    for _sent in range(2):
        client.post(url("end_hold", case, first.pk), {"reason": "Saken er avgjort."})
    client.post(url("hold", case), {"reason": "Familien ber om det."})
    client.post(url("end_hold", case, first.pk), {"reason": "Sent for sent."})
    assert LegalHold.objects.get(ended_at=None).reason == "Familien ber om det."
