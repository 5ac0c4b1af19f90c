"""Search: what is found and by whom, in whatever way it is written; and what nobody learns."""

import re

import pytest
from django.urls import reverse

from accounts.models import KeptForm
from audit.models import Event, Reading
from organisations.roles import Role
from tests.accounts.signing_in import idle
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.organisations import member
from tests.factories.pupils import PupilAccessFactory, PupilFactory

ADDRESS = "/search/"
FRAME = 4  # session, person, enter, leave
LOGS = 2 + 4  # the event, the read log, and each its transaction inside the test's own


def text(response):
    page = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def search(client, words):
    response = client.post(ADDRESS, {"words": words})
    assert response.status_code == 200
    return response


def found(client, words):
    """Group by group what it says."""
    groups = search(client, words).context["groups"]
    return {group.key: [str(hit.label) for hit in group.hits] for group in groups or ()}


@pytest.fixture
def principal(fjellet, signed_in):
    return signed_in(fjellet.principal)


@pytest.mark.parametrize(
    "words", ["26-K7F3", "26k7f3", " 26 K7F3 ", "26–k7f3", "K7F3", "26-K7", "k7f3"]
)
def test_a_case_is_found_by_its_reference_however_it_is_written(fjellet, principal, words):
    case = CaseFactory(unit=fjellet.school, reference="26-K7F3")
    CaseFactory(unit=fjellet.school, reference="26-X9P4")
    assert found(principal, words) == {"cases": ["26-K7F3"]}
    assert f'href="{case.get_absolute_url()}"' in search(principal, words).content.decode()


@pytest.mark.parametrize("words", ["26", "K7F", "26-K7F32", "27-K7F3", "７Ｆ３"])
def test_a_piece_that_begins_no_reference_finds_no_case(fjellet, principal, words):
    CaseFactory(unit=fjellet.school, reference="26-K7F3")
    assert found(principal, words) == {}


@pytest.mark.parametrize(
    "words",
    ["Máret-Ánne Bævttar", "maret anne", "BÄVTTAR", "bævttar máret", "Ma\u0301ret", "anne b"],
)
def test_a_pupil_is_found_by_any_words_of_the_name(fjellet, principal, words):
    PupilFactory(unit=fjellet.school, name="Máret-Ánne Bævttar")
    PupilFactory(unit=fjellet.school, name="Jonas Moen")
    assert found(principal, words) == {"pupils": ["Máret-Ánne Bævttar"]}


def test_measures_and_pages_are_found_by_title(fjellet, principal):
    measure = MeasureFactory(
        plan__case=CaseFactory(unit=fjellet.school), title="Trygg vaksen på åa"
    )
    assert found(principal, "aaa trygg") == {"measures": ["Trygg vaksen på åa"]}
    plan = reverse("measures:plan_of", args=[measure.case_id, measure.plan_id])
    assert f'href="{plan}"' in search(principal, "vaksen").content.decode()
    assert found(principal, "calendar") == {"pages": ["Calendar"]}
    assert found(principal, "new ca") == {"pages": ["New case"]}


def test_results_stand_in_norwegian_order(fjellet, principal):
    names = ["Åse Test", "Ærlig Test", "Zara Test", "Øyvind Test", "Anders Test", "Aase Test"]
    for name in names:
        PupilFactory(unit=fjellet.school, name=name)
    assert found(principal, "test")["pupils"][:4] == [
        "Anders Test",
        "Zara Test",
        "Ærlig Test",
        "Øyvind Test",
    ]


def test_ten_are_shown_and_more_are_told_of(fjellet, principal):
    for number in range(10):
        PupilFactory(unit=fjellet.school, name=f"Kari Nummer{number}")
    assert "Write more" not in text(search(principal, "kari"))
    PupilFactory(unit=fjellet.school, name="Kari Den Ellevte")
    response = search(principal, "kari")
    assert "There are more than 10. Write more to find the one you mean." in text(response)
    assert len(found(principal, "kari")["pupils"]) == 10


def test_a_case_stands_beside_a_pupil_only_for_those_who_see_the_case(
    fjellet, principal, signed_in
):
    pupil = PupilFactory(unit=fjellet.school, name="Kari Nordmann")
    case = CaseFactory(unit=fjellet.school, reference="26-K7F3")
    InvolvementFactory(case=case, pupil=pupil)
    InvolvementFactory(case=case, pupil=pupil, role="bystander")
    assert "Kari Nordmann Has a case: 26-K7F3 About" in text(search(principal, "kari")) + " About"
    excluded = member(Role.DEPUTY, fjellet.school)
    CaseAccessFactory(case=case, person=excluded)
    for person in (excluded, fjellet.school_administrator):
        shown = text(search(signed_in(person), "kari"))
        assert "Kari Nordmann" in shown
        assert "Has a case" not in shown
        assert "26-K7F3" not in shown


def test_nothing_outside_ones_scope_is_found(fjellet, strand, signed_in):
    case = CaseFactory(unit=strand.school, reference="26-K7F3")
    InvolvementFactory(case=case, pupil__name="Kari Nordmann")
    MeasureFactory(plan__case=case, title="Kari får en trygg voksen")
    mine = CaseFactory(unit=fjellet.school)
    MeasureFactory(plan__case=mine, title="Trygg lek", responsible=fjellet.teacher)
    for person in (fjellet.principal, fjellet.teacher, fjellet.owner_adviser, fjellet.ppt_adviser):
        client = signed_in(person)
        assert found(client, "kari") == {}
        assert found(client, "26-K7F3") == {}
    assert found(signed_in(fjellet.teacher), "trygg") == {"measures": ["Trygg lek"]}
    assert found(signed_in(fjellet.other_teacher), "trygg") == {}


def test_a_teacher_is_led_to_the_evaluation_of_an_own_measure(fjellet, signed_in):
    plan = PlanFactory(case=CaseFactory(unit=fjellet.school))
    own = {"plan": plan, "responsible": fjellet.teacher}
    runs = MeasureFactory(title="Lek nå", running=True, **own)
    MeasureFactory(title="Lek senere", **own)
    page = search(signed_in(fjellet.teacher), "lek").content.decode()
    assert f'href="{reverse("evaluations:record", args=[runs.pk])}"' in page
    assert "Lek senere" in page
    assert "/plan/" not in page


def test_a_protected_pupil_is_found_by_those_who_are_named_alone(fjellet, signed_in):
    hidden = PupilFactory(unit=fjellet.school, name="Kanari Fugl", protected=True)
    PupilAccessFactory(pupil=hidden, person=fjellet.deputy)
    assert found(signed_in(fjellet.deputy), "kanari") == {"pupils": ["Kanari Fugl"]}
    for person in (fjellet.principal, fjellet.school_administrator, fjellet.teacher):
        assert "Kanari Fugl" not in text(search(signed_in(person), "kanari"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Write what you are looking for."),
        ("   ", "Write what you are looking for."),
        ("a", "Write at least 2 letters or digits."),
        ("%_", "Write letters or digits to look for."),
        ("…🙂!", "Write letters or digits to look for."),
        ("x" * 10_000, "There is room for 100."),
        ("x" * 1_000_000, "There is room for 100."),
        ("kari\x00", "hidden characters"),
        ("kari\u202e", "hidden characters"),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence(fjellet, principal, words, said):
    response = search(principal, words)
    assert said in text(response)
    assert response.context["groups"] is None
    assert "<title>Error: Search – Tryggspor</title>" in response.content.decode()
    assert not Event.objects.filter(name="search.done").exists()


@pytest.mark.parametrize(
    "words", ["a b", "'; DROP TABLE--", "100%", "\\\\a", "<b>x", "ＫＡＲＩ", "Ǆ"]
)
def test_odd_words_find_nothing_and_break_nothing(fjellet, principal, words):
    PupilFactory(unit=fjellet.school, name="Kari Nordmann")
    shown = text(search(principal, words))
    assert "Nothing was found among what you may see." in shown or "Write at least" in shown


def test_each_look_up_is_logged_by_its_counts_and_the_listed_cases_as_read(fjellet, principal):
    pupil = PupilFactory(unit=fjellet.school, name="Kari Nordmann")
    case = CaseFactory(unit=fjellet.school)
    InvolvementFactory(case=case, pupil=pupil)
    MeasureFactory(plan__case=CaseFactory(unit=fjellet.school), title="Noe annet")
    search(principal, "kari")
    event = Event.objects.get(name="search.done")
    assert (event.person_id, event.case_id) == (fjellet.principal.pk, None)
    assert event.data == {"cases": 0, "pupils": 1, "measures": 0, "pages": 0}
    assert list(Reading.objects.values_list("case_id", "page")) == [(case.pk, "overview:search")]


def test_what_is_not_shown_is_not_logged_as_read(fjellet, principal):
    for number in range(12):
        case = CaseFactory(unit=fjellet.school, reference=f"26-KA{number:02}")
        MeasureFactory(plan__case=case, title=f"Lek {number:02}")
    search(principal, "26-KA")
    assert Reading.objects.count() == 10
    search(principal, "lek")
    assert Reading.objects.count() == 20


def test_what_was_looked_for_stands_in_no_address_and_no_title_and_is_not_kept(fjellet, principal):
    response = search(principal, "Kari Nordmann")
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "<title>Search – Tryggspor</title>" in page
    assert not [
        link for link in re.findall(r'(?:href|action|src)="([^"]*)"', page) if "ari" in link
    ]
    assert 'name="hidden_page" value="/search/"' in page
    assert 'form="' not in page  # the button that hides the screen does not belong to the search
    principal.get(ADDRESS)
    idle(principal, 45)
    headers = {"referer": "http://testserver/search/"}
    assert principal.post(ADDRESS, {"words": "Kari Nordmann"}, headers=headers).status_code == 302
    assert not KeptForm.objects.exists()


def test_the_page_without_words_asks_for_them(principal):
    response = principal.get(ADDRESS)
    assert response.status_code == 200
    assert "What are you looking for?" in text(response)
    assert principal.put(ADDRESS).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_takes_the_same_queries_whatever_is_found(
    fjellet, principal, rows, django_assert_num_queries
):
    for number in range(rows):
        case = CaseFactory(unit=fjellet.school, reference=f"26-KAR{number}")
        InvolvementFactory(case=case, pupil__name=f"Kar {number}")
        MeasureFactory(plan__case=case, title=f"Kar {number}")
    search(principal, "26-KAR")
    with django_assert_num_queries(
        FRAME + LOGS + 4
    ):  # cases, pupils, measures of cases and own ones
        assert search(principal, "26-KAR").context["groups"][0].key == "cases"
    with django_assert_num_queries(FRAME + LOGS + 5):  # and the cases of the pupils
        assert len(search(principal, "kar").context["groups"]) == 2
