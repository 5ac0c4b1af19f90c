"""What PPT has answered, as lines of the log. It is read off the alert, as PPT has no key."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from cases.models import PptAnswer
from cases.models.alert import REASON_WORDS
from common.dates import in_words
from overview.log.texts import Text

NEWEST = 10


class Answer(NamedTuple):
    """What a line of the log needs of one answer."""

    kind: str
    reason: str
    text: str
    proposed: str
    answer_by: date | None
    given_at: datetime
    who: str


COLUMNS = {name: name for name in Answer._fields} | {"who": "given_by__name"}

READ_ALONG = ArraySubquery(
    PptAnswer.objects.filter(alert=OuterRef("alert"))
    .newest_first()
    .values(row=JSONObject(**COLUMNS))[:NEWEST]
)
"""For the query that fetches a case: the newest answers, each as an object."""


def read_along(rows: Iterable[dict[str, Any]]) -> list[Answer]:
    """The answers that came along with a case; their days are text there."""
    found = [Answer(**row) for row in rows]
    return [
        one._replace(
            given_at=datetime.fromisoformat(str(one.given_at)),
            answer_by=date.fromisoformat(str(one.answer_by)) if one.answer_by else None,
        )
        for one in found
    ]


def of_alert(alert: UUID) -> QuerySet[PptAnswer]:
    return PptAnswer.objects.filter(alert=alert)


def told(answers: QuerySet[PptAnswer]) -> list[Answer]:
    """The same, asked for by themselves."""
    found = answers.order_by("-given_at", "-id").values_list(*COLUMNS.values())
    return [Answer(*row) for row in found]


def sentences(answer: Answer) -> Iterator[str]:
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


def texts_of(answer: Answer) -> tuple[Text, ...]:
    found = (Text("", answer.text), Text(_("Proposed time"), answer.proposed))
    return tuple(one for one in found if one.text)
