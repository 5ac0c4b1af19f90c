"""The rows of the table about pupils, classes and files of people: for those who keep the lists,
which a deputy and a case worker do not."""

from django.utils import timezone

from tests.access.row import Row, both, of, some
from tests.factories.imports import ImportChunkFactory
from tests.factories.pupils import GuardianFactory, PlacementFactory

# At this unit, and anywhere.
KEEPERS = some("principal school_administrator")
ALL_KEEPERS = KEEPERS | some("other_principal head stranger")


def things(pupil, here, now, pupil_marker):
    """The pupil's place in the lists of the unit, and a file on its way into them."""
    placement = PlacementFactory(
        pupil=pupil, group__unit=here.school, starts_on=timezone.localdate(now)
    )
    placement.group.contact_teachers.add(here.other_teacher)
    name = f"{pupil_marker} i fil"
    chunk = ImportChunkFactory(
        pupil_import__unit=here.school,
        pupil_import__uploaded_by=here.school_administrator,
        pupil_import__uploaded_at=now,
        lines=[[2, [name, "01.02.2015"]]],
        outcomes=[[2, "new", {"name": name, "to": ""}]],
        staged_at=now,
    )
    return {
        "placement": placement,
        "group": placement.group,
        "guardian": GuardianFactory(pupil=pupil, name=f"{pupil_marker} hjemme"),
        "import": chunk.pupil_import,
    }


def of_unit(world):
    return {"unit": world.here.school.pk}


def teacher_of(world):
    return {"pk": world.things["group"].pk, "person": world.here.other_teacher.pk}


ROWS: list[Row] = [
    Row("GET", "pupils:units", ALL_KEEPERS),
    Row("GET", "pupils:unit", KEEPERS, of_unit),
    Row("GET", "pupils:pupils", KEEPERS, of_unit),
    *both("pupils:add_pupil", of_unit, KEEPERS),
    *both("pupils:add_group", of_unit, KEEPERS),
    Row("GET", "pupils:group", KEEPERS, of("group")),
    *both("pupils:add_teacher", of("group"), KEEPERS),
    Row("POST", "pupils:remove_teacher", KEEPERS, teacher_of),
    Row("GET", "pupils:pupil", KEEPERS, of("pupil")),
    *both("pupils:change", of("pupil"), KEEPERS),
    *both("pupils:place", of("pupil"), KEEPERS),
    *both("pupils:leave", of("pupil"), KEEPERS),
    Row("POST", "pupils:take_back", KEEPERS, of("pupil")),
    *both("pupils:add_guardian", of("pupil"), KEEPERS),
    Row("POST", "pupils:end_placement", KEEPERS, of("placement")),
    *both("pupils:information", of("guardian"), KEEPERS),
    # Of a pupil whose identity is protected: the one of them who is named.
    Row("GET", "pupils:pupil", some("principal"), of("hidden")),
    *both("pupils:change", of("hidden"), some("principal")),
    *both("pupils:upload", of_unit, KEEPERS),
    Row("GET", "pupils:import", KEEPERS, of("import")),
    *both("pupils:columns", of("import"), KEEPERS),
    Row("GET", "pupils:look_over", KEEPERS, of("import")),
    Row("POST", "pupils:look_over", KEEPERS, of("import"), of_unit=True),
    Row("GET", "pupils:errors", KEEPERS, of("import")),
    Row("POST", "pupils:go_on", KEEPERS, of("import")),
    Row("POST", "pupils:cancel", KEEPERS, of("import"), of_unit=True),
    Row("POST", "pupils:undo", KEEPERS, of("import")),
]
