"""Telling, the receipt, the answer and sending on, as people meet them."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import KeptForm
from audit.models import Reading
from concerns.models import Concern
from tests.clock import TODAY
from tests.concerns.acts import TEXT
from tests.concerns.sheets import NEW, links, sheet, text, title
from tests.factories.concerns import ConcernFactory
from tests.factories.organisations import MembershipFactory

PUPIL = "Jonas i 7A"


def at(concern, page=""):
    return f"/concerns/{concern.pk}/{page}"


# ---------------------------------------------------------------- telling
def test_it_is_told_and_the_receipt_follows(fjellet, signed_in):
    client = signed_in(fjellet.teacher)
    answer = client.post(NEW, sheet(needs_today="En voksen ved porten."))
    concern = Concern.objects.get()
    assert answer["Location"] == at(concern)
    assert (concern.unit, concern.reporter, concern.what) == (
        fjellet.school, fjellet.teacher, TEXT,
    )  # fmt: skip
    receipt = client.get(at(concern))
    shown = text(receipt)
    for said in (
        "The concern is received. This is your receipt.",
        "Received 23.11.2026 10.00",
        "It lies with The principal and those who work on cases there",
        "Answer by Monday 23 November 2026, week 48",
        "You are sent a message when it is taken on",
        PUPIL,
        TEXT,
        "En voksen ved porten.",
    ):
        assert said in shown
    names = [fjellet.principal.name, fjellet.deputy.name, fjellet.case_worker.name]
    assert [name for name in names if name in shown] == []
    assert title(receipt) == "Concern – Tryggspor"


def test_the_page_has_the_ordinary_filled_in(fjellet, signed_in):
    page = signed_in(fjellet.teacher).get(NEW)
    form = page.context["form"]
    filled = {name: form[name].value() for name in ("told_by", "route", "happened_on", "known_on")}
    assert filled == {
        "told_by": "self",
        "route": "leader",
        "happened_on": TODAY,
        "known_on": TODAY,
    }
    assert "Fjellet skole" in text(page)


def test_the_same_sheet_sent_twice_is_one(fjellet, signed_in):
    client, fields = signed_in(fjellet.teacher), sheet()
    answers = [client.post(NEW, fields)["Location"] for _ in range(2)]
    assert answers == [at(Concern.objects.get())] * 2
    refused = client.post(NEW, fields | {"what": "Noe helt annet."})
    assert refused.status_code == 200
    assert "This form was already used." in text(refused)
    assert "Noe helt annet." in refused.content.decode()


def test_who_works_at_two_places_chooses_where(fjellet, signed_in):
    MembershipFactory(person=fjellet.teacher, organisation=fjellet.other_school)
    client = signed_in(fjellet.teacher)
    choose = client.get(NEW)
    assert {f"{NEW}{unit.pk}/" for unit in (fjellet.school, fjellet.other_school)} <= set(
        links(choose)
    )
    client.post(f"{NEW}{fjellet.other_school.pk}/", sheet())
    assert Concern.objects.get().unit == fjellet.other_school
    assert client.get(f"{NEW}{fjellet.kindergarten.pk}/").status_code == 404
    assert client.get(f"{NEW}{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"about": ""}, "about"),
        ({"about": None}, "about"),
        ({"about": "?"}, "about"),
        ({"about": "x" * 121}, "about"),
        ({"what": ""}, "what"),
        ({"what": "\x00abc"}, "what"),
        ({"what": "x" * 10_001}, "what"),
        ({"needs_today": "\u202eabc"}, "needs_today"),
        ({"told_by": "rumour"}, "told_by"),
        ({"told_by": None}, "told_by"),
        ({"route": "press"}, "route"),
        ({"happened_on": "24.11.2026"}, "happened_on"),
        ({"happened_on": "i går"}, "happened_on"),
        ({"happened_on": "01.01.0206"}, "happened_on"),
        ({"known_on": "22.11.2026"}, "known_on"),  # before it happened
        ({"known_on": ""}, "known_on"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_typed_is_lost(fjellet, signed_in, typed, field):
    answer = signed_in(fjellet.teacher).post(NEW, sheet(**typed))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    kept = PUPIL if field == "what" else TEXT
    assert kept in answer.content.decode()
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("token", ["", None, "x", "0" * 500])
def test_a_sheet_without_its_number_is_refused(fjellet, signed_in, token):
    answer = signed_in(fjellet.teacher).post(NEW, sheet(token=token))
    assert answer.status_code == 200
    assert "Open the page again" in text(answer)
    assert Concern.objects.count() == 0


def test_a_form_takes_no_more_than_it_shows(fjellet, strand, signed_in):
    more = {
        "unit": strand.school.pk, "state": "answered", "reporter": fjellet.principal.pk,
        "answer_by": "2030-01-01", "from_unit": strand.school.pk, "told_at": "2000-01-01",
    }  # fmt: skip
    signed_in(fjellet.teacher).post(NEW, sheet(**more))
    concern = Concern.objects.get()
    assert (concern.unit, concern.state, concern.reporter, concern.from_unit) == (
        fjellet.school, "new", fjellet.teacher, None,
    )  # fmt: skip
    assert concern.answer_by == TODAY


def test_earlier_days_are_told_as_they_were(fjellet, signed_in):
    signed_in(fjellet.teacher).post(
        NEW, sheet(happened_on="19.11", known_on="20.11.2026", told_by="colleague")
    )
    concern = Concern.objects.get()
    assert concern.happened_on.isoformat() == "2026-11-19"
    assert concern.known_at.isoformat() == "2026-11-19T23:00:00+00:00"  # the day's first moment


def test_what_was_typed_is_kept_when_the_session_ends(fjellet, signed_in):
    client = signed_in(fjellet.teacher)
    session = client.session
    session["kept"] = True
    session.save()
    typed = f"about=Jonas&what={'Han+sto+alene'}&told_by=pupil&route=leader"
    KeptForm.objects.create(
        person=fjellet.teacher, path=NEW, typed=typed, kept_at="2026-11-23T08:00:00Z"
    )
    page = client.get(NEW)
    assert "Han sto alene" in page.content.decode()
    assert page.context["form"].errors == {}


# ---------------------------------------------------------------- the page of one concern
def test_the_leader_reads_it_and_is_offered_three_ways(fjellet, signed_in):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    page = signed_in(fjellet.principal).get(at(concern))
    shown = text(page)
    assert TEXT[:20] in shown
    assert fjellet.teacher.name in shown
    case = reverse("cases:new_at", args=[fjellet.school.pk])
    assert f"{case}?concern={concern.pk}" in links(page)
    assert reverse("cases:add_concern", args=[concern.pk]) in links(page)
    assert at(concern, "answer/") in links(page)
    assert at(concern, "send-on/") not in links(page)


@pytest.mark.parametrize(
    ("place", "by", "told_by"),
    [("school", "principal", "pupil"), ("kindergarten", "head", "guardian")],
)
def test_a_reason_is_not_offered_when_the_child_said_it(fjellet, signed_in, place, by, told_by):
    concern = ConcernFactory(unit=getattr(fjellet, place), told_by=told_by)
    client = signed_in(getattr(fjellet, by))
    page = client.get(at(concern))
    assert at(concern, "answer/") not in links(page)
    assert "Then it is always taken on" in text(page)
    form = client.get(at(concern, "answer/"))
    assert "<textarea" not in form.content.decode()
    refused = client.post(at(concern, "answer/"), {"reason": "Nei."})
    assert refused.status_code == 200
    concern.refresh_from_db()
    assert concern.state == "new"


def test_an_answer_with_a_reason_reaches_the_one_who_told(fjellet, signed_in):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    client = signed_in(fjellet.deputy)
    assert "Why?" in text(client.post(at(concern, "answer/"), {"reason": " "}))
    answer = client.post(at(concern, "answer/"), {"reason": "Vi har snakket med eleven."})
    assert answer["Location"] == at(concern)
    assert at(concern, "answer/") not in links(client.get(at(concern)))
    assert client.get(at(concern, "answer/"))["Location"] == at(concern)
    page = signed_in(fjellet.teacher).get(at(concern))
    assert "Answered with a reason 23.11.2026 10.00 Vi har snakket med eleven." in text(page)
    assert fjellet.deputy.name not in text(page)
    assert at(concern, "send-on/") in links(page)


def test_the_reporter_sends_on_and_the_owner_answers(fjellet, signed_in):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, answered=True)
    client = signed_in(fjellet.teacher)
    answer = client.post(at(concern, "send-on/"), {"reason": "Det skjer igjen."})
    assert answer["Location"] == at(concern)
    shown = text(client.get(at(concern)))
    assert "Sent on to the owner 23.11.2026 10.00 Det skjer igjen." in shown
    assert "It lies with The owner’s advisers" in shown
    assert client.get(at(concern, "send-on/"))["Location"] == at(concern)
    owner = signed_in(fjellet.owner_adviser).get(at(concern))
    assert "Vi har snakket med eleven." in text(owner)
    assert at(concern, "answer/") in links(owner)
    leader = signed_in(fjellet.principal).get(at(concern))
    assert at(concern, "answer/") not in links(leader)
    assert any("?concern=" in link for link in links(leader))


@pytest.mark.parametrize("how", [{}, {"taken_on": True}, {"answered": True, "route": "owner"}])
def test_only_what_the_leaders_answered_is_sent_on(fjellet, signed_in, how):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher, **how)
    client = signed_in(fjellet.teacher)
    assert at(concern, "send-on/") not in links(client.get(at(concern)))
    assert client.get(at(concern, "send-on/"))["Location"] == at(concern)
    refused = client.post(at(concern, "send-on/"), {"reason": "Se på det."})
    assert refused.status_code == 200
    assert "Only what the leaders have answered" in text(refused)


def test_where_nobody_has_the_role_the_receipt_says_so(fjellet, signed_in):
    for person in (fjellet.principal, fjellet.deputy, fjellet.case_worker):
        person.memberships.update(ends_on="2026-11-22")
    client = signed_in(fjellet.teacher)
    client.post(NEW, sheet())
    shown = text(client.get(at(Concern.objects.get())))
    assert "nobody there can answer it in the service" in shown
    assert "Nobody has been told. Tell the leader yourself, today." in shown


def test_what_another_unit_tells_shows_who_decided_and_why(fjellet, strand, signed_in):
    concern = ConcernFactory(
        unit=fjellet.school,
        reporter=strand.principal,
        told_elsewhere=True,
        from_unit=strand.school,
    )
    shown = text(signed_in(fjellet.principal).get(at(concern)))
    assert "Strand skole" in shown
    assert "De må vite det for å passe på. Decided by Anne Strand." in shown
    sender = signed_in(strand.principal).get(at(concern))
    assert "It lies with" in text(sender)
    assert [link for link in links(sender) if str(concern.pk) in link] == []


def test_a_concern_is_found_by_nobody_else(fjellet, strand, signed_in):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    others = (
        fjellet.other_teacher, fjellet.school_administrator, fjellet.other_principal,
        fjellet.owner_adviser, fjellet.ppt_adviser, strand.principal,
    )  # fmt: skip
    for person in others:
        client = signed_in(person)
        for page in ("", "answer/", "send-on/"):
            assert (person, client.get(at(concern, page)).status_code) == (person, 404)
    assert signed_in(fjellet.teacher).get(at(concern, "answer/")).status_code == 403
    assert signed_in(fjellet.principal).get(at(concern, "send-on/")).status_code == 403


def test_whoever_reads_a_concern_is_noted(fjellet, signed_in):
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    signed_in(fjellet.principal).get(at(concern))
    reading = Reading.objects.get()
    assert (reading.person_id, reading.case_id, reading.page) == (
        fjellet.principal.pk, concern.pk, "concerns:detail",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["principal", "teacher"])
def test_the_page_asks_few_questions(fjellet, signed_in, django_assert_num_queries, who):
    """Session, person, enter, the log in a transaction of its own, leave: seven. Then the concern,
    and whether anybody has the role it lies with."""
    concern = ConcernFactory(unit=fjellet.school, reporter=fjellet.teacher)
    client = signed_in(getattr(fjellet, who))
    client.get(at(concern))
    with django_assert_num_queries(7 + 2):
        client.get(at(concern))
