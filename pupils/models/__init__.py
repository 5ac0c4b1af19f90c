from pupils.models.identity import PupilAccess
from pupils.models.imports import ImportChunk, PupilImport
from pupils.models.people import Group, Guardian, Placement, Pupil

__all__ = ["Group", "Guardian", "ImportChunk", "Placement", "Pupil", "PupilAccess", "PupilImport"]
