"""The rows of the table about what follows from evaluations."""

from tests.access.row import Row, both, of, some
from tests.factories.measures import DecisionFactory, MeasureFactory

WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")


def things(plan, here, today, marker):
    """Somebody has said that it is not safe, and one measure has had no effect twice."""
    plan.case.unsafe_since = today
    plan.case.save(update_fields=["unsafe_since"])
    measure = MeasureFactory(
        plan=plan,
        title=f"{marker} uten virkning",
        responsible=here.teacher,
        running=True,
        evaluate_on=today,
        decide_on=today,
    )
    DecisionFactory(measure=measure, reason=f"{marker} fordi", decided_by=here.principal)
    return {"without_effect": measure}


def case_of(world):
    return {"case": world.things["case"].pk}


ROWS: list[Row] = [
    *both("evaluations:ask_pupil", of("measure"), WRITERS | some("teacher"), SEE_ONLY),
    *both("evaluations:correct", of("measure"), WRITERS | some("teacher"), SEE_ONLY),
    *both("evaluations:sitting", case_of, WRITERS | some("teacher"), SEE_ONLY),
    *both("cases:say_what_is_done", of("case"), WRITERS, SEE_ONLY),
    *both(
        "measures:decide",
        of("without_effect"),
        some("principal"),
        SEE_ONLY | some("deputy case_worker teacher"),
    ),
]
