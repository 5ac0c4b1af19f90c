"""The rows of the table about moving a measure that has not started."""

from tests.access.row import Row, both, of, some

WRITERS = some("principal deputy case_worker")
# Whoever carries it out sees the measure, and does not plan it.
SEE_ONLY = some("granted teacher")

ROWS: list[Row] = [
    *both("measures:move", of("planned"), WRITERS, SEE_ONLY),
    Row("POST", "measures:answer", WRITERS, of("planned"), forbidden=SEE_ONLY),
]
