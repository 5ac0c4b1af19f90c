"""A file of people up to the point where somebody confirms it. Until then nothing is written to the
lists; and no file ever gives anybody access."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.errors import ActionError
from organisations.calendar import school_year_of
from organisations.models import Organisation
from pupils import demands
from pupils.intake import columns
from pupils.intake.cells import Reader
from pupils.intake.kinds import lines_of
from pupils.intake.seen import Lines
from pupils.intake.summary import SHOWN
from pupils.intake.tables import Table
from pupils.models import ImportChunk, Pupil, PupilImport
from pupils.rules import years_for_lists

State = PupilImport.State
CHUNK = 1000
STAGED_DAYS = 30


@transaction.atomic
def stage_import(
    *,
    unit: Organisation,
    kind: str,
    school_year: int,
    table: Table,
    sha256: str,
    by: Person,
    now: datetime,
) -> PupilImport:
    """Take in the lines of a file, to be looked over. Nothing else is changed.

    Raises ActionError for a file of those who work here from somebody who does not keep the list
    of them, and for a school year that lists are not made for now.
    """
    demands.may_import(unit, kind, by, now)
    if school_year not in years_for_lists(timezone.localdate(now)):
        raise ActionError(_("Choose this school year or the next."))
    job = PupilImport(
        unit=unit,
        kind=kind,
        school_year=school_year,
        sha256=sha256,
        headings=table.headings,
        total=len(table.lines),
        uploaded_by=by,
        uploaded_at=now,
    )
    job.save()
    _stage(job, table.lines, now)
    record("import.uploaded", by=by, now=now, target=job, kind=kind, lines=job.total)
    return job


@transaction.atomic
def choose_columns(
    *, pupil_import: PupilImport, mapping: Mapping[str, str], by: Person, now: datetime
) -> PupilImport:
    """Say which column is what, and look every line over beside the lists. Writes nothing there.

    Raises ActionError when a needed column is not chosen or one stands for two things, and when
    the file is confirmed or thrown away. No event: nothing has happened yet.
    """
    job = demands.in_state(pupil_import, by, now, State.UPLOADED, State.CHECKED)
    mapping = {field: heading for field, heading in mapping.items() if heading}
    if missing := columns.missing(job.kind, mapping):
        raise ActionError(" ".join(map(str, missing)))
    if twice := columns.twice(mapping):
        raise ActionError(
            _("One column is chosen for two things: %(columns)s.") % {"columns": ", ".join(twice)}
        )
    job.mapping, job.state = mapping, State.CHECKED
    today = timezone.localdate(now)
    lines = lines_of(job, today)
    counts = _look_over(job, lines, Reader(job.kind, job.headings, mapping, today))
    found = sum(counts.values())
    if _may_leave(job, counts, today):
        counts["leaving"] = _stage_leaving(job, lines, now)
    job.counts = {"seen": dict(+counts), "new_groups": sorted(getattr(lines, "new_groups", ()))}
    job.total = found
    job.save(update_fields=["mapping", "state", "counts", "total"])
    return job


@transaction.atomic
def confirm_import(
    *, pupil_import: PupilImport, list_is_complete: bool, by: Person, now: datetime
) -> PupilImport:
    """Decide that the file is to be done; ``go_on_with_import`` does it. Whoever is not in a
    complete list leaves.

    Raises ActionError when the file is not looked over, is confirmed already or has no line that
    can be used, and while another file is under way at the unit.
    """
    job = demands.in_state(pupil_import, by, now, State.CHECKED)
    seen = job.counts["seen"]
    if sum(seen.values()) == seen.get("error", 0):
        raise ActionError(_("No line of the file can be used. Correct it and choose it again."))
    leaving = job.chunks.filter(leaving=True)
    if list_is_complete:
        job.total += seen.get("leaving", 0)
    else:
        leaving.delete()
    job.state, job.confirmed_by, job.confirmed_at = State.CONFIRMED, by, now
    try:
        with transaction.atomic():
            job.save(update_fields=["state", "confirmed_by", "confirmed_at", "total"])
    except IntegrityError as fault:
        raise ActionError(
            _("Another file is under way at this unit. Let it be done first, then come back.")
        ) from fault
    record(
        "import.confirmed", by=by, now=now, target=job, kind=job.kind,
        school_year=job.school_year, complete=list_is_complete, **seen,
    )  # fmt: skip
    return job


@transaction.atomic
def cancel_import(*, pupil_import: PupilImport, by: Person, now: datetime) -> None:
    """Throw a file away that is not confirmed. Raises ActionError for one that is."""
    job = demands.in_state(pupil_import, by, now, State.UPLOADED, State.CHECKED)
    job.chunks.all().delete()
    job.state, job.headings, job.mapping = State.CANCELLED, [], {}
    job.save(update_fields=["state", "headings", "mapping"])
    record("import.cancelled", by=by, now=now, target=job, kind=job.kind)


@transaction.atomic
def drop_staged_lines(*, now: datetime) -> int:
    """Throw away lines that nobody came back for in 30 days, and the headings above them where
    nobody confirmed the file: without headings, the first line of data stands there.

    Part of the daily round: the system does it, and there is nothing in it to refuse.
    """
    before = now - timedelta(days=STAGED_DAYS)
    dropped = ImportChunk.objects.filter(staged_at__lt=before).delete()[0]
    open_still = PupilImport.objects.filter(state__in=[State.UPLOADED, State.CHECKED])
    given_up = open_still.filter(uploaded_at__lt=before)
    given_up.update(state=State.CANCELLED, headings=[], mapping={})
    return dropped


def _look_over(job: PupilImport, lines: Lines, reader: Reader) -> Counter[str]:
    """Compare all lines, some at a time, and keep with them what is shown."""
    counts: Counter[str] = Counter()
    job.chunks.filter(leaving=True).delete()
    for chunk in job.chunks.order_by("number").iterator(chunk_size=1):
        chunk.outcomes = []
        for seen in lines.look([reader.row(line) for line in chunk.lines]):
            counts[seen.outcome] += 1
            shown = seen.outcome != "unchanged" and counts[seen.outcome] <= SHOWN
            if shown or seen.outcome == "error":
                chunk.outcomes.append([seen.row.number, seen.outcome, seen.details])
        chunk.save(update_fields=["outcomes"])
    return counts


def _may_leave(job: PupilImport, counts: Counter[str], today: date) -> bool:
    """A pupil on a line with an error would be taken for one who is not there; and a list of next
    year says nothing about this one."""
    is_now = job.school_year == school_year_of(today)
    return job.kind == PupilImport.Kind.PUPILS and is_now and not counts["error"]


def _stage_leaving(job: PupilImport, lines: Lines, now: datetime) -> int:
    """Keep who would leave, so that nobody leaves who was not looked over."""
    here = Pupil.objects.filter(unit=job.unit, left_on=None, protected=False).by_name()
    matched: set[uuid.UUID] = getattr(lines, "matched", set())
    leaving = [[str(pk), name] for pk, name in here.values_list("pk", "name") if pk not in matched]
    shown = [[None, "leaving", {"name": name}] for _pk, name in leaving[:SHOWN]]
    _stage(job, leaving, now, after=job.chunks.count(), leaving=True, shown=shown)
    return len(leaving)


def _stage(
    job: PupilImport,
    lines: Sequence[Any],
    now: datetime,
    *,
    after: int = 0,
    leaving: bool = False,
    shown: Sequence[Any] = (),
) -> None:
    """Keep the lines in chunks; what is shown of all of them stands with the first."""
    ImportChunk.objects.bulk_create(
        ImportChunk(
            pupil_import=job,
            number=after + number,
            lines=list(lines[start : start + CHUNK]),
            outcomes=[] if start else list(shown),
            leaving=leaving,
            staged_at=now,
        )
        for number, start in enumerate(range(0, len(lines), CHUNK))
    )
