"""What people do with concerns, as the web does it."""

import uuid

from concerns import actions
from tests.clock import NOW, TODAY
from tests.scope import acting

TEXT = "Han sto alene i hele friminuttet, og noen lo."


def told(**more):
    """Everything that must be told, and what a test changes."""
    return {"about": "Jonas i 7A", "what": TEXT} | more


def reported(unit, by, **more):
    given = {"unit": unit, "by": by, "now": NOW, "token": uuid.uuid4()} | told(**more)
    with acting(by, TODAY):
        return actions.report_concern(**given)


def told_elsewhere(unit, from_unit, by, **more):
    given = {
        "unit": unit,
        "from_unit": from_unit,
        "decided_by": by,
        "reason": "De må vite det for å passe på.",
        "by": by,
        "now": NOW,
        "token": uuid.uuid4(),
    } | told(**more)
    with acting(by, TODAY):
        return actions.tell_unit(**given)


def taken_on(concern, by, now=NOW):
    with acting(by, TODAY):
        return actions.take_on(concern=concern, by=by, now=now)


def answered(concern, by, reason="Vi har snakket med eleven.", now=NOW):
    with acting(by, TODAY):
        return actions.answer_concern(concern=concern, by=by, now=now, reason=reason)


def sent_on(concern, by, reason="Det skjer igjen.", now=NOW):
    with acting(by, TODAY):
        return actions.send_on_concern(concern=concern, by=by, now=now, reason=reason)
