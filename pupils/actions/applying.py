"""A confirmed file is done a piece at a time, and can be taken back for a day."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.errors import ActionError
from pupils import demands
from pupils.intake.cells import Reader
from pupils.intake.kinds import lines_of
from pupils.models import ImportChunk, Placement, Pupil, PupilImport

State = PupilImport.State
UNDO_TIME = timedelta(hours=24)
# So many lines that were left out are remembered by number and reason.
LEFT_OUT = 500


@transaction.atomic
def go_on_with_import(*, pupil_import: PupilImport, by: Person, now: datetime) -> PupilImport:
    """Do the next piece of a confirmed file, all of it or nothing; the last one ends the import.

    Each line is compared again with the lists as they are now, and each piece is thrown away when
    it is done: so it does not matter how often this is asked, by whom, or where it broke off.
    Raises ActionError when the file is not confirmed or done already, and when somebody changed
    the same at the same moment.
    """
    job = demands.in_state(pupil_import, by, now, State.CONFIRMED)
    chunk = job.chunks.order_by("number").first()
    if chunk is not None:
        done = Counter(job.counts.get("done", {}))
        try:
            with transaction.atomic():
                done += _leave(job, chunk, now) if chunk.leaving else _enter(job, chunk, by, now)
        except IntegrityError as fault:
            raise ActionError(
                _("Somebody changed the lists at the same moment. Nothing is lost: go on again.")
            ) from fault
        job.counts["done"] = dict(done)
        job.done += len(chunk.lines)
        chunk.delete()
    if not job.chunks.exists():
        _finish(job, by, now)
    job.save(update_fields=["counts", "done", "state", "headings", "finished_at"])
    return job


@transaction.atomic
def undo_import(*, pupil_import: PupilImport, by: Person, now: datetime) -> None:
    """Take back what a file made: those who were new go, those who were moved or left come back.
    Names and facts that were corrected stay corrected.

    Raises ActionError after 24 hours, for people who work here, and when anything refers to what
    came in. What that is, is not said.
    """
    job = demands.in_state(pupil_import, by, now, State.DONE)
    if job.kind == PupilImport.Kind.STAFF:
        raise ActionError(_("A list of people who work here cannot be undone. It gave no access."))
    if job.finished_at is None or now - job.finished_at > UNDO_TIME:
        raise ActionError(_("A file can be undone for 24 hours, and they have passed."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT undo_import(%s)", [job.pk])
        if not cursor.fetchone()[0]:
            raise ActionError(
                _("This file cannot be undone any more. Nothing was changed. Correct it by hand.")
            )
    job.state = State.UNDONE
    job.save(update_fields=["state"])
    record("import.undone", by=by, now=now, target=job, kind=job.kind)


def _finish(job: PupilImport, by: Person, now: datetime) -> None:
    job.state, job.finished_at, job.headings = State.DONE, now, []
    done = {name: number for name, number in job.counts.get("done", {}).items() if number}
    record("import.done", by=by, now=now, target=job, kind=job.kind, **done)


def _enter(job: PupilImport, chunk: ImportChunk, by: Person, now: datetime) -> Counter[str]:
    today = timezone.localdate(now)
    faulty = {number: details for number, outcome, details in chunk.outcomes if outcome == "error"}
    reader = Reader(job.kind, job.headings, job.mapping, today)
    lines = lines_of(job, today)
    seen = lines.look([reader.row(line) for line in chunk.lines if line[0] not in faulty])
    lines.enter(seen, by, now)
    # Was in order when it was looked over, and is not any more.
    faulty |= {one.row.number: one.details for one in seen if one.outcome == "error"}
    left_out = job.counts.setdefault("left_out", [])
    found = [[number, said["code"], said["named"]] for number, said in sorted(faulty.items())]
    left_out += found[: LEFT_OUT - len(left_out)]
    counts = Counter(one.outcome for one in seen)
    counts["error"] = len(faulty)
    return counts


def _leave(job: PupilImport, chunk: ImportChunk, now: datetime) -> Counter[str]:
    """Those who were looked over as leaving, unless they have left or were protected meanwhile."""
    today = timezone.localdate(now)
    leaving = list(
        Pupil.objects.select_for_update().filter(
            pk__in=[pk for pk, _name in chunk.lines], unit=job.unit, left_on=None, protected=False
        )
    )
    for pupil in leaving:
        pupil.left_on, pupil.left_in = today, job
    Pupil.objects.bulk_update(leaving, ["left_on", "left_in"], batch_size=200)
    still = Q(ends_on=None) | Q(ends_on__gt=today)
    ended = list(Placement.objects.filter(still, pupil__in=leaving))
    for placement in ended:
        # Only what had no end can be given back its want of one.
        placement.ended_in = job if placement.ends_on is None else None
        placement.ends_on = max(today, placement.starts_on)
    Placement.objects.bulk_update(ended, ["ends_on", "ended_in"], batch_size=200)
    return Counter(leaving=len(leaving))
