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
from tests.factories.cases import (
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    StateReasonFactory,
)
from tests.factories.voices import GuardianContactFactory, HearingFactory


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school, reference="26-K7F3")


@pytest.fixture
def child(case):
    return InvolvementFactory(case=case, pupil__name="Sárá Nilsen")


@pytest.fixture
def ask(fjellet, signed_in, case, child):
    """The page after it was said for whom: for a family, all lines to be read through."""

    def sent(edition, **more):
        url = reverse("overview:print_log", args=[case.pk])
        whose = {"child": child.pk} if edition == "family" else {}
        return signed_in(fjellet.principal).post(url, {"edition": edition} | whose | more)

    return sent


@pytest.fixture
def paper(ask):
    """The paper. A family's with every line that was offered."""

    def made(edition, but=()):
        if edition == "school":
            return ask(edition)
        lines = offered(ask(edition))
        return ask(edition, read="1", line=[one for one in lines if one not in but])

    return made


def offered(response):
    """The lines that are read through before a family gets them."""
    return re.findall(r'name="line" value="(\d+)"', response.content.decode())


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


@pytest.mark.parametrize(
    ("edition", "name"), [("school", "log.printed"), ("family", "log.printed_for_family")]
)
def test_each_printing_is_an_event_of_its_own(fjellet, paper, edition, name):
    for times in (1, 2):
        page = paper(edition)
        assert Event.objects.filter(name=name, data__edition=edition).count() == times
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
    for before in (first, second):
        written(case, "Politiet kom i forgårs.", kind="police", corrects=before)
    assert "Politiet" not in text(paper("family"))
    assert "Politiet kom i går." in text(paper("school"))


def test_a_correction_of_one_about_the_police_shows_nothing_of_it(paper, case):
    first = written(case, "Politiet kom.", kind="police")
    written(case, "En mor kom.", kind="guardians", corrects=first)
    family = text(paper("family"))
    assert "En mor kom." not in family
    assert "Politiet" not in family
    assert "En mor kom." in text(paper("school"))


def test_what_is_taken_back_is_said_and_not_shown_to_a_family(fjellet, paper, case):
    wrong = written(case, "Om et annet barn.", written_by=fjellet.deputy)
    written(case, "Skrevet i feil sak.", corrects=wrong, withdraws=True)
    school, family = text(paper("school")), text(paper("family"))
    assert "Om et annet barn." in school
    assert "Om et annet barn." not in family
    for edition in (school, family):
        assert f"Taken back Note, written by {fjellet.deputy.name}." in edition
    assert "Skrevet i feil sak." in school
    assert "Skrevet i feil sak." not in family


def test_what_was_said_with_somebody_else_s_family_is_left_out(paper, case, child):
    for kind in ("guardians", "talk"):
        written(case, "Samtale med en annen.", kind=kind)
    written(case, "Moren ringte.", kind="guardians", about=child)
    family = text(paper("family"))
    assert "Moren ringte." in family
    assert "en annen" not in family


@pytest.mark.parametrize("name", ["case.about_leader", "case.handed_back", "case.held_by_owner"])
def test_what_the_case_is_about_besides_is_not_told_to_a_family(paper, case, name):
    reason = StateReasonFactory(case=case, text="Rektor slo en elev.")
    EventFactory(case_id=case.pk, name=name, target_id=case.pk, data={"reason": str(reason.pk)})
    assert "Rektor slo en elev." in text(paper("school"))
    assert "Rektor slo en elev." not in text(paper("family"))


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
    other = InvolvementFactory(case=case, role="violating")
    hearing = HearingFactory(involvement=other)
    contact = GuardianContactFactory(involvement=other)
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


def happened(case, name, row, **data):
    EventFactory(case_id=case.pk, name=name, target=row._meta.label, target_id=row.pk, data=data)


def test_a_line_that_is_not_ticked_is_left_out_and_counted(fjellet, ask, paper, case):
    kept = written(case, "Vanlig notat.")
    wrong = written(case, "Om et annet barn.")
    for entry in (kept, wrong):
        entry.refresh_from_db()
    page = ask("family")
    assert "Om et annet barn." in text(page)
    assert not Event.objects.exists()
    page = text(paper("family", but=[str(wrong.number)]))
    assert "Vanlig notat." in page
    assert "Om et annet barn." not in page
    assert "1 more line is left out by hand." in page
    assert Event.objects.get().data["left_out"] == 1
    assert "printed the log for a family. Lines left out by hand: 1." in text(paper("school"))


def test_a_log_of_many_years_is_read_through_too(ask, case):
    written(case, "Kom til etterpå.")
    assert ask("family", read="1", line=range(10_000)).status_code == 200


def test_what_is_written_while_somebody_reads_is_left_out(ask, case):
    page = ask("family", read="1", line=[])
    written(case, "Kom til etterpå.")
    assert "Kom til etterpå." not in text(page)
    assert "Kom til etterpå." not in text(ask("family", read="1", line=[]))


def test_it_is_asked_whose_family(fjellet, signed_in, case, child):
    url = reverse("overview:print_log", args=[case.pk])
    client = signed_in(fjellet.principal)
    elsewhere = InvolvementFactory(case__unit=fjellet.school)
    for whose in ("", elsewhere.pk):
        page = client.post(url, {"edition": "family", "child": whose})
        assert page.context["form"].errors["child"]
    assert "Sárá Nilsen (The one exposed)" in text(client.get(url))


def test_no_pupil_is_named_on_paper_for_a_family(fjellet, signed_in):
    (pupil,) = class_of(fjellet.school, 1)
    case = opened(fjellet.school, fjellet.principal, pupils=[pupil], described=[])
    client = signed_in(fjellet.principal)
    child = case.involvements.get().pk
    url, asked = (
        reverse("overview:print_log", args=[case.pk]),
        {"edition": "family", "child": child},
    )
    lines = offered(client.post(url, asked))
    page = text(client.post(url, asked | {"read": "1", "line": lines}))
    assert "opened the case" in page
    assert pupil.name not in page


def test_who_prints(fjellet, signed_in, strand, case):
    url = reverse("overview:print_log", args=[case.pk])
    for person, status in (
        (fjellet.deputy, 200), (fjellet.teacher, 404), (fjellet.ppt_adviser, 404),
        (strand.principal, 404),
    ):  # fmt: skip
        assert signed_in(person).post(url, {"edition": "school"}).status_code == status
