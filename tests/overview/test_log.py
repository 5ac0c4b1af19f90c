"""The log of one case: everything is reachable, in an order that never changes, and nothing is
erased."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from cases.models import Entry
from tests.clock import NOW
from tests.evaluations.scene import scene
from tests.factories.audit import EventFactory
from tests.factories.authorities import LegalHoldFactory, LetterFactory
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    StateReasonFactory,
)
from tests.factories.organisations import member
from tests.factories.voices import HearingFactory, TrustedAdultFactory


def address(case, query=""):
    return reverse("overview:log", args=[case.pk]) + query


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def lines(page):
    return [line for week in page.context["weeks"] for line in week.lines]


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school, state="follow_up", alert__office=fjellet.office)


def test_every_line_stands_on_some_page_once_and_in_one_order(fjellet, signed_in, case):
    """A hundred of each in the same second: only the number tells which came first."""
    written = [EntryFactory(case=case, text=f"Linje {n}.") for n in range(70)]
    for _row in range(60):
        EventFactory(case_id=case.pk, name="plan.written", person_id=fjellet.principal.pk)
    client = signed_in(fjellet.principal)
    found = []
    for number in (1, 2, 3):
        page = client.get(address(case, f"?page={number}"))
        found += [line.number for line in lines(page)]
    assert len(found) == 130
    assert found == sorted(found, reverse=True)
    numbers = Entry.objects.values_list("number", flat=True).union(
        Event.objects.filter(case_id=case.pk).values_list("number", flat=True)
    )
    assert set(found) == set(numbers)
    assert client.get(address(case, "?page=99")).context["page"].number == 3
    assert len(written) == 70


def test_a_new_line_between_two_pages_hides_none(fjellet, signed_in, case):
    EntryFactory.create_batch(60, case=case, written_at=NOW - timedelta(days=1))
    client = signed_in(fjellet.principal)
    first = {line.entry.pk for line in lines(client.get(address(case)))}
    EntryFactory.create_batch(3, case=case)
    second = {line.entry.pk for line in lines(client.get(address(case, "?page=2")))}
    old = Entry.objects.filter(written_at__lt=NOW).values_list("pk", flat=True)
    assert set(old) <= first | second


SHOWN = {
    "": {"note", "talk", "police", "plan.written", "safety.recorded", "alert.sent", "alert"},
    "talks": {"talk"},
    "measures": {"plan.written"},
    "evaluations": {"safety.recorded"},
    "messages": {"police", "alert.sent", "alert"},
    "written": {"note", "talk", "police"},
}


@pytest.mark.parametrize("code", SHOWN)
def test_the_log_is_narrowed_by_a_code(fjellet, signed_in, case, code):
    for kind in ("note", "talk", "police"):
        EntryFactory(case=case, kind=kind)
    for name in ("plan.written", "safety.recorded", "alert.sent"):
        EventFactory(case_id=case.pk, name=name, person_id=fjellet.principal.pk)
    type(case.alert).objects.update(
        state="received", received_at=NOW, received_by=fjellet.ppt_adviser
    )
    page = signed_in(fjellet.principal).get(address(case, f"?show={code}"))
    words = [line.words for line in lines(page)]
    kinds = [line.entry.kind for line in lines(page) if line.entry]
    assert len(words) == len(SHOWN[code])
    assert set(kinds) == SHOWN[code] & {"note", "talk", "police"}
    assert any("received the alert" in said for said in words) is ("alert" in SHOWN[code])


def test_an_unknown_filter_is_not_there_and_an_empty_one_says_so(fjellet, signed_in, case):
    client = signed_in(fjellet.principal)
    assert client.get(address(case, "?show=Ola+Nordmann")).status_code == 404
    assert "Nothing in the log is of this kind." in text(client.get(address(case, "?show=talks")))
    assert "Here comes everything" in text(client.get(address(case)))


def test_the_pages_keep_the_filter(fjellet, signed_in, case):
    EntryFactory.create_batch(51, case=case, kind="talk")
    page = signed_in(fjellet.principal).get(address(case, "?show=talks"))
    assert "?page=2&amp;show=talks" in page.content.decode()


def test_what_it_said_before_is_shown_beside_the_correction(fjellet, signed_in, case):
    first = EntryFactory(case=case, text="Det var tirsdag.", kind="talk")
    EntryFactory(case=case, text="Det var onsdag.", corrects=first, kind="talk")
    page = signed_in(fjellet.principal).get(address(case))
    newest, oldest = lines(page)
    assert (newest.earlier, newest.corrected, oldest.corrected) == ("Det var tirsdag.", False, True)
    assert "What it said before Det var tirsdag." in text(page)


def test_what_is_taken_back_stays_and_is_struck_through_with_words(fjellet, signed_in, case):
    first = EntryFactory(case=case, text="Feil sak.", written_by=fjellet.principal)
    EntryFactory(case=case, corrects=first, withdraws=True, text="", written_by=fjellet.principal)
    page = signed_in(fjellet.principal).get(address(case))
    assert "<del>Feil sak.</del>" in page.content.decode()
    said = text(page)
    assert "Takes back Anne Fjellet took an entry back. It is what was written Monday" in said
    assert "Taken back Note, written by Anne Fjellet. Feil sak." in said
    assert "Correct this entry" not in said
    assert "Undo" not in said


# ---------------------------------------------------------------- undo
def undo_forms(page):
    return re.findall(r'action="(/cases/[^"]+/withdraw/)"', page.content.decode())


def test_undo_stands_beside_the_newest_own_entry_and_is_there_after_a_reload(
    fjellet, signed_in, case
):
    EntryFactory(case=case, written_by=fjellet.principal, written_at=NOW - timedelta(hours=2))
    own = EntryFactory(case=case, written_by=fjellet.principal, written_at=NOW)
    EntryFactory(case=case, written_by=fjellet.deputy, written_at=NOW + timedelta(hours=1))
    client = signed_in(fjellet.principal)
    url = reverse("cases:withdraw_entry", args=[case.pk, own.pk])
    for page in (address(case), case.get_absolute_url()):
        for _reload in range(2):
            assert undo_forms(client.get(page)) == [url]
    answer = client.post(url, headers={"referer": f"http://testserver{address(case)}"})
    assert answer["Location"] == address(case)
    assert Entry.objects.get(corrects=own).withdraws
    assert undo_forms(client.get(address(case))) != [url]


def test_undo_is_found_wherever_the_entry_stands(fjellet, signed_in, case):
    own = EntryFactory(case=case, written_by=fjellet.principal, written_at=NOW - timedelta(days=30))
    EntryFactory.create_batch(60, case=case, written_by=fjellet.deputy)
    client = signed_in(fjellet.principal)
    url = reverse("cases:withdraw_entry", args=[case.pk, own.pk])
    assert undo_forms(client.get(address(case))) == []
    assert undo_forms(client.get(address(case, "?page=2"))) == [url]
    assert undo_forms(client.get(case.get_absolute_url())) == []


def test_who_is_offered_to_take_back_what(fjellet, signed_in, case):
    entry = EntryFactory(case=case, written_by=fjellet.case_worker)
    take_back = reverse("cases:withdraw_entry", args=[case.pk, entry.pk])
    for person, offered in ((fjellet.principal, True), (fjellet.deputy, False)):
        page = signed_in(person).get(address(case)).content.decode()
        assert (take_back in page) is offered
        assert "Undo" not in page


# ---------------------------------------------------------------- what stands elsewhere
def test_what_was_written_when_something_happened_is_read_where_it_stands(fjellet, signed_in, case):
    def happened(name, target, **data):
        EventFactory(
            case_id=case.pk, name=name, target_id=target.pk, data=data,
            person_id=fjellet.principal.pk,
        )  # fmt: skip

    hearing = HearingFactory(involvement__case=case, adults_think="Vi ser det samme.")
    happened("hearing.recorded", hearing, outcome="held")
    happened("county.letter", LetterFactory(county_case__case=case), direction="in")
    hold = LegalHoldFactory(
        case=case, ended_at=NOW, ended_by=fjellet.principal, ended_reason="Avgjort."
    )
    happened("hold.set", hold)
    happened("hold.ended", hold)
    reason = StateReasonFactory(
        case=case, early_reason="Flytter.", unsafe_reason="Vil ikke mer.",
        professional_help="gets",
    )  # fmt: skip
    happened("case.closed", case, reason=str(reason.pk), unsafe="told")
    said = text(signed_in(fjellet.principal).get(address(case)))
    for part in (
        "In the pupil’s own words: Det er verst i garderoben. What adults think: Vi ser det samme.",
        "wrote down a letter: From the county governor, dated . De ber om en redegjørelse.",
        "put the case on legal hold. Familien har bedt om det.",
        "ended the legal hold. Avgjort.",
        "closed the case. A pupil did not feel safe. Eleven har det trygt nå. "
        "Why before the day it is followed up until: Flytter. "
        "Why while a pupil does not feel safe: Vil ikke mer. "
        "Help from professionals: Gets help from professionals",
    ):
        assert part in said


def test_a_text_of_another_case_is_never_read_along(fjellet, signed_in, case):
    elsewhere = LetterFactory(county_case__case__unit=fjellet.school, about="En annen sak.")
    EventFactory(case_id=case.pk, name="county.letter", target_id=elsewhere.pk)
    assert "En annen sak." not in text(signed_in(fjellet.principal).get(address(case)))


# ---------------------------------------------------------------- the page of the case
def test_the_page_of_the_case_shows_the_newest_and_leads_to_the_rest(fjellet, signed_in, case):
    for number in range(15):
        EntryFactory(case=case, written_at=NOW - timedelta(hours=number), text=f"Linje {number}.")
    page = signed_in(fjellet.principal).get(case.get_absolute_url())
    shown = [line.text for week in page.context["file"].weeks for line in week.lines]
    assert shown == [f"Linje {number}." for number in range(10)]
    assert address(case) in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_however_much_there_is(fjellet, signed_in, django_assert_num_queries, rows):
    set_up = scene(fjellet)
    for _row in range(rows):
        person = member("staff", fjellet.school)
        first = EntryFactory(case=set_up.case, written_by=person)
        EntryFactory(case=set_up.case, written_by=fjellet.principal, corrects=first)
        EventFactory(
            case_id=set_up.case.pk, name="measure.started", person_id=person.pk,
            data={"measure": str(set_up.measure.pk)},
        )  # fmt: skip
        reason = StateReasonFactory(case=set_up.case)
        EventFactory(case_id=set_up.case.pk, name="case.extended", data={"reason": str(reason.pk)})
        happened = HearingFactory(involvement=InvolvementFactory(case=set_up.case))
        EventFactory(
            case_id=set_up.case.pk, name="hearing.recorded", target_id=happened.pk,
            data={"outcome": "held"},
        )  # fmt: skip
    client = signed_in(fjellet.principal)
    client.get(address(set_up.case))
    # The frame's seven; the case, how many, which, entries, events, reasons, hearings, names,
    # titles, those involved, undo.
    with django_assert_num_queries(7 + 11):
        client.get(address(set_up.case))


def test_one_who_may_only_read_finds_nothing_to_press(fjellet, signed_in, case):
    CaseAccessFactory(case=case, person=fjellet.owner_adviser, kind="granted")
    EntryFactory(case=case)
    page = signed_in(fjellet.owner_adviser).get(address(case))
    assert page.status_code == 200
    for word in ("Write in the log", "Print the log", "Correct this entry", "Take back"):
        assert word not in text(page)


def test_a_line_says_whom_it_is_about_as_the_reader_may_see_it(fjellet, signed_in, case):
    row = InvolvementFactory(case=case, pupil__name="Sárá Nilsen")
    hidden = InvolvementFactory(case=case, pupil__name="Ola Berg", pupil__protected=True)
    for about in (row, hidden):
        talk = TrustedAdultFactory(involvement=about)
        EventFactory(case_id=case.pk, name="talk.moved", target_id=talk.pk, data={})
        EntryFactory(case=case, kind="talk", about=about)
    EventFactory(case_id=case.pk, name="case.investigated", target_id=case.pk)
    client = signed_in(fjellet.principal)
    for page in (client.get(address(case)), client.get(case.get_absolute_url())):
        said = text(page)
        assert said.count("About: Sárá Nilsen.") == 2
        assert said.count("About: A pupil with protected identity.") == 2
        assert "Ola Berg" not in said
