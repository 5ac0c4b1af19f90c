"""A new case while it is being written: saved on the server, opened, put into another case, or
thrown away. No audit events: nothing has happened yet, and the text is the writer's own."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.scope import admit
from cases.actions.concerns import add_concern
from cases.actions.facts import write_entry
from cases.actions.opening import _holder, open_case
from cases.demands import Told, made
from cases.models import Case, CaseDraft, Entry
from common.errors import ActionError
from concerns.models import Concern
from organisations.models import Organisation

KEPT_DAYS = 30
# Of all three steps together: more is neither a case nor read again in good time.
LONGEST, MOST_ANSWERS = 400_000, 1_000

Fields = Mapping[str, Iterable[str]]


class SavedElsewhere(ActionError):
    """Another window has saved the same draft since."""

    def __init__(self) -> None:
        super().__init__(_("Opened in another window."))


class DraftIsGone(ActionError):
    """It has become a case, or an entry in one, or was thrown away."""

    def __init__(self) -> None:
        super().__init__(_("This draft is gone: it has been opened or thrown away."))


@transaction.atomic
def start_draft(
    *,
    unit: Organisation,
    by: Person,
    now: datetime,
    concern: Concern | None = None,
    fields: Fields | None = None,
) -> CaseDraft:
    """A sheet for a new case at the unit, filled with what a concern tells. One that nobody has
    written on yet is used again. Refuses a place that is no school or kindergarten."""
    if not unit.is_unit:
        raise ActionError(_("Choose a school or a kindergarten."))
    _holder(unit, by, now, concern, False)
    unused = CaseDraft.objects.filter(person=by, unit=unit, concern=concern)
    if concern is None:
        unused = unused.filter(version=0)
    if found := unused.order_by("-saved_at").first():
        return found
    return CaseDraft.objects.create(
        unit=unit,
        person=by,
        concern=concern,
        typed=_merged("", fields or {}),
        started_at=now,
        saved_at=now,
    )


@transaction.atomic
def save_draft(
    *,
    draft: CaseDraft,
    by: Person,
    now: datetime,
    version: int,
    window: uuid.UUID | None,
    step: int,
    fields: Fields,
) -> CaseDraft:
    """Save what is typed of one step (``fields``: every field of it, with all its answers).

    Two windows do not write over each other: who has not seen what the other saved gets
    ``SavedElsewhere``. What the same ``window`` saved before is its own, also when the answer to
    it never came.
    """
    draft = _lock(draft, by)
    typed = _merged(draft.typed, fields)
    if typed == draft.typed and draft.version:
        return draft
    is_own = window is not None and window == draft.window
    if version != draft.version and not is_own:
        raise SavedElsewhere
    draft.typed, draft.step, draft.window = typed, step, window
    draft.version, draft.saved_at = draft.version + 1, now
    draft.save(update_fields=["typed", "step", "window", "version", "saved_at"])
    return draft


@transaction.atomic
def open_draft(*, draft: CaseDraft, by: Person, now: datetime, **told: Unpack[Told]) -> Case:
    """Open the case; the draft is gone in the same moment. However often it is sent, it is one
    case: the one that was opened before is given again. Refuses as ``open_case`` does; raises
    DraftIsGone where nothing was opened of it."""
    try:
        draft = _lock(draft, by)
    except DraftIsGone:
        # A case that lies with the owner by now is out of sight, but not that it was opened.
        admit(draft.pk)
        if opened := Case.objects.made_of(draft.pk, by).first():
            return opened
        raise
    concern = _concern(draft)
    case = open_case(unit=draft.unit, by=by, now=now, token=draft.pk, concern=concern, **told)
    draft.delete()
    return case


@transaction.atomic
def put_draft_into_case(
    *,
    draft: CaseDraft,
    case: Case,
    by: Person,
    now: datetime,
    kind: str,
    happened_on: date,
    text: str,
) -> Entry:
    """The pupil has an open case: what was typed goes into its log, with the concern that it came
    from, and the draft is gone. Refuses a case of another place, and as ``write_entry`` and
    ``add_concern`` do; raises DraftIsGone where it was put into no case."""
    try:
        draft = _lock(draft, by)
    except DraftIsGone:
        if written := made(Entry.objects.filter(written_by=by, case=case), draft.pk):
            return written
        raise
    if case.unit_id != draft.unit_id:
        raise ActionError(_("Choose a case of the same place."))
    concern = _concern(draft)
    entry = write_entry(
        case=case, by=by, now=now, token=draft.pk, kind=kind, happened_on=happened_on, text=text
    )
    if concern is not None:
        add_concern(case=case, concern=concern, by=by, now=now)
    draft.delete()
    return entry


@transaction.atomic
def drop_draft(*, draft: CaseDraft, by: Person, now: datetime) -> None:
    """Throw away one's own draft, and nobody else's. What is gone already is no fault."""
    if draft.person_id != by.pk:
        raise PermissionDenied("A draft is its writer's alone.")
    CaseDraft.objects.filter(pk=draft.pk, person=by).delete()


@transaction.atomic
def drop_outlived_drafts(*, now: datetime) -> int:
    """Throw away drafts that nobody has written on for 30 days. Part of the daily round."""
    return CaseDraft.objects.filter(saved_at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]


def _lock(draft: CaseDraft, by: Person) -> CaseDraft:
    if draft.person_id != by.pk:
        raise PermissionDenied("A draft is its writer's alone.")
    # Nothing is joined: a row that was waited for would be joined to what stood before the wait.
    locked = CaseDraft.objects.select_for_update().filter(pk=draft.pk, person=by).first()
    if locked is None:
        raise DraftIsGone
    return locked


def _concern(draft: CaseDraft) -> Concern | None:
    """What the sheet came from. When it is out of sight by now it belongs to a case that is closed
    to the writer, who is told what everybody is told of a concern that has got its answer."""
    if draft.concern_id is None:
        return None
    concern = Concern.objects.filter(pk=draft.concern_id).first()
    if concern is None:
        raise ActionError(_("This concern has been taken on already."))
    return concern


def _merged(typed: str, fields: Fields) -> str:
    """What was typed before, with these fields as they are now. Refuses more than anybody types."""
    whole = QueryDict(typed, mutable=True)
    for name, answers in fields.items():
        whole.setlist(name, list(answers))
    if sum(len(answers) for _name, answers in whole.lists()) > MOST_ANSWERS:
        raise ActionError(_("These are too many answers. Choose fewer."))
    encoded = whole.urlencode()
    if len(encoded) > LONGEST:
        raise ActionError(_("The text is too long to be saved. Make it shorter."))
    return encoded
