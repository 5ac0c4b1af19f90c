"""The rows of the table about who can see a case, and about what its owner is told."""

from tests.access.row import Row, both, of, some

FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
# The owner's advisers, who answer without the case; one of them was let into this one.
ADVISERS = some("owner_adviser granted")

THE_CASE = of("case")


def part_of(name, thing):
    return lambda world: {"pk": world.things["case"].pk, name: world.things[thing].pk}


def page(url, arguments=THE_CASE):
    return both(url, arguments, WRITERS, SEE_ONLY)


def button(url, arguments):
    return Row("POST", url, WRITERS, arguments, forbidden=SEE_ONLY)


ROWS: list[Row] = [
    Row("GET", "cases:access", FILE, THE_CASE),
    *page("cases:grant"),
    *page("cases:take_part"),
    *page("cases:exclude"),
    button("cases:end_access", part_of("access", "grant")),
    *page("cases:hand_over"),
    *page("cases:hand_back"),
    *page("cases:about_staff"),
    *page("cases:add_staff"),
    *page("cases:staff_informed", part_of("staff", "staff")),
    *page("cases:staff_heard", part_of("staff", "staff")),
    *page("cases:serious"),
    *page("cases:not_serious"),
    *page("cases:note_told", part_of("notice", "notice")),
    button("cases:send_again", part_of("notice", "notice")),
    Row("POST", "cases:receive_notice", ADVISERS, of("notice", "notice")),
    Row("POST", "cases:confirm_exclusion", ADVISERS, of("exclusion", "exclusion")),
    *both("cases:lift_exclusion", of("exclusion", "exclusion"), ADVISERS),
    Row("GET", "overview:numbers", ADVISERS),
]
