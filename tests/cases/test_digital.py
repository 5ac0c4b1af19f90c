"""What was seen online, and files."""

import hashlib
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from audit.models import Event
from cases.actions import add_attachment, record_evidence, remove_attachment
from cases.models import Attachment, AttachmentContent, Evidence, OwnerNotice
from common.errors import ActionError
from tests.cases.holding import told
from tests.clock import NOW, TODAY
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import CaseFactory
from tests.factories.digital import PDF, AttachmentFactory, EvidenceFactory, picture
from tests.scope import acting, refused_to

OUTSIDE = ("teacher", "other_principal", "ppt_adviser", "owner_adviser")


def add(case, by, **more):
    given = {"token": uuid.uuid4(), "title": "Brev", "source": "Fra hjemmet.", "file": PDF}
    with acting(by, TODAY):
        return add_attachment(case=case, by=by, now=NOW, **(given | more))


def note(case, by, **more):
    given = {
        "token": uuid.uuid4(), "kind": "messages", "service": "en gruppechat",
        "happened_on": date(2026, 11, 20), "source": "Eleven viste det.",
        "described": "Stygge ord.", "shows_sexual": False,
    }  # fmt: skip
    with acting(by, TODAY):
        return record_evidence(case=case, by=by, now=NOW, **(given | more))


def take_away(attachment, by, reason="Feil sak.", **more):
    with acting(by, TODAY):
        return remove_attachment(attachment=attachment, by=by, now=NOW, reason=reason, **more)


def test_add_attachment_is_kept_as_received(fjellet):
    case = CaseFactory(unit=fjellet.school)
    data = picture("JPEG") + b"what came with it"
    stored = add(case, fjellet.deputy, file=data)
    stored.refresh_from_db()
    assert (stored.content_type, stored.size, stored.sha256) == (
        "image/jpeg", len(data), hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    assert (stored.received_by, stored.received_at) == (fjellet.deputy, NOW)
    assert bytes(stored.content.received) == data
    assert b"what came with it" not in bytes(stored.content.shown)
    event = Event.objects.get()
    assert (event.name, event.data) == ("attachment.added", {"sha256": stored.sha256})


def test_add_attachment_that_is_no_picture_has_nothing_to_show(fjellet):
    stored = add(CaseFactory(unit=fjellet.school), fjellet.principal)
    assert (stored.content_type, stored.content.shown) == ("application/pdf", None)


def test_add_attachment_with_the_same_sheet_is_one(fjellet):
    case, token = CaseFactory(unit=fjellet.school), uuid.uuid4()
    first = add(case, fjellet.principal, token=token)
    assert add(case, fjellet.principal, token=token) == first
    with pytest.raises(ActionError):
        add(case, fjellet.principal, token=token, file=picture())
    with pytest.raises(ActionError):
        add(case, fjellet.deputy, token=token)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("state", ["closed", "void"])
def test_add_attachment_refused_by_state(fjellet, state):
    case = CaseFactory(unit=fjellet.school, state=state, ended_reason="Ferdig.")
    with pytest.raises(ActionError):
        add(case, fjellet.principal)


@pytest.mark.parametrize(
    "wrong",
    [
        {"file": b""},
        {"file": b"<svg/>"},
        {"file": PDF + b" " * 10_485_760 + b"%%EOF"},
        {"title": ""},
        {"source": "\x00"},
        {"title": "x" * 121},
    ],
)
def test_add_attachment_refused_by_state_of_what_is_sent(fjellet, wrong):
    with pytest.raises(ActionError):
        add(CaseFactory(unit=fjellet.school), fjellet.principal, **wrong)
    assert (Attachment.objects.count(), AttachmentContent.objects.count()) == (0, 0)


def test_add_attachment_refused_by_state_of_a_full_case(fjellet):
    case = CaseFactory(unit=fjellet.school)
    for _ in range(10):
        AttachmentFactory(case=case, size=10 * 1024 * 1024 - 1, bytes=False)
    with pytest.raises(ActionError):
        add(case, fjellet.principal)
    # What was taken away makes room.
    take_away(Attachment.objects.first(), fjellet.principal)
    assert add(case, fjellet.principal).size == len(PDF)


def test_add_attachment_refused_by_role(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (*(getattr(fjellet, who) for who in OUTSIDE), strand.principal), lambda by: add(case, by)
    )


# ---------------------------------------------------------------- what was seen
def test_record_evidence_with_its_file(fjellet):
    noted = note(CaseFactory(unit=fjellet.school), fjellet.principal, file=picture())
    noted.refresh_from_db()
    assert (noted.kind, noted.service, noted.happened_on, noted.shows_sexual) == (
        "messages", "en gruppechat", date(2026, 11, 20), False,
    )  # fmt: skip
    assert noted.attachment.sha256 == hashlib.sha256(picture()).hexdigest()
    assert set(Event.objects.values_list("name", flat=True)) == {
        "attachment.added", "evidence.recorded",
    }  # fmt: skip


def test_record_evidence_of_sexual_kind_is_words_alone(fjellet):
    case = CaseFactory(unit=fjellet.school)
    with pytest.raises(ActionError):
        note(case, fjellet.principal, shows_sexual=True, file=picture())
    assert (Evidence.objects.count(), Attachment.objects.count()) == (0, 0)
    noted = note(case, fjellet.principal, shows_sexual=True)
    assert (noted.shows_sexual, noted.attachment) == (True, None)
    assert Event.objects.get().data == {"shows": "sexual"}


def test_evidence_of_sexual_kind_never_has_a_file(db):
    attachment = AttachmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceFactory(case=attachment.case, shows_sexual=True, attachment=attachment)


def test_evidence_has_a_file_of_its_own_case(fjellet):
    EvidenceFactory(case=CaseFactory(unit=fjellet.school), attachment=AttachmentFactory())
    with pytest.raises(IntegrityError):
        transaction.get_connection().check_constraints()


def test_record_evidence_with_the_same_sheet_is_one(fjellet):
    case, token = CaseFactory(unit=fjellet.school), uuid.uuid4()
    first = note(case, fjellet.principal, token=token)
    assert note(case, fjellet.principal, token=token) == first
    with pytest.raises(ActionError):
        note(case, fjellet.principal, token=token, described="Noe annet.")
    assert Evidence.objects.count() == 1


def test_record_evidence_refused_by_state(fjellet):
    case = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Ferdig.")
    with pytest.raises(ActionError):
        note(case, fjellet.principal)


@pytest.mark.parametrize(
    "wrong",
    [
        {"described": ""},
        {"described": "x" * 10_001},
        {"kind": "rumour"},
        {"service": "  "},
        {"happened_on": date(2026, 11, 24)},
        {"happened_on": date(1999, 12, 31)},
        {"file": b"<svg/>"},
    ],
)
def test_record_evidence_refused_by_state_of_what_is_typed(fjellet, wrong):
    with pytest.raises(ActionError):
        note(CaseFactory(unit=fjellet.school), fjellet.principal, **wrong)
    assert (Evidence.objects.count(), Attachment.objects.count()) == (0, 0)


def test_record_evidence_refused_by_role(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    refused_to(
        (*(getattr(fjellet, who) for who in OUTSIDE), strand.principal), lambda by: note(case, by)
    )


# ---------------------------------------------------------------- taken away
def test_remove_attachment_leaves_a_tombstone(fjellet):
    attachment = AttachmentFactory(case__unit=fjellet.school)
    sha256 = attachment.sha256
    take_away(attachment, fjellet.deputy)
    attachment.refresh_from_db()
    assert (attachment.removed_by, attachment.removed_at, attachment.removed_reason) == (
        fjellet.deputy, NOW, "Feil sak.",
    )  # fmt: skip
    assert (attachment.sha256, AttachmentContent.objects.count()) == (sha256, 0)
    assert Event.objects.get().name == "attachment.removed"


def test_remove_attachment_also_of_a_closed_case(fjellet):
    attachment = AttachmentFactory(
        case=CaseFactory(unit=fjellet.school, state="closed", ended_reason="Ferdig.")
    )
    assert take_away(attachment, fjellet.principal).removed_at == NOW


def test_remove_attachment_refused_by_state(fjellet):
    attachment = AttachmentFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError):
        take_away(attachment, fjellet.principal, reason=" ")
    take_away(attachment, fjellet.principal)
    with pytest.raises(ActionError):
        take_away(attachment, fjellet.principal)


def test_remove_attachment_refused_by_role(fjellet, strand):
    attachment = AttachmentFactory(case__unit=fjellet.school)
    refused_to(
        (*(getattr(fjellet, who) for who in OUTSIDE), strand.principal),
        lambda by: take_away(attachment, by),
    )


# ---------------------------------------------------------------- taken away on legal hold
@pytest.fixture
def held(fjellet):
    attachment = AttachmentFactory(case__unit=fjellet.school)
    LegalHoldFactory(case=attachment.case)
    return attachment


def test_remove_attachment_on_hold_tells_the_owner(fjellet, held):
    take_away(held, fjellet.principal)
    notice = OwnerNotice.objects.get()
    assert (notice.kind, notice.reason, notice.case) == ("file_removed", "Feil sak.", held.case)
    assert told("cases.OwnerTold") == {fjellet.owner_adviser.pk}
    assert not AttachmentContent.objects.exists()


@pytest.mark.usefixtures("english")
def test_remove_attachment_refused_by_state_of_a_hold(fjellet, held):
    for by in (fjellet.deputy, fjellet.case_worker):
        with pytest.raises(ActionError, match="legal hold"):
            take_away(held, by)
    assert AttachmentContent.objects.exists()
    assert not OwnerNotice.objects.exists()


def test_what_nobody_may_keep_is_taken_away_on_hold_by_whoever_finds_it(fjellet, held):
    take_away(held, fjellet.case_worker, shows_sexual=True)
    assert not AttachmentContent.objects.exists()
    assert OwnerNotice.objects.get().kind == "file_removed"
    assert Event.objects.get(name="attachment.removed").data == {"shows": "sexual"}


def test_what_is_stored_cannot_be_changed_by_the_web(fjellet):
    attachment = AttachmentFactory(case__unit=fjellet.school)
    EvidenceFactory(case=attachment.case)
    changes = (
        lambda: Attachment.objects.update(sha256="0" * 64),
        lambda: Attachment.objects.all()._raw_delete("default"),
        lambda: AttachmentContent.objects.update(received=b"x"),
        lambda: Evidence.objects.update(described="x"),
        lambda: Evidence.objects.all()._raw_delete("default"),
    )
    for change in changes:
        with (
            acting(fjellet.principal, TODAY),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            change()
