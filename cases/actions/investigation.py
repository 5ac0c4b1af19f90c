"""How it was looked into, and what that showed."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from cases.actions.work import Work
from cases.models import Case, Investigation
from common.errors import ActionError


class Superseded(ActionError):
    """Somebody else has written since this one was read. Carries the text that stands."""

    def __init__(self, current: Investigation):
        super().__init__(
            _(
                "Somebody else has written here while you wrote. Nothing is overwritten. "
                "Read both texts, and choose what should stand."
            )
        )
        self.current = current


@transaction.atomic
def write_investigation(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    methods: Sequence[str],
    showed: str,
    seen: uuid.UUID | None = None,
) -> Investigation:
    """Write how it was looked into and what that showed. The newest text stands; each earlier one
    is kept.

    ``seen`` is the text that the writer had read, and that this one replaces. Raises ``Superseded``
    when another stands by now; writing what stands already changes nothing.
    """
    work = Work.begin(case, by=by, now=now)
    showed = demands.text(showed, missing=_("Write what it showed."))
    methods = demands.choices(
        methods, Investigation.Method, missing=_("Choose how you looked into it.")
    )
    if made := work.written(Investigation.objects.all(), token, showed=showed, methods=methods):
        return made
    stands = work.case.investigations.standing()
    if stands is not None and (stands.showed, stands.methods) == (showed, methods):
        return stands
    _guard(stands, seen)
    text = Investigation(
        case=work.case, methods=methods, showed=showed, replaces=stands,
        written_by=by, written_at=now, form_token=token,
    )  # fmt: skip
    work.save(text)
    work.record("investigation.written", text, methods=methods)
    return text


def _guard(stands: Investigation | None, seen: uuid.UUID | None) -> None:
    """The writer has read what stands now."""
    if stands is None and seen is not None:
        raise ActionError(_("Open the page again, and send the form from there."))
    if stands is not None and stands.pk != seen:
        raise Superseded(stands)
