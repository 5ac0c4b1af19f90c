"""What breaks a promise about e-mail that waits for a digest."""

from tests.clock import NOW
from tests.factories.notifications import MessageFactory

DIGEST = "notifications.Digest"


def left_behind_by_its_digest(place):
    """What waits for one that has not gone is as it should be."""
    common = {"kind": DIGEST, "person": place.teacher}
    waiting = MessageFactory(**common, thing_id=place.teacher.pk)
    part = {"person": place.teacher, "way": "digest"}
    MessageFactory(**part, state="held", digest=waiting)
    gone = MessageFactory(**common, state="sent", sent_at=NOW)
    MessageFactory(**part, state="sent", sent_at=NOW, digest=gone)
    MessageFactory(**part, state="held", digest=gone)


def in_somebody_elses_digest(place):
    digest = MessageFactory(kind=DIGEST, person=place.deputy)
    MessageFactory(person=place.teacher, way="digest", state="held", digest=digest)


BROKEN = {
    "what stood in a digest that went, or was not needed, does not wait any longer": (
        left_behind_by_its_digest
    ),
    "somebody's e-mail stands in that person's own digest": in_somebody_elses_digest,
}
