"""The pages of the digital track."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Attachment, Evidence, PhoneLog
from tests.cases.sheets import page
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.digital import (
    PDF,
    AttachmentFactory,
    EvidenceFactory,
    PhoneLogFactory,
    picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


@pytest.fixture
def principal(signed_in, fjellet):
    return signed_in(fjellet.principal)


def sheet(**more):
    fields = {
        "kind": "picture", "service": "en app", "happened_on": "20.11.2026",
        "source": "Eleven viste det.", "described": "Et bilde med stygg tekst.",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    return fields | more


def test_before_any_file_stands_the_question(principal, case):
    url = f"/cases/{case.pk}/digital/new/"
    assert 'type="file"' not in page(principal.get(url))
    assert "Choose yes or no." in page(principal.post(url, {"what": "evidence"}))
    for shows, what, way in (
        ("yes", "evidence", "words"), ("yes", "file", "words"), ("no", "evidence", "evidence"),
        ("no", "file", "file"),
    ):  # fmt: skip
        sent = principal.post(url, {"shows": shows, "what": what})
        assert sent["Location"] == f"{url}{way}/"
    assert 'type="file"' not in page(principal.get(f"{url}words/"))
    assert 'type="file"' in page(principal.get(f"{url}evidence/"))
    assert principal.get(f"{url}other/").status_code == 404


def test_a_file_sent_where_none_is_asked_for_is_not_stored(principal, case):
    url = f"/cases/{case.pk}/digital/new/words/"
    principal.post(url, sheet(file=SimpleUploadedFile("a.png", picture())))
    assert (Evidence.objects.get().shows_sexual, Attachment.objects.count()) == (True, 0)
    assert "Contact the police" in page(principal.get(f"/cases/{case.pk}/digital/"))


def test_what_was_seen_is_shown_and_downloaded(principal, case):
    file = SimpleUploadedFile("navn på elev.exe", picture("JPEG"), "application/x-msdownload")
    principal.post(f"/cases/{case.pk}/digital/new/evidence/", sheet(file=file))
    attachment = Attachment.objects.get()
    shown = page(principal.get(f"/cases/{case.pk}/digital/"))
    assert attachment.sha256 in shown
    assert "navn på elev" not in shown
    received = principal.get(f"/cases/{case.pk}/files/{attachment.pk}/")
    assert received.content == picture("JPEG")
    assert received["Content-Type"] == "application/octet-stream"
    name = f"{case.reference}-{attachment.sha256[:8]}.jpg"
    assert received["Content-Disposition"] == f'attachment; filename="{name}"'
    assert received["X-Content-Type-Options"] == "nosniff"
    assert received["Cache-Control"] == "no-store"
    drawn = principal.get(f"/cases/{case.pk}/files/{attachment.pk}/picture/")
    assert (drawn["Content-Type"], drawn.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert drawn["Cache-Control"] == "no-store"


def test_a_document_has_no_picture(principal, case):
    url = f"/cases/{case.pk}/digital/new/file/"
    fields = {"title": "Brev", "source": "Hjemmet.", "token": str(uuid.uuid4())}
    principal.post(url, fields | {"file": SimpleUploadedFile("b.pdf", PDF)})
    attachment = Attachment.objects.get()
    picture_url = f"/cases/{case.pk}/files/{attachment.pk}/picture/"
    assert principal.get(picture_url).status_code == 404
    assert principal.get(f"/cases/{case.pk}/files/{attachment.pk}/").content == PDF


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"<svg onload='alert(1)'/>", "This file is something else, or broken."),
        (picture("GIF"), "This file is something else, or broken."),
        (b"", "The file is empty."),
        (PDF + b" " * 10_485_760 + b"%%EOF", "larger than 10 MB"),
    ],
)
def test_a_file_we_do_not_keep_is_refused_and_the_text_kept(principal, case, file, said):
    url = f"/cases/{case.pk}/digital/new/evidence/"
    answer = principal.post(url, sheet(file=SimpleUploadedFile("a.png", file)))
    assert answer.status_code == 200
    assert said in page(answer)
    assert "Et bilde med stygg tekst." in page(answer)
    assert (Evidence.objects.count(), Attachment.objects.count()) == (0, 0)


def test_fifty_megabytes_are_refused_on_a_page_that_says_so(principal, case):
    url = f"/cases/{case.pk}/digital/new/evidence/"
    answer = principal.post(url, sheet(file=SimpleUploadedFile("a.png", b"x" * 50_000_000)))
    assert answer.status_code == 413
    assert Evidence.objects.count() == 0


def test_a_file_is_taken_away_on_its_page(principal, case):
    attachment = AttachmentFactory(case=case)
    url = f"/cases/{case.pk}/files/{attachment.pk}/"
    assert "Write" in page(principal.post(f"{url}remove/", {"reason": ""}))
    assert principal.post(f"{url}remove/", {"reason": "Feil barn."}).status_code == 302
    assert principal.get(url).status_code == 404
    assert principal.get(f"{url}picture/").status_code == 404
    assert "Feil barn." in page(principal.get(f"/cases/{case.pk}/digital/"))


def test_a_file_of_a_case_on_hold_is_taken_away_with_a_warning(principal, case):
    LegalHoldFactory(case=case)
    url = f"/cases/{case.pk}/files/{AttachmentFactory(case=case).pk}/remove/"
    assert "The owner is told that a file was taken away" in page(principal.get(url))
    given = {"reason": "Viser et annet barn.", "shows_sexual": "on"}
    assert principal.post(url, given).status_code == 302


def test_a_file_of_another_case_is_not_found(principal, case, fjellet):
    elsewhere = AttachmentFactory(case__unit=fjellet.school)
    for rest in ("", "picture/", "remove/"):
        url = f"/cases/{case.pk}/files/{elsewhere.pk}/{rest}"
        assert (rest, principal.get(url).status_code) == (rest, 404)


def test_a_phone_is_handed_in_and_given_back(principal, case):
    pupil = InvolvementFactory(case=case, role="violating", pupil__name="Ola Nordmann")
    InvolvementFactory(pupil__name="Fremmed Elev")
    url = f"/cases/{case.pk}/phones/new/"
    asked = page(principal.get(url))
    assert ("Ola Nordmann" in asked, "Fremmed Elev" in asked) == (True, False)
    fields = {
        "involvement": str(pupil.pk), "ground": "Skolens regler.", "taken_by": "læreren",
        "taken_on": "20.11.2026", "taken_time": "09.30", "token": str(uuid.uuid4()),
    }  # fmt: skip
    assert principal.post(url, fields).status_code == 302
    phone = PhoneLog.objects.get()
    assert "Give the phone back" in page(principal.get("/today/"))
    principal.post(f"/cases/{case.pk}/phones/{phone.pk}/return/")
    phone.refresh_from_db()
    assert phone.returned_at is not None
    assert "Give the phone back" not in page(principal.get("/today/"))
    again = principal.post(f"/cases/{case.pk}/phones/{phone.pk}/return/", follow=True)
    assert "given back already" in page(again)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    principal, case, many, django_assert_num_queries
):
    for _ in range(many):
        EvidenceFactory(case=case, attachment=AttachmentFactory(case=case))
        AttachmentFactory(case=case)
        PhoneLogFactory(involvement__case=case)
    principal.get("/today/")
    with django_assert_num_queries(11):
        principal.get(f"/cases/{case.pk}/digital/")
