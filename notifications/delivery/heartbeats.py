"""A loop says when it began a round and when it got through one. Who says nothing is missed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from notifications.models import Heartbeat


@contextmanager
def beating(loop: str, *, now: datetime) -> Iterator[dict[str, int]]:
    """Stands around one round; what is put into the dictionary is kept as its counts.

    A round that fails leaves the last success as it was. Loops are those of settings.LOOPS.
    """
    counts: dict[str, int] = {}
    _write(Heartbeat(loop=loop, started_at=now), ["started_at"])
    yield counts
    beat = Heartbeat(loop=loop, started_at=now, succeeded_at=now, counts=counts)
    _write(beat, ["succeeded_at", "counts"])


def _write(beat: Heartbeat, fields: list[str]) -> None:
    Heartbeat.objects.bulk_create(
        [beat], update_conflicts=True, unique_fields=["loop"], update_fields=fields
    )
