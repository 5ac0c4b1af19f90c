"""The rows of the table about the log on paper, the end of a case, and the county governor."""

from tests.access.row import Row, both, of, some

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
LEADER = some("principal")

THE_CASE = of("case")


def entry(world):
    return {"pk": world.things["case"].pk, "entry": world.things["entry"].pk}


def county(world):
    return {"pk": world.things["case"].pk, "county": world.things["county"].pk}


def hold(world):
    return {"pk": world.things["case"].pk, "hold": world.things["hold"].pk}


def letter(way):
    return lambda world: county(world) | {"way": way}


def written(url, arguments=THE_CASE):
    return both(url, arguments, WRITERS, SEE_ONLY)


def led(url, arguments=THE_CASE):
    return both(url, arguments, LEADER, FILE - LEADER)


ROWS: list[Row] = [
    Row("GET", "overview:log", FILE, THE_CASE),
    *written("overview:print_log"),
    # The entry is the principal's own; another's is taken back by whoever may close the case.
    *led("cases:withdraw_entry", entry),
    *led("cases:close"),
    *led("cases:hold"),
    *led("cases:end_hold", hold),
    *written("cases:look"),
    *written("cases:extend"),
    Row("GET", "cases:authorities", FILE, THE_CASE),
    *written("cases:open_county_case"),
    *written("cases:note_decision", county),
    *written("cases:add_letter", letter("in")),
    *written("cases:add_letter", letter("out")),
    *written("cases:add_act", county),
    *written("cases:end_county_case", county),
    # What was ordered is the owner's to report, without the case; one adviser was let into it.
    *both(
        "cases:report_act",
        of("act", "act"),
        some("principal owner_adviser granted"),
        some("deputy case_worker"),
    ),
]
