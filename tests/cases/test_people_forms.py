"""The forms of the page of people: what is typed is kept, and what is wrong is said."""

import uuid

import pytest

from cases.models import GuardianContact, Involvement, TrustedAdult
from tests.cases.involving import unnamed
from tests.cases.sheets import page
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.pupils import GroupFactory, GuardianFactory, PlacementFactory, PupilFactory
from tests.factories.voices import TrustedAdultFactory
from tests.measures.pages import text

TOKEN = "5f2a7f0e-58b5-4b53-a5a8-5b4f0d0b2f11"


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


@pytest.fixture
def principal(signed_in, fjellet):
    return signed_in(fjellet.principal)


def at(row, what):
    return f"/cases/{row.case_id}/people/{row.pk}/{what}/"


def people(case):
    return f"/cases/{case.pk}/people/"


# ---------------------------------------------------------------- add
def added(**more):
    return {"role": "unclear", "manner": "", "starts_on": "23.11.2026", "token": TOKEN} | more


def test_pupils_are_added_from_the_list_of_their_group(fjellet, principal, case):
    group = GroupFactory(unit=fjellet.school, name="9B")
    one = PlacementFactory(group=group, pupil__name="Sárá Nilsen").pupil
    PupilFactory(unit=fjellet.school, name="Åse Åsen", protected=True)
    PupilFactory(unit=fjellet.other_school, name="Ola Ås")
    url = people(case) + "add/"
    said = text(principal.get(url))
    assert "9B" in said
    assert "Sárá Nilsen" in said
    assert "Åsen" not in said
    assert "Ola" not in said
    for _time in range(2):
        assert principal.post(url, added(pupils=[one.pk]))["Location"] == people(case)
    assert case.involvements.get().pupil == one


def test_a_name_narrows_the_list_saves_nothing_and_loses_nothing(fjellet, principal, case):
    sara, ola = (PupilFactory(unit=fjellet.school, name=name) for name in ("Sárá Nilsen", "Ola Ås"))
    PupilFactory(unit=fjellet.school, name="Kari Li")
    typed = added(find="sara", narrow="1", pupils=[ola.pk], described="en til", role="exposed")
    response = principal.post(people(case) + "add/", typed)
    names = [
        option.name for each in response.context["form"].pupil_lists for option in each.options
    ]
    assert sorted(names) == ["Ola Ås", "Sárá Nilsen"]
    assert not response.context["form"].errors
    assert 'value="en til"' in page(response)
    assert not case.involvements.exists()
    assert "No name here begins like this." in text(
        principal.post(people(case) + "add/", added(find="zzz", narrow="1"))
    )


def test_another_schools_pupil_is_refused_by_id(fjellet, strand, principal, case):
    for pupil in (PupilFactory(unit=strand.school), PupilFactory(unit=fjellet.other_school)):
        response = principal.post(people(case) + "add/", added(pupils=[pupil.pk]))
        assert "Choose pupils from the list." in text(response)
    for wrong in ("not-an-id", str(uuid.uuid4())):
        assert principal.post(people(case) + "add/", added(pupils=[wrong])).status_code == 200
    assert not case.involvements.exists()


def test_a_counted_group_at_another_school_is_added(principal, case):
    principal.post(
        people(case) + "add/",
        added(described="de som delte", group_size="12", elsewhere="Strand skole",
              role="bystander", manner="shared"),
    )  # fmt: skip
    row = case.involvements.get()
    assert (row.described, row.group_size, row.elsewhere, row.manner) == (
        "de som delte", 12, "Strand skole", "shared",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Choose pupils in the list, or describe somebody without a name."),
        ({"described": "x" * 10_001}, "The text is 10001 characters long."),
        ({"described": "a\x00b"}, "hidden characters"),
        ({"described": "en", "group_size": "1"}, "A group is two or more."),
        ({"described": "en", "group_size": "mange"}, "Write a whole number."),
        ({"described": "en", "starts_on": "24.11.2026"}, "The date is in the future."),
        ({"described": "en", "starts_on": "1.1.1999"}, "The date is too long ago."),
        ({"described": "en", "starts_on": "1.11.2026"}, "It must be 20 November 2026 or later."),
        ({"described": "en", "starts_on": "i går"}, "We do not understand this date."),
        ({"described": "en", "role": ""}, "Choose a role. It may be unclear."),
        ({"described": "en", "role": "hero"}, "Choose among the answers in the list."),
        ({"described": "en", "manner": "saw"}, "Only somebody who looks on"),
        ({"described": "en", "token": ""}, "Open the page again"),
    ],
)
def test_what_is_wrong_with_somebody_added_is_said(principal, case, wrong, sentence):
    response = principal.post(people(case) + "add/", added(**wrong))
    assert response.status_code == 200
    assert sentence in text(response)
    assert not case.involvements.exists()


# ---------------------------------------------------------------- role, name, end
def test_a_role_is_changed_named_and_ended(fjellet, principal, case):
    row = unnamed(case, role="unclear")
    InvolvementFactory(case=case, role="bystander")
    principal.post(at(row, "role"), {"role": "exposed", "manner": "", "on": "23.11.2026"})
    new = Involvement.objects.get(role="exposed")
    pupil = PupilFactory(unit=fjellet.school, name="Sárá Nilsen")
    assert "Sárá Nilsen" in text(principal.get(at(new, "name")))
    assert (
        principal.post(at(new, "name"), {"pupil": pupil.pk, "on": "23.11.2026"}).status_code == 302
    )
    new.refresh_from_db()
    assert new.pupil == pupil
    principal.post(at(new, "end"), {"on": "23.11.2026"})
    new.refresh_from_db()
    assert new.ends_on == TODAY


def test_another_schools_pupil_is_no_name(strand, principal, case):
    row = unnamed(case)
    for pupil in (PupilFactory(unit=strand.school).pk, "nobody", ""):
        response = principal.post(at(row, "name"), {"pupil": pupil, "on": "23.11.2026"})
        assert response.status_code == 200
    row.refresh_from_db()
    assert row.pupil is None


def test_a_refusal_stands_above_the_form(principal, case):
    row = InvolvementFactory(case=case, role="unclear")
    sent = {"role": "unclear", "manner": "", "on": "23.11.2026"}
    assert "This is the role already." in text(principal.post(at(row, "role"), sent))
    assert "The case is about nobody else." in text(
        principal.post(at(row, "end"), {"on": "23.11.2026"})
    )


def test_somebody_of_another_case_is_not_found(fjellet, principal, case):
    other = InvolvementFactory(case__unit=fjellet.school)
    for what in ("role", "name", "end", "hearing", "guardians", "trusted-adult"):
        assert principal.get(f"/cases/{case.pk}/people/{other.pk}/{what}/").status_code == 404


# ---------------------------------------------------------------- guardians
def test_one_not_to_be_informed_is_shown_and_cannot_be_chosen(fjellet, principal, case):
    row = InvolvementFactory(case=case)
    refused = GuardianFactory(
        pupil=row.pupil, name="Nils", information="refused",
        information_reason="Retten har bestemt det.", information_decided_by=fjellet.deputy,
    )  # fmt: skip
    GuardianFactory(pupil=row.pupil, name="Mari")
    response = principal.get(at(row, "guardians"))
    (radio,) = [line for line in page(response).split("<input") if str(refused.pk) in line]
    assert "disabled" in radio
    assert f"Not informed, decided by {fjellet.deputy.name}: Retten" in text(response)
    sent = {"guardian": refused.pk, "told_on": "23.11.2026", "how": "telephone",
            "what": "At vi ser på det.", "token": TOKEN}  # fmt: skip
    response = principal.post(at(row, "guardians"), sent)
    assert "is not to be informed. Decided by" in text(response)
    assert "At vi ser på det." in page(response)
    assert not GuardianContact.objects.exists()


def test_a_guardian_is_told_and_asked_ticks_stand_only_where_they_matter(fjellet, principal, case):
    row = InvolvementFactory(case=case)
    mother = GuardianFactory(pupil=row.pupil)
    form = principal.get(at(row, "guardians")).context["form"]
    assert {"asked_for", "pupil_agreed"} & set(form.fields) == set()
    sent = {"guardian": mother.pk, "told_on": "23.11.2026", "how": "telephone",
            "what": "At vi ser på det.", "token": TOKEN}  # fmt: skip
    type(mother).objects.update(
        information="on_request", information_reason="Bor langt unna.",
        information_decided_by=fjellet.deputy,
    )  # fmt: skip
    type(row.pupil).objects.update(born_on="2008-01-01")
    assert "18 or older" in text(principal.post(at(row, "guardians"), sent))
    sent["pupil_agreed"] = "on"
    assert "on request only" in text(principal.post(at(row, "guardians"), sent))
    assert principal.post(at(row, "guardians"), sent | {"asked_for": "on"}).status_code == 302
    made = GuardianContact.objects.get()
    assert (made.asked_for, made.pupil_agreed) == (True, True)


def test_another_pupils_guardian_is_no_choice(strand, principal, case):
    row, other = InvolvementFactory(case=case), GuardianFactory(pupil__unit=strand.school)
    GuardianFactory(pupil=row.pupil)
    sent = {"guardian": other.pk, "told_on": "23.11.2026", "how": "telephone", "what": "Noe.",
            "token": TOKEN}  # fmt: skip
    assert "Choose among the answers" in text(principal.post(at(row, "guardians"), sent))


# ---------------------------------------------------------------- the trusted adult
def test_a_trusted_adult_is_named_and_changed(fjellet, principal, case):
    row = InvolvementFactory(case=case)
    sent = {"adult": fjellet.teacher.pk, "chosen_by_pupil": "yes", "talk_on": "28.11.2026"}
    response = principal.post(at(row, "trusted-adult"), sent, follow=True)
    assert "The first talk is on Monday 30 November 2026, week 49." in text(response)
    trusted = TrustedAdult.objects.get()
    url = f"/cases/talks/{trusted.pk}/change/"
    assert "Choose why the trusted adult changes." in text(principal.post(url, {}))
    asked = {"ended_for": "pupil_wished", "adult": fjellet.other_teacher.pk}
    assert "Choose yes or no." in text(principal.post(url, asked))
    principal.post(url, asked | {"chosen_by_pupil": "no", "talk_on": "25.11.2026"})
    assert row.trusted_adults.current().get().adult == fjellet.other_teacher
    url = f"/cases/talks/{row.trusted_adults.current().get().pk}/change/"
    response = principal.post(url, {"ended_for": "left", "adult": ""}, follow=True)
    assert "The trusted adult has ended." in text(response)


def test_only_those_who_work_here_and_are_not_excluded_can_be_chosen(
    fjellet, strand, principal, case
):
    row = InvolvementFactory(case=case)
    CaseAccessFactory(case=case, person=fjellet.other_teacher)
    offered = page(principal.get(at(row, "trusted-adult")))
    assert str(fjellet.teacher.pk) in offered
    for person in (fjellet.other_teacher, strand.teacher, fjellet.ppt_adviser):
        assert str(person.pk) not in offered
        sent = {"adult": person.pk, "chosen_by_pupil": "yes", "talk_on": "25.11.2026"}
        assert principal.post(at(row, "trusted-adult"), sent).status_code == 200
    assert not TrustedAdult.objects.exists()


def test_an_absence_and_another_day(fjellet, principal, case):
    trusted = TrustedAdultFactory(involvement__case=case, adult=fjellet.teacher)
    url = f"/cases/talks/{trusted.pk}"
    sent = {"away_from": "24.11.2026", "away_until": ""}
    assert "Write both days, or none of them." in text(principal.post(f"{url}/away/", sent))
    principal.post(f"{url}/away/", sent | {"away_until": "27.11.2026"})
    principal.post(f"{url}/move/", {"on": "28.11.2026"})
    trusted.refresh_from_db()
    assert (str(trusted.away_until), str(trusted.talk_on)) == ("2026-11-27", "2026-11-30")


def test_a_closed_case_refuses_in_words(fjellet, principal):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Trygt.")
    row = InvolvementFactory(case=case)
    not_heard = {"outcome": "not_heard", "not_heard_reason": "Er syk.", "token": TOKEN}
    assert "This case is closed." in text(principal.post(at(row, "hearing"), not_heard))
