"""Those who act on who is involved, as the web does it."""

import uuid
from datetime import date

from cases.actions import add_involvement, change_role, end_involvement, name_involved
from tests.clock import NOW, TODAY
from tests.factories.cases import InvolvementFactory
from tests.scope import acting

FRIDAY = date(2026, 11, 20)  # the day on which the school knew
ENDED = [
    {"state": "closed", "ended_reason": "Trygt."},
    {"state": "void", "ended_reason": "Feil."},
]


def add(case, by, **more):
    given = {"token": uuid.uuid4(), "starts_on": TODAY}
    with acting(by, TODAY):
        return add_involvement(case=case, by=by, now=NOW, **(given | more))


def change(row, by, **more):
    with acting(by, TODAY):
        return change_role(
            involvement=row, by=by, now=NOW, **({"on": TODAY, "role": "violating"} | more)
        )


def name(row, by, pupil, on=TODAY):
    with acting(by, TODAY):
        return name_involved(involvement=row, by=by, now=NOW, on=on, pupil=pupil)


def end(row, by, on=TODAY):
    with acting(by, TODAY):
        return end_involvement(involvement=row, by=by, now=NOW, on=on)


def unnamed(case, **more):
    return InvolvementFactory(case=case, pupil=None, **({"described": "en elev på tiende"} | more))


def rows(case):
    return sorted(case.involvements.values_list("role", "starts_on", "ends_on"))
