"""The one who told reads the same words, whatever became of it and whoever it is."""

import uuid

import pytest

from cases.actions import add_concern, exclude_person, open_case
from concerns.models import Concern
from concerns.receipt import steps_of
from notifications.models import Message
from tests.cases.opening import opened
from tests.cases.opening import told as told_of_case
from tests.clock import NOW, TODAY
from tests.concerns.acts import reported
from tests.concerns.sheets import links, text
from tests.scope import acting


def opened_for(concern, by):
    given = {"unit": concern.unit, "by": by, "now": NOW, "token": uuid.uuid4()} | told_of_case()
    with acting(by, TODAY):
        return open_case(concern=concern, **given)


def added_to(case, concern, by):
    with acting(by, TODAY):
        return add_concern(case=case, concern=concern, by=by, now=NOW)


def receipt(client, concern):
    """What the page says, without what differs by chance."""
    page = client.get(f"/concerns/{concern.pk}/")
    assert page.status_code == 200
    return text(page), [link.replace(str(concern.pk), "") for link in links(page)]


def messages(person):
    with acting(person, TODAY) as viewer:
        return list(
            Message.objects.visible_to(viewer)
            .filter(kind="concerns.ConcernAnswered", channel="inbox")
            .values_list("thing_id", flat=True)
        )


def test_a_case_that_was_opened_and_one_it_was_added_to_read_the_same(fjellet, signed_in):
    first, second = (reported(fjellet.school, fjellet.teacher) for _ in range(2))
    case = opened_for(first, fjellet.principal)
    added_to(case, second, fjellet.principal)
    client = signed_in(fjellet.teacher)
    assert receipt(client, first) == receipt(client, second)
    assert "Taken on 23.11.2026 10.00" in receipt(client, first)[0]
    assert case.reference not in receipt(client, first)[0]


@pytest.mark.parametrize("who", ["teacher", "deputy"])
def test_who_is_excluded_gets_the_ordinary_receipt_and_no_hint(fjellet, signed_in, who):
    """A teacher who only told, and a deputy who would have answered: both about the same child."""
    reporter = getattr(fjellet, who)
    ordinary, excluded = (reported(fjellet.school, reporter) for _ in range(2))
    others = reported(fjellet.school, fjellet.other_teacher)
    opened_for(ordinary, fjellet.principal)
    case = opened(fjellet.school, fjellet.principal)
    with acting(fjellet.principal, TODAY):
        exclude_person(
            case=case, person=reporter, by=fjellet.principal, now=NOW, reason="Nær familie."
        )
    by = fjellet.principal if case_still_held_by(case, fjellet.school) else fjellet.owner_adviser
    added_to(case, excluded, by)
    added_to(case, others, by)
    client = signed_in(reporter)
    assert receipt(client, ordinary) == receipt(client, excluded)
    assert client.get(f"/concerns/{others.pk}/").status_code == 404
    assert text(client.get("/concerns/")).count("Taken on") == 2
    assert set(messages(reporter)) == {ordinary.pk, excluded.pk}


def case_still_held_by(case, unit):
    case.refresh_from_db()
    return case.held_by == unit


def test_while_it_waits_it_reads_the_same_too(fjellet, signed_in):
    """The case is there, and closed to the one who tells, before anything is told."""
    case = opened(fjellet.school, fjellet.principal)
    with acting(fjellet.principal, TODAY):
        exclude_person(
            case=case, person=fjellet.teacher, by=fjellet.principal, now=NOW, reason="Nær familie."
        )
    pages = []
    for person in (fjellet.teacher, fjellet.other_teacher):
        concern = reported(fjellet.school, person)
        pages.append(receipt(signed_in(person), concern))
    assert pages[0] == pages[1]


def test_the_steps_name_nobody(fjellet):
    concern = reported(fjellet.school, fjellet.teacher)
    concern.declined_at = concern.sent_on_at = concern.handled_at = NOW
    concern.declined_reason, concern.sent_on_reason = "Lek.", "Igjen."
    concern.state = Concern.State.TAKEN_ON
    steps = [(str(step.word), step.typed) for step in steps_of(concern, says_why=True)]
    assert steps == [
        ("Received", ""),
        ("Answered with a reason", "Lek."),
        ("Sent on to the owner", "Igjen."),
        ("Taken on", ""),
    ]
