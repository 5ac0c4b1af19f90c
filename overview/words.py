"""What each recorded event is called in the log. A test finds every name that is recorded.

Events hold ids and codes only. The titles of measures and the names of people who work here are
put in here; names of pupils never are.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.models import Event
from cases.models import Case
from common.dates import in_words
from evaluations.models import Evaluation

OF_CASES: dict[str, Any] = {
    "case.opened": _("%(who)s opened the case."),
    "case.investigated": _("%(who)s started the investigation."),
    "case.followed_up": _("The case is followed up (%(who)s)."),
    "case.monitored": _("%(who)s started monitoring: the adults go on looking."),
    "case.closed": _("%(who)s closed the case."),
    "case.reopened": _("%(who)s reopened the case."),
    "case.voided": _("%(who)s marked the case as wrongly registered."),
    "alert.sent": _("PPT was alerted."),
    "alert.received": _("%(who)s at PPT received the alert."),
    "access.granted": _("%(who)s gave %(person)s access to the case."),
    "access.granted_ended": _("%(who)s ended the access that %(person)s had."),
    "access.excluded": _("%(who)s closed the case for %(person)s."),
    "access.excluded_ended": _("%(who)s opened the case for %(person)s again."),
    "safety.recorded": _("%(who)s recorded how safe the one exposed has it: %(safe)s."),
}
OF_PLANS: dict[str, Any] = {
    "plan.started": _("%(who)s began the plan."),
    "plan.written": _("%(who)s wrote in the plan."),
    "plan.completed": _("%(who)s completed the plan, version %(version)s."),
    "measure.added": _("%(who)s put up the measure “%(measure)s”."),
    "measure.changed": _("%(who)s changed the measure “%(measure)s”."),
    "measure.started": _("%(who)s started the measure “%(measure)s”."),
    "measure.finished": _("The measure “%(measure)s” is finished (%(who)s)."),
    "measure.stopped": _("%(who)s stopped the measure “%(measure)s”."),
    "measure.replaced": _("%(who)s decided that the measure “%(measure)s” is to be replaced."),
    "measure.evaluation_moved": _(
        "%(who)s moved the evaluation of “%(measure)s” to %(evaluate_on)s."
    ),
    "evaluation.recorded": _(
        "%(who)s evaluated “%(measure)s”. Effect: %(effect)s. Next: %(next)s."
    ),
}
OF_PLACES: dict[str, Any] = {
    "person.added": _("%(who)s added somebody who signs in."),
    "person.language_chosen": _("%(who)s chose a language."),
    "organisation.added": _("%(who)s added a place."),
    "office.serves": _("%(who)s decided which PPT office serves a place."),
    "role.given": _("%(who)s gave somebody a role."),
    "role.ended": _("%(who)s ended somebody’s role."),
    "calendar.entered": _("%(who)s entered the calendar."),
    "calendar.copied": _("%(who)s copied the calendar from the year before."),
    "calendar.period_added": _("%(who)s added a period to the calendar."),
    "calendar.period_changed": _("%(who)s changed a period in the calendar."),
    "calendar.period_removed": _("%(who)s removed a period from the calendar."),
    "group.added": _("%(who)s added a class or group."),
    "group.teacher_named": _("%(who)s named a contact teacher."),
    "pupil.added": _("%(who)s added a pupil."),
    "pupil.placed": _("%(who)s placed a pupil in a class or group."),
    "guardian.added": _("%(who)s added a guardian."),
    "message.retried": _("%(who)s had an e-mail sent again."),
    "message.looked_at": _("%(who)s looked at an e-mail that could not be sent."),
}
WORDS = OF_CASES | OF_PLANS | OF_PLACES

CODES: dict[str, dict[str, Any]] = {
    "effect": dict(Evaluation.Effect.choices),
    "next": dict(Evaluation.Next.choices),
    "before": dict(Case.State.choices),
    "after": dict(Case.State.choices),
}
NO_ANSWER = _("no answer")


def sentence(
    event: Event, who: str, *, titles: Mapping[str, str], names: Mapping[uuid.UUID, str]
) -> str:
    """The words for one event; its bare name for one that is no longer recorded by anybody."""
    said = WORDS.get(event.name)
    if said is None:
        return event.name
    details: dict[str, str] = defaultdict(str)
    for key, value in event.data.items():
        details[key] = _in_words(key, value)
    about = event.data.get("measure") or event.target_id
    details["measure"] = titles.get(str(about), "")
    person = person_of(event)
    details["person"] = names.get(person, "") if person else ""
    details["safe"] = str(event.data.get("value") or NO_ANSWER)
    details["who"] = who
    return str(said) % details


def person_of(event: Event) -> uuid.UUID | None:
    """Whom the event is about, where it is about somebody who works here."""
    person = event.data.get("person")
    return uuid.UUID(person) if person else None


def _in_words(key: str, value: Any) -> str:
    if key in CODES:
        return str(CODES[key].get(value, value))
    if key.endswith("_on") and value:
        return in_words(date.fromisoformat(value))
    return str(value)
