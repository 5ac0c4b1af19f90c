"""Parts of a case are opened to the PPT office by a recorded decision, and closed again."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands, rules
from cases.actions.alerts import _tell_readers, ask_ppt_for_contact
from cases.actions.work import Work
from cases.models import Case, PptAlert, PptOpening
from cases.notices import PptToldMore
from cases.people import known_in, said_of
from common.dates import short_day
from common.errors import ActionError
from organisations.roles import Permission

Part, Ground, Ending = PptOpening.Part, PptOpening.Ground, PptOpening.Ending
TEXTS = (Part.PROBLEM, Part.TRIED, Part.NAMES)
"""The parts in which somebody writes. The others are counted and dated."""


class Opened(TypedDict):
    """What is opened, on which ground, and until when. ``content`` holds what PPT reads of each
    part. ``names_needed``: PPT must know names without consent. ``no_names``: words that are also
    names were looked at, and are none."""

    ground: str
    reason: str
    content: Mapping[str, Any]
    until: date
    consent_from: NotRequired[str]
    consent_on: NotRequired[date | None]
    consent_scope: NotRequired[str]
    names_needed: NotRequired[bool]
    no_names: NotRequired[bool]


@transaction.atomic
def open_to_ppt(
    *, case: Case, by: Person, now: datetime, token: uuid.UUID, **opened: Unpack[Opened]
) -> PptOpening:
    """Let the office that serves the unit read chosen parts of an open case, as they stand now, for
    six months at the longest. It takes the place of what was opened before.

    The decision is the leader's, with a reason (Public Administration Act 13 a and 13 b). Refuses
    texts with names of the case that are not opened themselves, and names without a decision about
    just that. The same sheet (``token``) opens once.
    """
    work = Work.begin(case, by=by, now=now, needs=Permission.CLOSE_CASES)
    ground = demands.choice(opened["ground"], Ground, missing=_("Say what lets PPT know."))
    content = _content(opened["content"])
    told: dict[str, Any] = {
        "ground": ground, "content": content, "until": _until(work, opened["until"]),
        "reason": demands.text(opened["reason"], missing=_("Write why PPT must know this.")),
        **_consent(work, ground, opened),
    }  # fmt: skip
    own = work.case.ppt_openings.filter(opened_by=work.person)
    if made := demands.made_and_stands(own, token, **told):
        return made
    office = demands.ppt_office(work.case)
    _refuse_names(work, content, ground, opened)
    _end_opening(work, Ending.REPLACED)
    row = demands.saved(
        PptOpening(
            case=work.case, office=office, parts=list(content), opened_by=by, opened_at=now,
            form_token=token, **told,
        )
    )  # fmt: skip
    work.record("ppt.opened", row, ground=ground, parts=row.parts, until_on=row.until)
    _tell_readers(work, work.case.alert, PptToldMore, work.today)
    return row


@transaction.atomic
def withdraw_opening(*, opening: PptOpening, by: Person, now: datetime, reason: str) -> PptOpening:
    """PPT reads nothing of it from its next page on. By everybody who follows up the case, in
    whatever state it is: a consent that is taken back waits for nobody. Refuses without a reason,
    and what has ended."""
    work = Work.in_any_state(opening.case, by=by, now=now)
    row = work.case.ppt_openings.get(pk=opening.pk)
    reason = demands.text(reason, missing=_("Write why it is withdrawn."))
    if row.ended_at is not None:
        raise ActionError(_("This has already been ended."))
    row.ended_at, row.ending = now, Ending.WITHDRAWN
    row.ended_by, row.ended_reason = by, reason
    row.save(update_fields=["ended_at", "ending", "ended_by", "ended_reason"])
    work.record("ppt.opening_withdrawn", row)
    return row


@transaction.atomic
def ask_ppt_for_help(
    *, case: Case, by: Person, now: datetime, help_wanted: str, opening: Mapping[str, Any] | None
) -> PptAlert:
    """Ask PPT for contact and say what help is wanted; and, in the same step, open parts of the
    case (``opening``, as for ``open_to_ppt``), where somebody who may has decided so. Refuses
    without a kind of help, and as ``ask_ppt_for_contact`` and ``open_to_ppt`` do."""
    missing = _("Choose what help you want.")
    wanted = demands.choice(help_wanted, PptAlert.Help, missing=missing)
    if wanted in (PptAlert.Help.NOT_SAID, PptAlert.Help.NONE):
        raise ActionError(missing)
    alert = ask_ppt_for_contact(case=case, by=by, now=now, help_wanted=wanted)
    if opening is not None:
        open_to_ppt(case=case, by=by, now=now, **opening)
    return alert


def _end_opening(work: Work, ending: str) -> None:
    """What is open is closed. Whoever takes up the case decides anew what PPT may read."""
    rows = work.case.ppt_openings.unended()
    ended = list(rows.values_list("pk", flat=True))
    rows.update(ended_at=work.now, ending=ending)
    for pk in ended:
        work.record("ppt.opening_ended", opening=pk, ending=ending)


def _content(given: Mapping[str, Any]) -> dict[str, Any]:
    """By part, in the order of the list. Refuses none at all, and a text that is not there."""
    missing = _("Choose what PPT is to see.")
    chosen = demands.choices(given, Part, missing=missing)
    write = _("Write what PPT is to read, or do not choose this: %(part)s.")
    return {
        part: demands.text(given[part], missing=write % {"part": Part(part).label})
        if part in TEXTS
        else given[part]
        for part in chosen
    }


def _refuse_names(work: Work, content: dict[str, Any], ground: str, opened: Opened) -> None:
    names = content.get(Part.NAMES, "")
    if names and ground == Ground.NEEDED and not opened.get("names_needed"):
        raise ActionError(_("Say that you have decided that PPT must know the names."))
    demands.nobody_protected(work.case, work.person, _texts(content).values())
    texts = {part: text for part, text in _texts(content).items() if part != Part.NAMES}
    known, with_place = known_in(work.case, work.person), Part.PLACE in content
    for one in known.standing_in(texts, names, with_place=with_place):
        if one.surely or not opened.get("no_names"):
            raise ActionError(said_of(one))


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    return {part: content[part] for part in TEXTS if content.get(part)}


def _until(work: Work, until: date) -> date:
    last = rules.last_day_open(work.today)
    if not work.today <= until <= last:
        said = _("Choose a day from today to %(last)s. After that it is decided anew.")
        raise ActionError(said % {"last": short_day(last)})
    return until


def _consent(work: Work, ground: str, opened: Opened) -> dict[str, Any]:
    if ground != Ground.CONSENT:
        return {}
    day = opened.get("consent_on")
    if day is None:
        raise ActionError(_("Write when they agreed."))
    given = opened.get("consent_from", "")
    return {
        "consent_from": demands.line(given, missing=_("Write who has agreed.")),
        "consent_on": demands.past_day(day, work.now),
        "consent_scope": demands.text(
            opened.get("consent_scope", ""), missing=_("Write what they have agreed to.")
        ),
    }
