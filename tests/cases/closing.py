"""What is told when a case is closed, and cases as they stand before."""

import uuid
from datetime import timedelta

from cases.actions import close_case
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory, SafetyAnswerFactory
from tests.scope import acting

WHY = "Eleven har det trygt, og foreldrene er enige."


def sheet(**more):
    """Everything that is asked, for a case that may be closed as it stands."""
    return {
        "token": uuid.uuid4(),
        "reason": WHY,
        "professional_help": "not_needed",
        "best_interests": "Eleven vil at det er over.",
    } | more


def followed(place, *, answers=(), state="monitoring", **fields):
    """A case whose last day has come, with one exposed pupil and what the pupil has said, newest
    last, a week apart."""
    given = {"unit": place.school, "alert__office": place.office, "followed_until": TODAY}
    case = CaseFactory(**{**given, "state": state, **fields})
    pupil = InvolvementFactory(case=case)
    for weeks, value in enumerate(reversed(answers)):
        said(pupil, value, TODAY - timedelta(weeks=weeks))
    return case


def said(pupil, value, day=TODAY, by="pupil"):
    told = {"value": value} if isinstance(value, int) else {"value": None, "missing": value}
    return SafetyAnswerFactory(involvement=pupil, day=day, answered_by=by, **told)


def close(case, by, **more):
    with acting(by, TODAY):
        return close_case(case=case, by=by, now=NOW, **sheet(**more))
