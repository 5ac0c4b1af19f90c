"""What actions demand of what they are given. Refusals are sentences for the one who typed."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import EARLIEST
from common.errors import ActionError
from common.text import TextRefused, clean_text, has_letter_or_digit

Row = TypeVar("Row", bound=models.Model)
LONGEST = 10_000
USED_FORM = gettext_lazy("This form was already used. Copy your text, and open a new form.")


def text(typed: str, *, missing: Any = "", longest: int = LONGEST, lines: bool = True) -> str:
    """The text, cleaned. Refuses hidden characters and what is too long, and, with a sentence for
    ``missing``, also text in which there is nothing to read."""
    try:
        cleaned = clean_text(typed, lines=lines)
    except TextRefused as refused:
        raise ActionError(_("The text has hidden characters that we cannot store.")) from refused
    if len(cleaned) > longest:
        raise ActionError(_("The text is too long. Make it shorter.")) from None
    if missing and not has_letter_or_digit(cleaned):
        raise ActionError(missing)
    return cleaned


def line(typed: str, *, missing: Any = "", longest: int = 120) -> str:
    """The same on one line: a name, a title."""
    return text(typed, missing=missing, longest=longest, lines=False)


def choices(given: Iterable[str], among: type[models.TextChoices], *, missing: Any) -> list[str]:
    """Known codes, each once, in the order of the list. Refuses unknown ones, and none at all
    where there is a sentence for ``missing``."""
    asked = set(given)
    if asked - set(among.values):
        raise ActionError(_("Choose among the answers in the list."))
    if missing and not asked:
        raise ActionError(missing)
    return [value for value in among.values if value in asked]


def choice(given: str, among: type[models.TextChoices], *, missing: Any = "") -> str:
    """One known code. Refuses an unknown one, and, with a sentence for ``missing``, none at all."""
    if missing and not given:
        raise ActionError(missing)
    return choices([given], among, missing="")[0]


def past_day(day: date, now: datetime) -> date:
    """A day that has come and is not absurdly long ago."""
    if day > timezone.localdate(now):
        raise ActionError(_("The date is in the future. Write when it was."))
    if day < EARLIEST:
        raise ActionError(_("The date is too long ago. Look at the year."))
    return day


def past(moment: datetime, now: datetime) -> datetime:
    """A moment that has come and is not absurdly long ago."""
    if moment > now:
        raise ActionError(_("The date is in the future. Write when it was."))
    past_day(timezone.localdate(moment), now)
    return moment


def is_taken(error: IntegrityError, *columns: str) -> bool:
    """Was the row refused because the value of such a column is in use already?"""
    diagnosis = getattr(error.__cause__, "diag", None)
    constraint = getattr(diagnosis, "constraint_name", None) or ""
    return any(column in constraint for column in columns)


def locked(rows: models.QuerySet[Row], row: models.Model) -> Row:
    """The row as it stands now, locked until the transaction ends. Raises PermissionDenied where
    the scope does not hold it (any more). Nothing may be joined to the rows: what was waited for
    would be joined to what stood before the wait."""
    found = rows.select_for_update().filter(pk=row.pk).first()
    if found is None:
        raise PermissionDenied("Not in the scope of the one who acts.")
    return found


def made(rows: models.QuerySet[Row], token: uuid.UUID, **same: Any) -> Row | None:
    """What the same sheet (``form_token``) has made among the rows already, if anything. Refuses a
    sheet that says something else now: the text would be lost."""
    found = rows.filter(form_token=token).first()
    if found is not None and any(getattr(found, name) != same[name] for name in same):
        raise ActionError(USED_FORM)
    return found


def made_and_stands(rows: models.QuerySet[Row], token: uuid.UUID, **same: Any) -> Row | None:
    """The same of rows that can be ended (``ended_at``). Whoever sends a sheet again is not told
    that it is done, when it was ended meanwhile."""
    found: Any = made(rows, token, **same)
    if found is not None and found.ended_at is not None:
        raise ActionError(USED_FORM)
    return found


def saved(row: Row) -> Row:
    """A new row, saved inside the caller's transaction. Refuses a sheet (``form_token``) that
    somebody has used already."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if is_taken(error, "form_token"):
            raise ActionError(USED_FORM) from error
        raise
    return row
