"""What each recorded event is called in the log. A test finds every name that is recorded.

A sentence tells what was done; who did it stands beside it. Events hold ids and codes only: the
titles of measures are put in here, and names of pupils never are.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.models import Event
from cases.models import Case, SafetyAnswer
from common.templatetags.frame import in_words
from evaluations.models import Evaluation

# Lines of the log that stand there themselves, in the words of the one who wrote them.
UNSAID = ("entry.written",)

WORDS: dict[str, Any] = {
    "case.opened": _("opened the case. PPT was alerted at the same time."),
    "evaluation.recorded": _("evaluated “%(measure)s”. Effect: %(effect)s. Next: %(next)s."),
}

CODES: dict[str, dict[str, Any]] = {
    "effect": dict(Evaluation.Effect.choices),
    "next": dict(Evaluation.Next.choices),
    "state": dict(Case.State.choices),
    "missing": dict(SafetyAnswer.Missing.choices),
}


def sentence(event: Event, titles: Mapping[str, str]) -> str:
    """The words for one event; its bare name for one that is no longer recorded by anybody."""
    said = WORDS.get(event.name)
    return str(said) % _details(event, titles) if said else event.name


def _details(event: Event, titles: Mapping[str, str]) -> Mapping[str, str]:
    details: dict[str, str] = defaultdict(str)
    for key, value in event.data.items():
        details[key] = str(CODES.get(key, {}).get(value, value))
        if key.endswith("on") and value:
            details[key] = _day(value)
    measure = event.data.get("measure") or event.target_id
    details["measure"] = titles.get(str(measure), "")
    return details


def _day(value: Any) -> str:
    try:
        return in_words(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)
