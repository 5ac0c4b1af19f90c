from pupils.forms.imports import ColumnsForm, ConfirmForm, FileForm
from pupils.forms.lists import (
    ContactTeacherForm,
    GroupForm,
    GuardianForm,
    InformationForm,
    LeaveForm,
    PlaceForm,
    PupilForm,
)

__all__ = [
    "ColumnsForm",
    "ConfirmForm",
    "ContactTeacherForm",
    "FileForm",
    "GroupForm",
    "GuardianForm",
    "InformationForm",
    "LeaveForm",
    "PlaceForm",
    "PupilForm",
]
