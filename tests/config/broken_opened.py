"""What breaks a promise about what was opened to PPT."""

from datetime import date

from tests.clock import NOW
from tests.config.broken_endings import sound_case
from tests.factories.audit import EventFactory
from tests.factories.opened import PptOpeningFactory


def opened_in(place, case=None, **fields):
    opening = PptOpeningFactory(case=case or sound_case(place), **fields)
    EventFactory(
        name="ppt.opened", at=NOW, target_id=opening.pk, case_id=opening.case_id,
        person_id=opening.opened_by_id,
    )  # fmt: skip
    return opening


def open_in_a_case_that_has_ended(place):
    """What was ended, and what is open in an open case, is as it should be."""
    opened_in(place, withdrawn=True)
    opened_in(place)
    case = sound_case(place, state="void", ended_reason="Feil.")
    opened_in(place, case)


def opened_by_nobody(place):
    PptOpeningFactory(case=sound_case(place))


def open_too_long(place):
    opened_in(place, until=date(2027, 6, 1))


def shows_more(place):
    opened_in(place, parts=["problem"], content={"problem": "Alene.", "names": "Noen"})


BROKEN = {
    "nothing of a case that has ended is open to PPT": open_in_a_case_that_has_ended,
    "what was opened to PPT was opened by the one who is named": opened_by_nobody,
    "nothing is open to PPT for more than six months": open_too_long,
    "what is open to PPT shows the parts that were chosen, and no other": shows_more,
}
