"""What each person gets at each address. Written by hand from docs/scope.md, never from the code.

A row names the address, how it is asked, and who gets a page; everybody else gets 404. The object
is always one of the first municipality (``world.here``).
"""

from tests.access import (
    answers,
    calendars,
    carried_out,
    changing,
    desk,
    ending,
    giving,
    handovers,
    library,
    lists,
    moving,
    opened,
    opening,
    planning,
    rounds,
    seeing,
    shared,
)
from tests.access.row import ALL, VIEWERS, Row, both, fits, of, some

__all__ = ["OPENED_BY_A_LINK", "ROWS", "VIEWERS", "WITHOUT_CASE_DATA", "fits"]

# The whole file of the case.
FILE = some("principal deputy case_worker granted")
# Who works on cases somewhere, and so has the pages that are about no case in particular.
CASE_WORK = FILE | some("excluded other_principal head owner_adviser stranger")


NOT_PPT = ALL - some("ppt_adviser ppt_leader strange_ppt former")
HERE = NOT_PPT - some("stranger strange_teacher strange_owner")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
PPT_HERE = some("ppt_adviser ppt_leader")
OWNERS_ADMINISTRATOR = some("owner_administrator")
LEADERS = some("principal other_principal head stranger")


AT_THE_SCHOOL = some(
    "principal deputy case_worker teacher other_teacher school_administrator excluded "
    "excluded_teacher"
)
AT_A_UNIT = AT_THE_SCHOOL | some("other_principal head stranger strange_teacher")


def of_unit(world):
    return {"unit": world.here.school.pk}


def plan_of(world):
    return {"case": world.things["case"].pk, "pk": world.things["plan"].pk}


def entry_of(world):
    return {"pk": world.things["case"].pk, "entry": world.things["entry"].pk}


def named_of(world):
    return {"pk": world.things["hidden"].pk, "access": world.things["named"].pk}


def words(typed):
    """What is looked for: in small letters, so that the page's own field holds no marker."""
    return lambda world: {"words": typed}


def file_of(world):
    return {"pk": world.things["case"].pk, "file": world.things["file"].pk}


def phone_of(world):
    return {"pk": world.things["case"].pk, "phone": world.things["phone"].pk}


def way(name):
    return lambda world: {"pk": world.things["case"].pk, "way": name}


def row_of(world):
    return {"pk": world.things["case"].pk, "involvement": world.things["involvement"].pk}


def own_talk(url):
    """The trusted adult meets the talk, and nothing else of the case."""
    return both(url, of("trusted"), WRITERS | some("teacher"), SEE_ONLY)


def step(verb):
    return lambda world: {"pk": world.things["case"].pk, "verb": verb}


def year(world):
    return {"place": world.here.owner.pk, "kind": "school", "starts": 2026}


def period(world):
    return year(world) | {"period": world.things["period"].pk}


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
    Row("GET", "ppt:inbox", some("ppt_adviser ppt_leader strange_ppt")),
    Row("GET", "notifications:inbox", ALL),
    Row("POST", "notifications:mark_all_read", ALL, own_rows=True),
    Row("GET", "notifications:settings", ALL),
    Row("POST", "notifications:settings", ALL, own_rows=True),
    Row("POST", "notifications:retry_mail", ALL, own_rows=True),
    Row("GET", "organisations:calendars", ALL),
    # The case of the first municipality.
    Row("GET", "overview:case", FILE, of("case")),
    *case_page("cases:write_entry"),
    *case_page("cases:correct_entry", entry_of),
    *case_page("cases:step", step("investigate")),
    *case_page("cases:step", step("void"), some("principal"), FILE - some("principal")),
    # Files are read by those who have the whole file of the case, and by nobody else.
    Row("GET", "cases:digital", FILE, THE_CASE),
    *case_page("cases:before_file"),
    *case_page("cases:add_digital", way("evidence")),
    *case_page("cases:add_digital", way("words")),
    *case_page("cases:add_digital", way("file")),
    Row("GET", "cases:download", FILE, file_of),
    Row("GET", "cases:picture", FILE, file_of),
    *case_page("cases:remove_file", file_of),
    *case_page("cases:new_phone"),
    Row("POST", "cases:return_phone", WRITERS, phone_of, forbidden=SEE_ONLY),
    # Those involved, heard and looked after; the talks are the trusted adult's too.
    Row("GET", "cases:people", FILE, THE_CASE),
    *case_page("cases:add_involved"),
    *case_page("cases:change_role", row_of),
    *case_page("cases:name_involved", row_of),
    *case_page("cases:end_involvement", row_of),
    *case_page("cases:record_hearing", row_of),
    *case_page("cases:record_guardian_contact", row_of),
    *case_page("cases:name_trusted_adult", row_of),
    *own_talk("cases:record_talk"),
    *own_talk("cases:move_talk"),
    *own_talk("cases:note_away"),
    *both("cases:change_trusted_adult", of("trusted"), WRITERS, SEE_ONLY | some("teacher")),
    Row("GET", "cases:investigation", FILE, THE_CASE),
    *case_page("cases:write_investigation"),
    *case_page("cases:write_best_interests"),
    Row("GET", "overview:best_interests", FILE, THE_CASE),
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
    # Concerns: told by all who work at a unit, read by the one who told and by those who answer.
    Row("GET", "concerns:list", AT_A_UNIT | some("owner_adviser granted")),
    *both("concerns:new", lambda world: {}, AT_A_UNIT),
    *both("concerns:new_at", of_unit, AT_THE_SCHOOL),
    Row("GET", "concerns:detail", WRITERS | some("teacher"), of("concern")),
    *both("concerns:answer", of("concern"), WRITERS, some("teacher")),
    *both("concerns:send_on", of("concern"), some("teacher"), WRITERS),
    # The alert: at the office that got it, and nowhere else.
    Row("GET", "ppt:detail", PPT_HERE, of("alert")),
    Row("POST", "ppt:receive", PPT_HERE, of("alert")),
    # A message is its receiver's alone.
    Row("GET", "notifications:open", some("teacher"), of("message"), own_rows=True),
    # Marking a pupil is for those who keep the lists; opening the identity for the leader alone.
    Row("GET", "pupils:protected", LEADERS),
    *both(
        "pupils:identity",
        of("pupil"),
        some("principal school_administrator"),
        some("deputy case_worker excluded"),
    ),
    *both("pupils:identity", of("hidden"), some("principal"), some("deputy")),
    Row("POST", "pupils:close_identity", some("principal"), named_of),
    Row("POST", "pupils:unprotect", some("principal"), of("hidden")),
    # Everybody may search, and finds what he or she sees.
    Row("GET", "overview:search", ALL),
    Row("POST", "overview:search", ALL, data=words("hemmelig"), own_rows=True),
    Row("POST", "overview:search", ALL, data=words("elevnavn"), own_rows=True),
    Row("POST", "overview:search", ALL, data=words("vernetnavn"), own_rows=True),
    Row("POST", "overview:search", ALL, data=words("26 hmlg"), own_rows=True),
    # The owner's calendar is read by all who work under the owner.
    Row("GET", "organisations:calendar", HERE, year),
    *both("organisations:change_dates", year, OWNERS_ADMINISTRATOR),
    *both("organisations:add_period", year, OWNERS_ADMINISTRATOR),
    *both("organisations:change_period", period, OWNERS_ADMINISTRATOR),
    Row("POST", "organisations:remove_period", OWNERS_ADMINISTRATOR, period),
    Row("POST", "organisations:copy_calendar", OWNERS_ADMINISTRATOR, year),
    *answers.ROWS,
    *calendars.ROWS,
    *carried_out.ROWS,
    *changing.ROWS,
    *desk.ROWS,
    *ending.ROWS,
    *giving.ROWS,
    *handovers.ROWS,
    *rounds.ROWS,
    *library.ROWS,
    *lists.ROWS,
    *moving.ROWS,
    *opened.ROWS,
    *opening.ROWS,
    *planning.ROWS,
    *seeing.ROWS,
    *shared.ROWS,
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
    "overview:live",
    "overview:ready",
    "show",
    "stay",
]

# Read without sign-in by whoever has the link (tests/documents).
OPENED_BY_A_LINK = ["calendar:feed"]
