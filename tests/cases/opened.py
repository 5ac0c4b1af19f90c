"""Parts of a case opened to PPT, as a leader does it."""

import uuid
from datetime import timedelta

from cases import actions
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.scope import acting

PROBLEM = {"problem": "Eleven står alene i friminuttene."}
CONSENT = {
    "ground": "consent", "consent_from": "Begge foreldre", "consent_on": TODAY,
    "consent_scope": "Navn og problem.",
}  # fmt: skip


def case_at(place):
    """With one exposed and one who violates, and an office that has the alert."""
    case = CaseFactory(unit=place.school, alert__office=place.office, state="follow_up")
    InvolvementFactory(case=case, pupil__unit=place.school, pupil__name="Sárá Nilsen")
    InvolvementFactory(
        case=case, role="violating", pupil__unit=place.school, pupil__name="Jonas Berg"
    )
    return case


def opening(case, by, **more):
    facts = {
        "ground": "needed", "reason": "PPT skal hjelpe med klassen.", "content": PROBLEM,
        "until": TODAY + timedelta(days=30), "token": uuid.uuid4(),
    }  # fmt: skip
    with acting(by, TODAY):
        return actions.open_to_ppt(case=case, by=by, now=NOW, **facts | more)


def withdraw(row, by, reason="Foreldrene vil ikke lenger."):
    with acting(by, TODAY):
        return actions.withdraw_opening(opening=row, by=by, now=NOW, reason=reason)


def ask(case, by, **more):
    facts = {"help_wanted": "meeting", "opening": None} | more
    with acting(by, TODAY):
        return actions.ask_ppt_for_help(case=case, by=by, now=NOW, **facts)
