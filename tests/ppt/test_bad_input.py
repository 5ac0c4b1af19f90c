"""What nobody means, on every form of the desk: a clear sentence, the text kept, nothing done."""

import uuid
from datetime import timedelta

import pytest

from cases.models import PptAlert, PptAnswer
from ppt.models import Note
from tests.clock import NOW, TODAY
from tests.factories.ppt import NoteFactory
from tests.ppt.scene import alert_at
from tests.ppt.test_opened import text_of

pytestmark = pytest.mark.usefixtures("english")
TEXT = "Vi har snakket med læreren."
DAY = f"{TODAY + timedelta(days=20):%d.%m.%Y}"


def forms():
    """Each form with an answer: its address, what is right, and what is wrong with what is said."""
    offer = {"kind": "advice", "text": TEXT}
    later = {"reason": "nobody_free", "answer_by": DAY, "text": TEXT}
    end = {"reason": "done", "text": TEXT}
    note = {"text": TEXT}
    not_there = "Choose among the answers in the list."
    for field, value, said in (
        ("kind", "", "Choose what you offer."), ("kind", "ended", not_there),
        ("kind", "measure", not_there), ("kind", "x", not_there),
        ("text", "", "Write a message to the school."), ("text", "\u200b", "Write"),
        ("text", "x" * 1001, "1001 characters long"),
        ("proposed", "x" * 121, "121 characters long"),
        ("token", "x", "Open the page again"), ("token", "", "Open the page again"),
    ):  # fmt: skip
        yield "offer", offer, field, value, said
    for field, value, said in (
        ("reason", "", "Choose why you cannot help now."), ("reason", "x", not_there),
        ("answer_by", "", "Write a date"), ("answer_by", "31.02.2027", "We do not understand"),
        ("answer_by", "20.11.2026", "Choose a day to come, within three months."),
        ("answer_by", "23.11.2026", "Choose a day to come, within three months."),
        ("answer_by", "24.03.2027", "Choose a day to come, within three months."),
        ("text", "x" * 1001, "1001 characters long"),
    ):  # fmt: skip
        yield "not-now", later, field, value, said
    for field, value, said in (
        ("reason", "", "Choose why you end it."), ("reason", "case_ended", not_there),
        ("text", "x" * 1001, "1001 characters long"), ("token", "x", "Open the page again"),
    ):  # fmt: skip
        yield "end", end, field, value, said
    for field, value, said in (
        ("text", "", "Write the note."), ("text", "x" * 10_001, "10001 characters long"),
        ("token", "x", "Open the page again"),
    ):  # fmt: skip
        yield "notes", note, field, value, said


@pytest.mark.parametrize(("form", "right", "field", "value", "said"), list(forms()))
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    fjellet, signed_in, form, right, field, value, said
):
    alert = alert_at(fjellet)
    sent = right | {"token": str(uuid.uuid4()), field: value}
    answer = signed_in(fjellet.ppt_adviser).post(f"/ppt/{alert.pk}/{form}/", sent)
    page = text_of(answer)
    assert (answer.status_code, said in page) == (200, True)
    assert sent["text"].strip("\u200b") in page
    assert PptAlert.objects.get().state == "new"
    assert not PptAnswer.objects.exists()
    assert not Note.objects.exists()


@pytest.mark.parametrize("form", ["offer", "not-now", "end", "notes"])
def test_sent_twice_it_is_done_once_and_another_text_is_refused(fjellet, signed_in, form):
    alert = alert_at(fjellet)
    client = signed_in(fjellet.ppt_adviser)
    right = next(one[1] for one in forms() if one[0] == form)
    sent = right | {"token": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(f"/ppt/{alert.pk}/{form}/", sent).status_code == 302
    assert PptAnswer.objects.count() + Note.objects.count() == 1
    page = text_of(client.post(f"/ppt/{alert.pk}/{form}/", sent | {"text": "Noe helt annet."}))
    assert "already used" in page
    assert "Noe helt annet." in page


@pytest.mark.parametrize("form", ["offer", "not-now", "end"])
def test_after_the_case_has_ended_it_says_so_and_keeps_the_text(fjellet, signed_in, form):
    alert = alert_at(fjellet, state="ended", ended_at=NOW, ended_reason="case_ended")
    right = next(one[1] for one in forms() if one[0] == form)
    sent = right | {"token": str(uuid.uuid4())}
    answer = signed_in(fjellet.ppt_adviser).post(f"/ppt/{alert.pk}/{form}/", sent)
    page = text_of(answer)
    assert "has ended. Nothing more is done with it." in page
    assert TEXT in page
    assert not PptAnswer.objects.exists()


def test_an_alert_is_given_to_nobody_elsewhere(fjellet, strand, signed_in):
    alert, client = alert_at(fjellet), signed_in(fjellet.ppt_adviser)
    for to in ("", "x", strand.ppt_adviser.pk, fjellet.principal.pk, uuid.UUID(int=0)):
        page = text_of(client.post(f"/ppt/{alert.pk}/assign/", {"to": to}))
        assert "Choose who it is." in page or "Choose somebody in the list." in page
    assert PptAlert.objects.get().state == "new"


def test_nothing_of_another_office_is_found(fjellet, strand, signed_in):
    theirs = alert_at(strand)
    note = NoteFactory(alert=theirs, written_by=strand.ppt_adviser)
    own = alert_at(fjellet)
    client = signed_in(fjellet.ppt_adviser)
    for form in ("offer", "not-now", "end", "notes", "receive", "assign", f"notes/{note.pk}"):
        sent = {"token": str(uuid.uuid4()), "text": TEXT, "kind": "advice", "reason": "done"}
        assert client.post(f"/ppt/{theirs.pk}/{form}/", sent).status_code == 404
    # A note of another alert below one's own.
    assert client.post(f"/ppt/{own.pk}/notes/{note.pk}/", {"text": TEXT}).status_code == 404
    for wrong in (uuid.uuid4(), note.pk):
        page = text_of(client.post(f"/ppt/{own.pk}/measures/{wrong}/take/", follow=True))
        assert "not asked for any more" in page
    assert set(PptAlert.objects.values_list("state", flat=True)) == {"new"}


def test_acknowledged_before_it_is_said_by_whom_and_nothing_is_done_twice(fjellet, signed_in):
    alert = alert_at(fjellet)
    first, second = signed_in(fjellet.ppt_adviser), f"/ppt/{alert.pk}/receive/"
    for _ in range(2):
        assert "The alert is acknowledged." in text_of(first.post(second, follow=True))
    page = text_of(signed_in(fjellet.ppt_leader).post(second, follow=True))
    assert f"{fjellet.ppt_adviser.name} has already acknowledged this alert" in page
