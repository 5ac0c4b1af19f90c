"""The page of people: everybody in the case, by role, with dates, voices and adults."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.cases.involving import unnamed
from tests.cases.sheets import page
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.pupils import GuardianFactory
from tests.factories.voices import GuardianContactFactory, HearingFactory, TrustedAdultFactory
from tests.measures.pages import text

FRIDAY = date(2026, 11, 20)


def address(case):
    return f"/cases/{case.pk}/people/"


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


def people(response):
    found = response.context["people"]
    return [(str(role), [one.main.label for one in those]) for role, those in found.now]


def test_everybody_stands_by_role_with_dates(fjellet, signed_in, case):
    sara = InvolvementFactory(case=case, pupil__name="Sárá Nilsen", starts_on=FRIDAY)
    InvolvementFactory(case=case, pupil=sara.pupil, role="violating")
    InvolvementFactory(case=case, pupil__name="Ola Ås", role="unclear", ends_on=TODAY)
    unnamed(case, role="bystander", manner="shared", group_size=12, elsewhere="Strand skole")
    response = signed_in(fjellet.principal).get(address(case))
    assert people(response) == [
        ("The one exposed", ["Sárá Nilsen"]),
        ("One who looks on", ["en elev på tiende"]),
    ]
    said = text(response)
    for words in (
        "The one exposed from 20.11.2026", "The one who violates from 23.11.2026",
        "One who looks on (Shared it) from 23.11.2026", "(12 people)", "At Strand skole",
        "No longer part of the case", "Role not clear from 23.11.2026 to 23.11.2026",
    ):  # fmt: skip
        assert words in said
    assert "Sárá" not in response.content.decode().split("</title>")[0]


def test_one_who_got_a_name_is_shown_with_what_was_known_before(fjellet, signed_in, case):
    before = unnamed(case, role="exposed", starts_on=FRIDAY, ends_on=TODAY)
    InvolvementFactory(case=case, continues=before, pupil__name="Sárá Nilsen")
    response = signed_in(fjellet.principal).get(address(case))
    assert people(response) == [("The one exposed", ["Sárá Nilsen"])]
    assert "from 20.11.2026 to 23.11.2026 known as “en elev på tiende”" in text(response)
    assert response.context["people"].before == []


def test_the_pupils_own_words_stand_apart(fjellet, signed_in, case):
    row = InvolvementFactory(case=case)
    HearingFactory(involvement=row, own_words="Jeg gruer meg.", adults_think="Hun er sliten.")
    HearingFactory(involvement=row, declining=True, rather_with="helsesykepleier")
    HearingFactory(involvement=row, explained=True)
    response = signed_in(fjellet.principal).get(address(case))
    assert '<blockquote class="typed">Jeg gruer meg.</blockquote>' in page(response)
    said = text(response)
    assert "The adults think Hun er sliten." in said
    assert "did not want to be heard" in said
    assert "Would rather talk with helsesykepleier." in said
    assert "not heard. Eleven er syk." in said


@pytest.mark.parametrize(
    ("role", "asked"), [("exposed", 1), ("violating", 1), ("unclear", 1), ("bystander", 0)]
)
def test_whoever_is_to_be_heard_is_marked(fjellet, signed_in, case, role, asked):
    row = InvolvementFactory(case=case, role=role)
    client = signed_in(fjellet.principal)
    assert text(client.get(address(case))).count("must be heard") == asked
    HearingFactory(involvement=row, declining=True)
    assert "must be heard" not in text(client.get(address(case)))


def test_the_trusted_adult_with_the_talks(fjellet, signed_in, case):
    row = InvolvementFactory(case=case)
    client = signed_in(fjellet.principal)
    assert "Nobody yet. Ask the pupil who it should be." in text(client.get(address(case)))
    trusted = TrustedAdultFactory(involvement=row, adult=fjellet.teacher, talked_on=FRIDAY)
    said = text(client.get(address(case)))
    assert f"{fjellet.teacher.name}, chosen by the pupil. Last talk 20 November 2026." in said
    assert "Next talk Monday 23 November 2026, week 48." in said
    type(trusted).objects.update(away_from=TODAY, away_until=TODAY)
    assert "away when the two should talk" in text(client.get(address(case)))
    fjellet.teacher.memberships.update(ends_on=FRIDAY)
    assert "may not take part in the case any more" in text(client.get(address(case)))


def test_guardians_with_what_they_may_be_told(fjellet, signed_in, case):
    row = InvolvementFactory(case=case)
    mother = GuardianFactory(pupil=row.pupil, name="Mari")
    GuardianFactory(
        pupil=row.pupil, name="Nils", relation="far", information="refused",
        information_reason="Retten har bestemt det.", information_decided_by=fjellet.deputy,
    )  # fmt: skip
    client = signed_in(fjellet.principal)
    said = text(client.get(address(case)))
    assert "Mari, mor. Not told yet." in said
    assert f"Not informed. Decided by {fjellet.deputy.name}: Retten har bestemt det." in said
    assert "Advice: tell those who are kept informed" in said
    GuardianContactFactory(involvement=row, guardian=mother, guardian_says="Vil ha et møte.")
    said = text(client.get(address(case)))
    assert "Last told 23 November 2026." in said
    assert "Vil ha et møte." in said
    assert "Advice" not in said


def test_nobody_registered_is_said_with_the_ways_on(fjellet, signed_in, case):
    row = InvolvementFactory(case=case)
    client = signed_in(fjellet.principal)
    write = reverse("cases:record_guardian_contact", args=[case.pk, row.pk])
    register = reverse("pupils:add_guardian", args=[row.pupil_id])
    shown = client.get(address(case))
    assert "No guardians are registered. Nobody is told yet" in text(shown)
    assert write in page(shown)
    assert register in page(shown)
    assert register not in page(signed_in(fjellet.case_worker).get(address(case)))
    form = {
        "told_on": "23.11.2026", "how": "telephone", "what": "At vi ser på saken.",
        "who": "mor, Mari", "token": str(row.pk),
    }  # fmt: skip
    assert 'id="id_who_error"' in page(client.post(write, form | {"who": ""}))
    assert client.post(write, form)["Location"] == address(case)
    said = text(client.get(address(case)))
    assert "Nobody is told yet" not in said
    assert "23.11.2026, mor, Mari, By telephone" in said


def test_whom_nobody_may_see_has_no_words_about_guardians(fjellet, signed_in, case):
    row = InvolvementFactory(case=case, pupil__protected=True)
    client = signed_in(fjellet.principal)
    assert "No guardians are registered." not in text(client.get(address(case)))
    write = reverse("cases:record_guardian_contact", args=[case.pk, row.pk])
    form = {
        "told_on": "23.11.2026", "how": "telephone", "what": "At vi ser på saken.",
        "who": "mor", "token": str(row.pk),
    }  # fmt: skip
    assert "Only somebody who may see who the pupil is" in text(client.post(write, form))


def test_guardians_of_somebody_of_18_are_told_only_when_the_pupil_agrees(fjellet, signed_in, case):
    row = InvolvementFactory(case=case, pupil__born_on=date(2008, 11, 23))
    GuardianFactory(pupil=row.pupil)
    said = text(signed_in(fjellet.principal).get(address(case)))
    assert "18 or older" in said
    assert "Advice" not in said


def test_a_protected_pupil_is_hidden_with_the_guardians(fjellet, signed_in, case):
    row = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    guardian = GuardianFactory(pupil=row.pupil, name="Mari Nilsen")
    GuardianContactFactory(involvement=row, guardian=guardian)
    type(row.pupil).objects.update(protected=True)
    said = text(signed_in(fjellet.principal).get(address(case)))
    assert "Nilsen" not in said
    assert "A pupil with protected identity" in said


def test_only_those_who_write_are_offered_to(fjellet, signed_in, case):
    InvolvementFactory(case=case)
    CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    add = reverse("cases:add_involved", args=[case.pk])
    for person, state, offered in (
        (fjellet.principal, "reported", True),
        (fjellet.owner_adviser, "reported", False),
        (fjellet.principal, "closed", False),
    ):
        type(case).objects.update(state=state, ended_reason="Trygt.")
        response = page(signed_in(person).get(address(case)))
        assert (add in response) is offered
        assert ("Write a hearing" in response) is offered
        assert ("Name a trusted adult" in response) is offered


def test_nobody_is_named(fjellet, signed_in, case):
    assert "Nobody is named." in text(signed_in(fjellet.principal).get(address(case)))


def test_a_kindergarten_has_the_page_too(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten)
    InvolvementFactory(case=case)
    assert signed_in(fjellet.head).get(address(case)).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_whoever_is_involved(
    fjellet, signed_in, django_assert_num_queries, case, number
):
    for _one in range(number):
        row = InvolvementFactory(case=case)
        HearingFactory(involvement=row)
        TrustedAdultFactory(involvement=row, adult=fjellet.teacher)
        GuardianContactFactory(involvement=row)
        unnamed(case, role="unclear", starts_on=TODAY - timedelta(days=2))
    client = signed_in(fjellet.principal)
    client.get(address(case))
    # The frame's seven; the case; those involved, hearings, who takes part, adults, guardians and
    # contacts.
    with django_assert_num_queries(7 + 7):
        client.get(address(case))
