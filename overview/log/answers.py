"""What PPT has answered, as lines of the log. It is read off the alert, as PPT has no key."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cases.models import PptAnswer
from cases.models.alert import REASON_WORDS
from common.dates import in_words
from overview.log.texts import Text

NAMES = {
    "pk": "pk", "kind": "kind", "reason": "reason", "text": "text", "proposed": "proposed",
    "answer_by": "answer_by", "given_at": "given_at", "who": "given_by__name",
}  # fmt: skip
NEWEST = 10

READ_ALONG = ArraySubquery(
    PptAnswer.objects.filter(alert=OuterRef("alert"))
    .order_by("-given_at", "-id")
    .values(row=JSONObject(**NAMES))[:NEWEST]
)
"""For the query that fetches a case: the newest answers, each as an object."""


def read_along(rows: Iterable[dict[str, Any]]) -> list[SimpleNamespace]:
    """The answers that came along with a case."""
    return [
        SimpleNamespace(
            **row
            | {"given_at": datetime.fromisoformat(row["given_at"])}
            | {"answer_by": row["answer_by"] and date.fromisoformat(row["answer_by"])}
        )
        for row in rows
    ]


def of_alert(alert: UUID) -> QuerySet[PptAnswer]:
    return PptAnswer.objects.filter(alert=alert)


def told(answers: QuerySet[PptAnswer]) -> list[SimpleNamespace]:
    """The same answers, asked for by themselves."""
    own = [name for name in NAMES if name != "who"]
    found = answers.order_by("-given_at", "-id").values(*own, who=F("given_by__name"))
    return [SimpleNamespace(**row) for row in found]


def sentences(answer: Any) -> Iterator[str]:
    """What was answered, and by whom."""
    who, kind = {"who": answer.who}, PptAnswer.Kind
    why = {"why": REASON_WORDS.get(answer.reason, "")}
    if answer.kind == kind.NOT_NOW:
        yield _("%(who)s at PPT answered: not now. %(why)s.") % (who | why)
        yield _("PPT answers again by %(day)s.") % {"day": in_words(answer.answer_by)}
    elif answer.kind == kind.ENDED:
        yield _("%(who)s at PPT ended their part: %(why)s.") % (who | why)
    else:
        what = {"what": kind(answer.kind).label}
        yield _("%(who)s at PPT offered help: %(what)s.") % (who | what)


def texts_of(answer: Any) -> tuple[Text, ...]:
    found = (Text("", answer.text), Text(_("Proposed time"), answer.proposed))
    return tuple(one for one in found if one.text)
