"""The rows of the table about shared measures, which belong to a unit and stand in plans."""

from datetime import timedelta

from tests.access.row import Row, both, of, some
from tests.factories.evaluations import SharedEvaluationFactory
from tests.factories.measures import (
    MeasureFactory,
    PlanReferenceFactory,
    SharedEntryFactory,
    SharedMeasureFactory,
)

WRITERS = some("principal deputy case_worker")
SEE_ONLY = some("granted")
# A shared measure is of no case: whoever is excluded from one works there all the same.
LEADERS = WRITERS | some("excluded")
# Who carries something out somewhere sees the list of his or her own.
AT_WORK = LEADERS | some(
    "teacher other_teacher excluded_teacher granted other_principal head owner_adviser stranger "
    "strange_teacher"
)


def things(plan, here, today, marker, list_marker):
    """Of the unit and of no case, like its lists; only why it fits is the plan's."""
    of_unit = {"unit": here.school, "responsible": here.teacher, "how": f"{list_marker} slik"}
    shared = SharedMeasureFactory(
        title=f"{list_marker} felles",
        state="running",
        starts_on=today - timedelta(days=400),
        started_on=today - timedelta(days=400),
        evaluate_on=today,
        **of_unit,
    )
    SharedEvaluationFactory(
        shared=shared, due_on=today - timedelta(days=7), note=f"{list_marker} note"
    )
    SharedEntryFactory(shared=shared, happened_on=today, text=f"{list_marker} gjort sammen")
    return {
        "shared": shared,
        "shared_to_come": SharedMeasureFactory(
            title=f"{list_marker} neste", starts_on=today, **of_unit
        ),
        "reference": PlanReferenceFactory(plan=plan, shared=shared, why=f"{marker} felles derfor"),
        "for_class": MeasureFactory(
            plan=plan,
            title=f"{marker} klassen",
            level="system",
            target_groups=["class"],
            responsible=here.teacher,
            starts_on=today,
        ),
    }


def at_the_school(world):
    return {"unit": world.here.school.pk}


def into_the_plan(world):
    return {"pk": world.things["plan"].pk, "shared": world.things["shared_to_come"].pk}


def led(url, thing):
    """Taken from those who follow up cases at the unit; shown too to the one who carries it out,
    who decides nothing."""
    return [
        Row(method, url, LEADERS, of(thing), forbidden=some("teacher"), of_unit=True)
        for method in ("GET", "POST")
    ]


ROWS: list[Row] = [
    Row("GET", "shared:list", AT_WORK),
    Row("GET", "shared:choose", LEADERS, at_the_school, of_unit=True),
    *(
        Row(method, "shared:add", LEADERS, at_the_school, of_unit=True)
        for method in ("GET", "POST")
    ),
    Row("GET", "shared:show", LEADERS | some("teacher"), of("shared")),
    *led("shared:change", "shared"),
    *led("shared:stop", "shared"),
    Row(
        "POST",
        "shared:start",
        LEADERS,
        of("shared_to_come"),
        forbidden=some("teacher"),
        of_unit=True,
    ),
    *(
        Row(method, name, LEADERS | some("teacher"), of("shared"), of_unit=True)
        for name in ("evaluations:record_shared", "shared:write_done")
        for method in ("GET", "POST")
    ),
    # That it stands in a plan, and why, is the case's.
    Row("GET", "measures:choose_shared", WRITERS, of("plan"), forbidden=SEE_ONLY),
    *both("measures:refer", into_the_plan, WRITERS, SEE_ONLY),
    *both("measures:change_reference", of("reference"), WRITERS, SEE_ONLY),
    Row("POST", "measures:take_out_reference", WRITERS, of("reference"), forbidden=SEE_ONLY),
    *both("measures:share", of("for_class"), WRITERS, SEE_ONLY | some("teacher")),
]
