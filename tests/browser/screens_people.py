"""The pages about people and classes, of a file that is on its way and of one that is done."""

from datetime import timedelta

from django.utils import timezone

from organisations.calendar import school_year_of
from pupils.models import Group, Guardian, Placement
from tests.factories.imports import ImportChunkFactory, PupilImportFactory
from tests.factories.pupils import GuardianFactory

# Buttons, a page that leads on where one keeps a single unit, and a file to download.
NO_PAGE = {
    "pupils:units", "pupils:remove_teacher", "pupils:take_back", "pupils:end_placement",
    "pupils:errors", "pupils:go_on", "pupils:cancel", "pupils:undo",
}  # fmt: skip


def people_screens(made):
    """Name of the screen, of the address, and its arguments."""
    unit = made.places["fjellet"]
    group = Group.objects.filter(unit=unit).first()
    pupil = Placement.objects.filter(group=group).first().pupil
    guardian = GuardianFactory(pupil=pupil, name="Ingrid Fjell")
    GuardianFactory(
        pupil=pupil, name="Per Fjell", information=Guardian.Information.ON_REQUEST,
        information_reason="Etter avtale.", information_decided_by=made.people["rektor"],
    )  # fmt: skip
    looked_over, uploaded, done = _imports(made, unit)
    return [
        ("people", "pupils:unit", unit.pk),
        ("people-all", "pupils:pupils", unit.pk),
        ("people-class", "pupils:group", group.pk),
        ("people-class-new-errors", "pupils:add_group", unit.pk),
        ("people-teacher", "pupils:add_teacher", group.pk),
        ("people-pupil", "pupils:pupil", pupil.pk),
        ("people-pupil-new-errors", "pupils:add_pupil", unit.pk),
        ("people-pupil-change", "pupils:change", pupil.pk),
        ("people-place-errors", "pupils:place", pupil.pk),
        ("people-leave", "pupils:leave", pupil.pk),
        ("people-guardian-errors", "pupils:add_guardian", pupil.pk),
        ("people-information", "pupils:information", guardian.pk),
        ("import-file", "pupils:upload", unit.pk),
        ("import-file-errors", "pupils:upload", unit.pk),
        ("import-columns", "pupils:columns", uploaded.pk),
        ("import-look-over", "pupils:look_over", looked_over.pk),
        ("import-done", "pupils:import", done.pk),
    ]


def _imports(made, unit):
    by, now = made.people["skoleadmin"], made.now
    headings = ["Elev-id", "Navn", "Klasse", "Fødselsdato"]
    common = {
        "unit": unit, "uploaded_by": by, "uploaded_at": now, "headings": headings,
        "school_year": school_year_of(timezone.localdate(now)),
    }  # fmt: skip
    lines = [[2, ["e1", "Nora Ny", "7A", "01.02.2014"]], [3, ["e2", "Ole Øst", "", "02.02.2014"]]]
    outcomes = [
        [2, "new", {"name": "Nora Ny", "to": "7A"}],
        [3, "error", {"code": "no_group", "named": {}}],
        [4, "moved", {"name": "Mari Myr", "from": "6A", "to": "7A"}],
    ]
    seen = {"new": 12, "unchanged": 598, "moved": 20, "leaving": 3, "error": 2}
    looked_over = PupilImportFactory(
        **common, total=632, counts={"seen": seen, "new_groups": ["7C"]}
    )
    ImportChunkFactory(pupil_import=looked_over, lines=lines, outcomes=outcomes, staged_at=now)
    uploaded = PupilImportFactory(**common, total=2, state="uploaded", mapping={}, counts={})
    ImportChunkFactory(pupil_import=uploaded, lines=lines, outcomes=[], staged_at=now)
    left_out = [[14, "no_group", {}], [220, "impossible_date", {}]]
    done = PupilImportFactory(
        **common | {"headings": []}, total=632, done=632, state="done", confirmed_by=by,
        confirmed_at=now, finished_at=now - timedelta(minutes=1),
        counts={"seen": seen, "done": seen, "new_groups": [], "left_out": left_out},
    )  # fmt: skip
    return looked_over, uploaded, done
