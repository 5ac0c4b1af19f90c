"""The rows of the table about PPT's desk, and about what PPT answers the school."""

from tests.access.row import Row, both, of, some
from tests.factories.ppt import MeasureRequestFactory, NoteFactory, PptAnswerFactory

LEADER = some("principal")
FILE = some("principal deputy case_worker granted")
WRITERS = some("principal deputy case_worker")
PPT_HERE = some("ppt_adviser ppt_leader")
DESKS = some("ppt_adviser ppt_leader strange_ppt")


def things(case, here, now, marker):
    """The alert itself stays new, so that everything can be done with it."""
    by = here.ppt_adviser
    return {
        "ppt_answer": PptAnswerFactory(
            alert=case.alert, text=f"{marker} svar", given_by=by, given_at=now
        ),
        "ppt_note": NoteFactory(
            alert=case.alert, text=f"{marker} notat", written_by=by, written_at=now
        ),
    }


def asked(measure, here, now, marker):
    """PPT is asked to take on a measure. Until somebody has, they read its words, and only those at
    the office."""
    return MeasureRequestFactory(
        measure=measure,
        title="Klassemøte",
        text="Klassen trenger noen.",
        reason=f"{marker} hvorfor",
        asked_by=here.principal,
        asked_at=now,
    )


def request(world):
    return {"pk": world.things["alert"].pk, "request_id": world.things["ppt_request"].pk}


def request_of_case(world):
    return {"pk": world.things["case"].pk, "request_id": world.things["ppt_request"].pk}


def answer(world):
    return {"pk": world.things["case"].pk, "answer": world.things["ppt_answer"].pk}


def note(world):
    return {"pk": world.things["alert"].pk, "note": world.things["ppt_note"].pk}


def chosen(world):
    return {"alert": world.things["alert"].pk, "to": world.here.ppt_adviser.pk}


ROWS: list[Row] = [
    # Elsewhere at PPT nothing of it is found, and the inbox says so.
    Row("POST", "ppt:receive_many", DESKS, data=chosen),
    Row("POST", "ppt:assign_many", DESKS, data=chosen),
    Row("POST", "ppt:assign", PPT_HERE, of("alert")),
    *both("ppt:offer", of("alert"), PPT_HERE),
    *both("ppt:put_off", of("alert"), PPT_HERE),
    *both("ppt:end", of("alert"), PPT_HERE),
    *both("ppt:write_note", of("alert"), PPT_HERE),
    *both("ppt:correct_note", note, PPT_HERE),
    Row("POST", "ppt:take_measure", PPT_HERE, request),
    *both("ppt:decline_measure", request, PPT_HERE),
    *both("opened:ask_measure", of("case"), LEADER, FILE - LEADER),
    *both("opened:withdraw_request", request_of_case, WRITERS, FILE - WRITERS),
    Row("POST", "opened:receive_answer", WRITERS, answer, forbidden=FILE - WRITERS),
]
