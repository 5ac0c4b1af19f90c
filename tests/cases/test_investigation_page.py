"""The investigation on its page; and two who write at once."""

import pytest

from cases.models import BestInterests, Investigation
from tests.cases.sheets import page
from tests.factories.cases import CaseFactory
from tests.factories.measures import PlanFactory, PlanVersionFactory
from tests.factories.voices import BestInterestsFactory, InvestigationFactory
from tests.measures.pages import text

TOKENS = [f"5f2a7f0e-58b5-4b53-a5a8-5b4f0d0b2f{number}" for number in range(10, 20)]


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


def at(case, what=""):
    return f"/cases/{case.pk}/investigation/{what}"


def typed(seen="", token=TOKENS[0], **more):
    return {"methods": ["talks"], "showed": "Min tekst.", "seen": seen, "token": token} | more


def test_it_is_written_and_each_earlier_text_can_be_shown(fjellet, signed_in, case):
    client = signed_in(fjellet.principal)
    assert "Nothing is written yet." in text(client.get(at(case)))
    client.post(at(case, "write/"), typed())
    form = client.get(at(case, "write/")).context["form"]
    assert form["showed"].value() == "Min tekst."
    client.post(at(case, "write/"), typed(form["seen"].value(), TOKENS[1], showed="Ny tekst."))
    response = client.get(at(case))
    assert response.context["stands"].showed == "Ny tekst."
    assert [row.showed for row in response.context["earlier"]] == ["Min tekst."]
    assert "Talks with pupils" in text(response)


def test_the_second_of_two_gets_both_texts_and_nothing_is_lost(fjellet, signed_in, case):
    theirs = InvestigationFactory(case=case, showed="Deres tekst.", written_by=fjellet.deputy)
    client = signed_in(fjellet.principal)
    response = client.post(at(case, "write/"), typed())
    said = text(response)
    assert "Nothing is overwritten." in said
    assert f"Written by {fjellet.deputy.name}, Monday 23 November 2026, week 48, at 10.00" in said
    assert "Deres tekst." in said
    assert "Min tekst." in page(response)
    assert "Save mine as a new version" in said
    assert Investigation.objects.get() == theirs
    again = response.context["form"]["seen"].value()
    client.post(at(case, "write/"), typed(again))
    assert case.investigations.standing().replaces == theirs


def test_the_two_are_put_together(fjellet, signed_in, case):
    theirs = InvestigationFactory(case=case, showed="Deres tekst.", methods=["survey"])
    client = signed_in(fjellet.principal)
    response = client.post(at(case, "write/"), typed(both="1"))
    form = response.context["form"]
    assert form["showed"].value() == "Deres tekst.\n\nMin tekst."
    assert form["methods"].value() == ["survey", "talks"]
    assert not form.errors
    assert "Both texts, to be put together" in text(response)
    sent = typed(form["seen"].value(), showed="Deres og min.", methods=["survey", "talks"])
    client.post(at(case, "write/"), sent)
    assert case.investigations.standing().showed == "Deres og min."
    assert case.investigations.standing().replaces == theirs


def test_what_is_saved_is_kept(fjellet, signed_in, case):
    InvestigationFactory(case=case, showed="Deres tekst.")
    response = signed_in(fjellet.principal).post(at(case, "write/"), typed(theirs="1"), follow=True)
    assert "What was saved stands. Your text is not saved." in text(response)
    assert Investigation.objects.get().showed == "Deres tekst."


def test_a_third_who_writes_meanwhile_is_shown_too(fjellet, signed_in, case):
    first = InvestigationFactory(case=case, showed="En.")
    client = signed_in(fjellet.principal)
    seen = client.post(at(case, "write/"), typed()).context["form"]["seen"].value()
    assert seen == str(first.pk)
    InvestigationFactory(case=case, replaces=first, showed="To.")
    response = client.post(at(case, "write/"), typed(seen))
    assert "To." in text(response)
    assert Investigation.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"showed": ""}, "Write what it showed."),
        ({"methods": []}, "Choose how you looked into it."),
        ({"methods": ["magic"]}, "Choose among the answers in the list."),
        ({"showed": "x" * 10_001}, "The text is 10001 characters long."),
        ({"showed": "a\u202eb"}, "hidden characters"),
        ({"seen": "not-an-id"}, "Enter a valid UUID."),
        ({"seen": "5f2a7f0e-58b5-4b53-a5a8-5b4f0d0b2f99"}, "Open the page again"),
    ],
)
def test_what_is_wrong_is_said(fjellet, signed_in, case, wrong, sentence):
    response = signed_in(fjellet.principal).post(at(case, "write/"), typed(**wrong))
    assert sentence in text(response)
    assert not Investigation.objects.exists()


def test_starting_it_is_a_step_of_its_own(fjellet, signed_in, case):
    client = signed_in(fjellet.principal)
    client.post(at(case, "write/"), typed())
    case.refresh_from_db()
    assert case.state == "reported"
    assert f"/cases/{case.pk}/steps/investigate/" in page(client.get(at(case)))
    client.post(f"/cases/{case.pk}/steps/investigate/")
    assert "Start the investigation" not in page(client.get(at(case)))


# ---------------------------------------------------------------- best interests
def test_what_is_best_for_the_child_is_written_once(fjellet, signed_in, case):
    client = signed_in(fjellet.principal)
    url = f"/cases/{case.pk}/best-interests/new/"
    assert "Choose what is decided." in text(client.post(url, {"text": "Noe."}))
    sent = {"occasion": "closing", "text": "Eleven vil det.", "token": TOKENS[0]}
    for _time in range(2):
        assert client.post(url, sent)["Location"] == at(case)
    assert BestInterests.objects.get().occasion == "closing"
    assert "Eleven vil det." in text(client.get(at(case)))


@pytest.mark.parametrize("number", [1, 3])
def test_all_assessments_stand_on_one_page(
    fjellet, signed_in, django_assert_num_queries, case, number
):
    plan = PlanFactory(case=case, about=None)
    for one in range(number):
        BestInterestsFactory(case=case, text="Eleven vil det.")
        PlanVersionFactory(plan=plan, number=one + 1, best_interests="Planen følger det.")
    client = signed_in(fjellet.principal)
    url = f"/cases/{case.pk}/best-interests/"
    said = text(client.get(url))
    assert said.count("Eleven vil det.") == said.count("Planen følger det.") == number
    with django_assert_num_queries(7 + 3):
        client.get(url)


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_however_many_texts_there_are(
    fjellet, signed_in, django_assert_num_queries, case, number
):
    stands = None
    for _one in range(number):
        stands = InvestigationFactory(case=case, replaces=stands)
        BestInterestsFactory(case=case)
    client = signed_in(fjellet.principal)
    client.get(at(case))
    with django_assert_num_queries(7 + 3):
        client.get(at(case))
