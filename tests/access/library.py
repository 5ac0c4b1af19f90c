"""The rows of the table about the library of measures: nothing of a case is on its own pages, and
an owner's own measures, and what it chooses for its units, are its administrator's."""

from tests.access.row import ALL, Row, both, of, some

WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
OWNERS_ADMINISTRATOR = some("owner_administrator")


def of_owner(world):
    return {"owner": world.here.owner.pk}


def of_common(world):
    return of_owner(world) | {"key": "repair"}


def package_of(world):
    return {"pk": world.things["plan"].pk, "key": "exclusion_in_class"}


def place(world):
    return {"place": world.here.owner.pk}


ROWS: list[Row] = [
    Row("GET", "organisations:settings", OWNERS_ADMINISTRATOR | some("strange_owner")),
    *both("organisations:ppt_days", place, OWNERS_ADMINISTRATOR),
    Row("GET", "library:read", ALL),
    Row("GET", "measures:choose", WRITERS, of("plan"), forbidden=SEE_ONLY),
    *both("measures:use_package", package_of, WRITERS, SEE_ONLY),
    Row("GET", "library:owner", OWNERS_ADMINISTRATOR, of_owner),
    *both("library:add_own", of_owner, OWNERS_ADMINISTRATOR),
    *both("library:change_own", of("own_measure"), OWNERS_ADMINISTRATOR),
    Row("POST", "library:show_own", OWNERS_ADMINISTRATOR, of("own_measure")),
    Row("POST", "library:show_common", OWNERS_ADMINISTRATOR, of_common),
]
