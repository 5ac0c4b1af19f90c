"""Concerns: one that waits, one answered, one sent on to the owner, one about somebody who works
there, and one from a kindergarten."""

import uuid
from contextlib import contextmanager
from datetime import datetime, time

from accounts.scope import entered
from concerns import actions as concerns
from concerns.models import Concern
from config.demo.cases import OSLO
from config.demo.places import Municipality
from organisations.calendar import add_working_days


def play(made: Municipality) -> None:
    """Told in the last days by those who saw it, and answered by those whose it is to answer."""
    talk = _tell(
        made, "laerer", 6, "En på 5A", "To elever kranglet høyt om en ball i storefri.",
        told_by="colleague",
    )  # fmt: skip
    with _acting(made, "rektor", 6, hour=13) as act:
        reason = "Jeg har snakket med begge. De var enige om ballen, og spiller videre."
        concerns.answer_concern(concern=talk, reason=reason, **act)
    _sent_on(made)
    _tell(
        made, "laerer", 0, "Gutt på 6A", "Han satt alene på trappa og gråt. Noen lo og filmet.",
        needs_today="En voksen ved porten når skolen slutter.",
    )  # fmt: skip
    _tell(
        made, "kontakt7", 0, "Elever på 7A", "Jeg hørte en voksen rope at de var dumme.",
        route="staff",
    )  # fmt: skip
    _tell(
        made, "pedagog", 0, "Et barn på Maurtua", "Mor forteller at barnet ikke vil hit.",
        told_by="guardian",
    )  # fmt: skip


def _sent_on(made: Municipality) -> None:
    concern = _tell(
        made, "miljo", 4, "Jente på 7A", "Hun går alltid alene hjem, og noen roper etter henne."
    )
    with _acting(made, "inspektor", 4, hour=13) as act:
        reason = "Det er utenfor skoletiden, så vi gjør ikke noe nå."
        concerns.answer_concern(concern=concern, reason=reason, **act)
    with _acting(made, "miljo", 1) as act:
        reason = "Det skjer på skoleveien hver dag, og hun er redd for å gå."
        concerns.send_on_concern(concern=concern, reason=reason, **act)


def _tell(made: Municipality, who: str, days_ago: int, about: str, what: str, **more) -> Concern:
    with _acting(made, who, days_ago) as act:
        unit = act["by"].memberships.get().organisation
        return concerns.report_concern(
            unit=unit, token=uuid.uuid4(), about=about, what=what, **more, **act
        )


@contextmanager
def _acting(made: Municipality, who: str, days_ago: int, hour: int = 10):
    """The person acts so many working days ago, at this hour; never in the future."""
    day = add_working_days(made.today, -days_ago) if days_ago else made.today
    now = datetime.combine(day, time(hour), OSLO)
    person = made.people[who]
    with entered(person, day):
        yield {"by": person, "now": min(now, made.now)}
