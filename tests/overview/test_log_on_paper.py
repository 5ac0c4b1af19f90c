"""The log on paper: the school's edition is whole; a family's leaves out what is not for it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from tests.cases.opening import class_of, opened
from tests.clock import NOW
from tests.factories.audit import EventFactory
from tests.factories.authorities import LegalHoldFactory, LetterFactory
from tests.factories.cases import CaseFactory, EntryFactory, StateReasonFactory
from tests.factories.voices import GuardianContactFactory, HearingFactory


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school, reference="26-K7F3")


@pytest.fixture
def paper(fjellet, signed_in, case):
    def made(edition):
        url = reverse("overview:print_log", args=[case.pk])
        return signed_in(fjellet.principal).post(url, {"edition": edition})

    return made


def text(response):
    body = response.content.decode().split("<body>")[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def written(case, said, **more):
    return EntryFactory(case=case, text=said, **more)


def test_it_is_asked_for_whom_first_and_nothing_is_printed(fjellet, signed_in, case):
    written(case, "Samtale i dag.")
    url = reverse("overview:print_log", args=[case.pk])
    client = signed_in(fjellet.principal)
    page = client.get(url)
    assert "read every line" in text(page)
    assert "Samtale i dag." not in text(page)
    assert client.post(url, {"edition": "newspaper"}).status_code == 200
    assert not Event.objects.exists()


@pytest.mark.parametrize("edition", ["school", "family"])
def test_each_printing_is_an_event_of_its_own(fjellet, paper, edition):
    for times in (1, 2):
        page = paper(edition)
        assert Event.objects.filter(name="log.printed", data={"edition": edition}).count() == times
    assert "Fjellet skole" in text(page)
    assert "Log, case 26-K7F3" in text(page)


def test_paper_has_its_reference_in_the_margin_and_nothing_to_press(paper, case):
    written(case, "Samtale i dag.")
    page = paper("school").content.decode()
    assert 'data-reference="26-K7F3" data-page-word="Page" data-of-word="of"' in page
    assert re.findall(r"<title>(.*?)</title>", page) == ["Log, case 26-K7F3"]
    for nothing in ("<button", "<form", "<nav", "<script", "<details"):
        assert nothing not in page


def test_paper_reads_from_the_beginning_and_is_whole(fjellet, paper, case):
    for number in range(230):
        written(case, f"Linje {number}.", written_at=NOW - timedelta(hours=number))
    found = re.findall(r"Linje (\d+)\.", text(paper("school")))
    assert [int(number) for number in found] == list(range(229, -1, -1))


# ---------------------------------------------------------------- for a family
def test_child_welfare_and_police_stay_out_of_a_familys_edition(paper, case):
    written(case, "Vanlig notat.")
    for kind in ("child_welfare", "police"):
        entry = written(case, f"Om {kind}.", kind=kind)
        written(case, f"Rettet {kind}.", kind=kind, corrects=entry)
        written(case, f"Tilbake {kind}.", kind=kind, corrects=entry, withdraws=True)
    family, school = text(paper("family")), text(paper("school"))
    assert "Vanlig notat." in family
    for kind in ("child_welfare", "police"):
        for said in ("Om", "Rettet", "Tilbake"):
            assert f"{said} {kind}." not in family
            assert f"{said} {kind}." in school


def test_an_entry_that_proves_to_be_about_the_police_is_left_out_too(paper, case):
    first = written(case, "Politiet kom.", kind="note")
    second = written(case, "Politiet kom i går.", kind="note", corrects=first)
    written(case, "Politiet kom i forgårs.", kind="police", corrects=second)
    assert "Politiet" not in text(paper("family"))
    assert "Politiet kom i går." in text(paper("school"))


def test_a_correction_of_one_about_the_police_shows_nothing_of_it(paper, case):
    first = written(case, "Politiet kom.", kind="police")
    written(case, "En mor kom.", kind="guardians", corrects=first)
    family = text(paper("family"))
    assert "En mor kom." in family
    assert "Politiet" not in family


def test_what_is_taken_back_is_said_and_not_shown_to_a_family(fjellet, paper, case):
    wrong = written(case, "Om et annet barn.", written_by=fjellet.deputy)
    written(case, "Skrevet i feil sak.", corrects=wrong, withdraws=True)
    school, family = text(paper("school")), text(paper("family"))
    assert "Om et annet barn." in school
    assert "Om et annet barn." not in family
    for edition in (school, family):
        assert f"Taken back Note, written by {fjellet.deputy.name}." in edition
        assert "Skrevet i feil sak." in edition


def test_who_sees_it_who_reads_it_and_what_is_held_are_not_told_to_a_family(fjellet, paper, case):
    for name, target in (
        ("access.granted", case), ("access.excluded", case), ("staff.concerned", case),
        ("hold.set", LegalHoldFactory(case=case, reason="Politiet ber om det.")),
        ("concern.taken_on", case),
    ):  # fmt: skip
        EventFactory(
            case_id=case.pk, name=name, target_id=target.pk, person_id=fjellet.deputy.pk,
            data={"person": str(fjellet.teacher.pk)},
        )  # fmt: skip
    paper("school")
    family, school = text(paper("family")), text(paper("school"))
    assert "Bjørn Fjellet" not in family
    assert "Politiet" not in family
    assert "printed the log" not in family
    assert "gave Bjørn Fjellet access" in school
    assert "Politiet ber om det." in school
    assert school.count("printed the log") == 3


def test_what_may_be_about_other_children_is_left_out_for_a_family(fjellet, paper, case):
    hearing = HearingFactory(involvement__case=case)
    contact = GuardianContactFactory(involvement__case=case)
    letter = LetterFactory(county_case__case=case)
    reason = StateReasonFactory(case=case, text="Eleven har det trygt.")
    for name, target, data in (
        ("hearing.recorded", hearing, {"outcome": "held"}),
        ("guardian.contacted", contact, {}),
        ("county.letter", letter, {"direction": "in"}),
        ("case.extended", case, {"reason": str(reason.pk)}),
    ):
        EventFactory(case_id=case.pk, name=name, target_id=target.pk, data=data)
    family, school = text(paper("family")), text(paper("school"))
    for said in (hearing.own_words, contact.told):
        assert said in school
        assert said not in family
    for said in (letter.about, "Eleven har det trygt."):
        assert said in family


def test_no_pupil_is_named_on_paper(fjellet, signed_in):
    (pupil,) = class_of(fjellet.school, 1)
    case = opened(fjellet.school, fjellet.principal, pupils=[pupil], described=[])
    client = signed_in(fjellet.principal)
    for edition in ("school", "family"):
        url = reverse("overview:print_log", args=[case.pk])
        page = text(client.post(url, {"edition": edition}))
        assert "opened the case" in page
        assert pupil.name not in page


def test_who_prints(fjellet, signed_in, strand, case):
    url = reverse("overview:print_log", args=[case.pk])
    for person, status in (
        (fjellet.deputy, 200), (fjellet.teacher, 404), (fjellet.ppt_adviser, 404),
        (strand.principal, 404),
    ):  # fmt: skip
        assert signed_in(person).post(url, {"edition": "school"}).status_code == status
