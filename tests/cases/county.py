"""What is written down while the county governor has a case."""

import uuid
from datetime import date

from cases.actions import add_letter, add_ordered_act, open_county_case
from tests.clock import NOW, TODAY
from tests.scope import acting, refused_to

FRIDAY = date(2026, 11, 20)
LATER = date(2026, 12, 7)
OUTSIDERS = ["teacher", "other_principal", "ppt_adviser", "owner_adviser", "owner_administrator"]


def do(action, by, **asked):
    with acting(by, TODAY):
        return action(by=by, now=NOW, **asked)


def opened(case, by, **more):
    return do(
        open_county_case, by, case=case, **({"token": uuid.uuid4(), "opened_on": FRIDAY} | more)
    )


def wrote(county, by, **more):
    told = {"token": uuid.uuid4(), "direction": "in", "dated_on": TODAY, "about": "De spør."}
    return do(add_letter, by, county_case=county, **(told | more))


def ordered(county, by, **more):
    told = {"token": uuid.uuid4(), "act": "Flere voksne ute.", "due_on": LATER}
    return do(add_ordered_act, by, county_case=county, **(told | more))


def refused_to_outsiders(fjellet, strand, ask):
    refused_to([*(getattr(fjellet, name) for name in OUTSIDERS), strand.principal], ask)
