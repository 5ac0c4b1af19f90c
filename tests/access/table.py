"""What each person gets at each address. Written by hand from docs/scope.md, never from the code.

A row names the address, how it is asked, and who gets a page; everybody else gets 404. The object
is always one of the first municipality (``world.here``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

VIEWERS = {
    "principal", "deputy", "case_worker", "teacher", "other_teacher", "school_administrator",
    "other_principal", "head", "ppt_adviser", "ppt_leader", "owner_adviser",
    "owner_administrator", "data_protection_officer", "excluded", "excluded_teacher", "granted",
    "former", "stranger", "strange_teacher", "strange_ppt", "strange_owner",
}  # fmt: skip
ALL = frozenset(VIEWERS)


def some(names: str) -> frozenset[str]:
    chosen = frozenset(names.split())
    assert chosen <= ALL, chosen - ALL
    return chosen


# The whole file of the case.
FILE = some("principal deputy case_worker granted")
# Who works on cases somewhere, and so has the pages that are about no case in particular.
CASE_WORK = FILE | some("excluded other_principal head owner_adviser stranger")


def of(thing: str, argument: str = "pk") -> Callable[[Any], dict]:
    """The address of a thing of the first municipality."""
    return lambda world: {argument: world.things[thing].pk}


@dataclass(frozen=True)
class Row:
    """Who gets a page (``ok``), who may look but not do (``forbidden``); the rest find nothing."""

    method: str
    url: str
    ok: frozenset[str]
    arguments: Callable[[Any], dict] = lambda world: {}
    data: Callable[[Any], dict] = lambda world: {}
    forbidden: frozenset[str] = field(default_factory=frozenset)
    # The person may change rows of his or her own by asking (read messages, preferences).
    own_rows: bool = False

    def expected(self, viewer: str) -> str:
        if viewer in self.ok:
            return "ok"
        return "forbidden" if viewer in self.forbidden else "missing"


def fits(expected: str, response, method: str) -> bool:
    """A page is 200, or a redirect that is not to sign in; after a POST also a refusal in words."""
    if expected == "missing":
        return response.status_code == 404
    if expected == "forbidden":
        return response.status_code == 403
    return response.status_code in ((200, 302) if method == "GET" else (200, 302, 409))


NOT_PPT = ALL - some("ppt_adviser ppt_leader strange_ppt former")
HERE = NOT_PPT - some("stranger strange_teacher strange_owner")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
PPT_HERE = some("ppt_adviser ppt_leader")
OWNERS_ADMINISTRATOR = some("owner_administrator")


def of_unit(world):
    return {"unit": world.here.school.pk}


def plan_of(world):
    return {"case": world.things["case"].pk, "pk": world.things["plan"].pk}


def entry_of(world):
    return {"pk": world.things["case"].pk, "entry": world.things["entry"].pk}


def step(verb):
    return lambda world: {"pk": world.things["case"].pk, "verb": verb}


def year(world):
    return {"place": world.here.owner.pk, "kind": "school", "starts": 2026}


def period(world):
    return year(world) | {"period": world.things["period"].pk}


def both(url, arguments, ok, forbidden=frozenset()):
    """The form is shown to, and taken from, the same people."""
    return [Row(method, url, ok, arguments, forbidden=forbidden) for method in ("GET", "POST")]


THE_CASE = of("case")


def case_page(url, arguments=THE_CASE, ok=WRITERS, forbidden=SEE_ONLY):
    return both(url, arguments, ok, forbidden)


def own_measure(url):
    """The responsible teacher sees the measure, and may not change it."""
    return both(url, of("measure"), WRITERS, SEE_ONLY | some("teacher"))


ROWS: list[Row] = [
    # Pages that are about no object: each shows what its viewer may see.
    Row("GET", "overview:home", ALL),
    Row("GET", "overview:today", ALL),
    Row("GET", "overview:school", CASE_WORK),
    Row(
        "GET",
        "overview:owner",
        some("owner_adviser granted owner_administrator strange_owner"),
    ),
    Row("GET", "cases:list", CASE_WORK),
    *both("cases:new", lambda world: {}, CASE_WORK - some("owner_adviser granted")),
    Row("GET", "ppt:inbox", some("ppt_adviser ppt_leader strange_ppt")),
    Row("GET", "notifications:inbox", ALL),
    Row("POST", "notifications:mark_all_read", ALL, own_rows=True),
    Row("GET", "organisations:calendars", ALL),
    # The case of the first municipality.
    Row("GET", "overview:case", FILE, of("case")),
    *both("cases:new_at", of_unit, WRITERS | some("excluded")),
    *case_page("cases:write_entry"),
    *case_page("cases:correct_entry", entry_of),
    *case_page("cases:step", step("investigate")),
    *case_page("cases:step", step("void"), some("principal"), FILE - some("principal")),
    Row("GET", "measures:plan", FILE, lambda world: {"case": world.things["case"].pk}),
    Row("GET", "measures:plan_of", FILE, plan_of),
    Row(
        "POST",
        "measures:start_plan",
        WRITERS,
        lambda world: {"case": world.things["case"].pk},
        forbidden=SEE_ONLY,
    ),
    *case_page("measures:write", of("plan")),
    *case_page("measures:complete", of("plan")),
    *case_page("measures:add", of("plan")),
    *own_measure("measures:change"),
    *own_measure("measures:stop"),
    *own_measure("measures:evaluation_date"),
    Row(
        "POST",
        "measures:start",
        WRITERS,
        of("planned"),
        forbidden=SEE_ONLY | some("teacher"),
    ),
    *both("evaluations:record", of("measure"), WRITERS | some("teacher"), SEE_ONLY),
    # The alert: at the office that got it, and nowhere else.
    Row("GET", "ppt:detail", PPT_HERE, of("alert")),
    Row("POST", "ppt:receive", PPT_HERE, of("alert")),
    # A message is its receiver's alone.
    Row("GET", "notifications:open", some("teacher"), of("message"), own_rows=True),
    # The owner's calendar is read by all who work under the owner.
    Row("GET", "organisations:calendar", HERE, year),
    *both("organisations:change_dates", year, OWNERS_ADMINISTRATOR),
    *both("organisations:add_period", year, OWNERS_ADMINISTRATOR),
    *both("organisations:change_period", period, OWNERS_ADMINISTRATOR),
    Row("POST", "organisations:remove_period", OWNERS_ADMINISTRATOR, period),
    Row("POST", "organisations:copy_calendar", OWNERS_ADMINISTRATOR, year),
]

# Pages of the frame and of sign-in: nothing of a case is on them. Each has tests of its own.
WITHOUT_CASE_DATA = [
    "about",
    "account",
    "account_change_password",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "hide",
    "kept",
    "language",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "overview:health",
    "show",
    "stay",
]
