"""Files, what was seen online, and phones."""

import hashlib
import io
import uuid

import factory
from PIL import Image

from cases.models import Attachment, AttachmentContent, Evidence, PhoneLog
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.cases import CaseFactory, InvolvementFactory


def picture(kind="PNG", size=(8, 6), **more):
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A picture with its bytes; ``bare=True`` leaves the bytes out."""

    class Meta:
        model = Attachment
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory)
    title = "Skjermbilde"
    content_type = "image/png"
    size = factory.LazyFunction(lambda: len(picture()))
    sha256 = factory.LazyFunction(lambda: hashlib.sha256(picture()).hexdigest())
    source = "Eleven viste det."
    received_by = factory.SubFactory(PersonFactory)
    received_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)

    @factory.post_generation
    def bytes(attachment, create, extracted, **kwargs):
        if extracted is not False:
            AttachmentContentFactory(attachment=attachment)


class AttachmentContentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AttachmentContent

    attachment = factory.SubFactory(AttachmentFactory, bytes=False)
    case = factory.SelfAttribute("attachment.case")
    received = factory.LazyFunction(picture)
    shown = factory.LazyFunction(lambda: picture("JPEG"))


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    case = factory.SubFactory(CaseFactory)
    kind = "messages"
    service = "en gruppechat"
    happened_on = TODAY
    source = "Eleven viste det."
    described = "Stygge ord om klærne."
    shows_sexual = False
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class PhoneLogFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PhoneLog

    involvement = factory.SubFactory(InvolvementFactory, role="violating")
    case = factory.SelfAttribute("involvement.case")
    ground = "Skolens regler om telefon."
    taken_by = "kontaktlæreren"
    taken_at = NOW
    return_on = TODAY
    written_by = factory.SubFactory(PersonFactory)
    form_token = factory.LazyFunction(uuid.uuid4)
