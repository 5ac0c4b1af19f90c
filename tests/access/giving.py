"""The rows of the table about people and access: roles, and the accounts of those who have them.

They are the owner's administrator's to give and end; a school's own only reads the list.
"""

from tests.access.row import Row, both, of, some

OWNERS = some("owner_administrator")
SCHOOLS = some("school_administrator")


def school(world):
    return {"place": world.here.school.pk}


def role_of(world):
    return school(world) | of("role", "membership")(world)


def page(url, arguments=role_of):
    return both(url, arguments, OWNERS, SCHOOLS)


def button(url):
    return Row("POST", url, OWNERS, role_of, forbidden=SCHOOLS)


ROWS: list[Row] = [
    Row("GET", "organisations:people", OWNERS | SCHOOLS | some("strange_owner")),
    Row("GET", "organisations:people_at", OWNERS | SCHOOLS, school),
    *page("roles:give", school),
    *page("organisations:end_role"),
    *page("organisations:close_account"),
    *page("address:correct"),
    button("organisations:start_password"),
    button("organisations:reopen_account"),
]
