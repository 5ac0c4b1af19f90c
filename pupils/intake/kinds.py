"""What each kind of file is compared with."""

from collections.abc import Callable
from datetime import date

from pupils.intake.classes import ClassLines
from pupils.intake.guardians import GuardianLines
from pupils.intake.pupils import PupilLines
from pupils.intake.seen import Lines
from pupils.intake.staff import StaffLines
from pupils.models import PupilImport

KINDS: dict[str, Callable[[PupilImport, date], Lines]] = {
    PupilImport.Kind.CLASSES: ClassLines,
    PupilImport.Kind.PUPILS: PupilLines,
    PupilImport.Kind.GUARDIANS: GuardianLines,
    PupilImport.Kind.STAFF: StaffLines,
}


def lines_of(pupil_import: PupilImport, today: date) -> Lines:
    return KINDS[pupil_import.kind](pupil_import, today)
