"""Forms: cleaning of typed text, dates as people write them, and the helper each form gets.

A form with errors is shown again with status 200, the error summary on top and every typed
character kept. A form class inherits ``Form``, names its text fields ``TextField`` and its dates
``DateField``, and says what its button does: ``button = _("Save the case")``. A view hands it to
its action with ``common.views.submitted``.
"""

from common.forms.fields import (
    BigRadioSelect,
    DateField,
    PastDateField,
    ReasonField,
    RowField,
    ShortCheckboxes,
    TextField,
    TimeField,
    choices_by_name,
    form_token,
)
from common.forms.form import NOT_IN_LIST, Form, Made, ReasonForm, form_helper

__all__ = [
    "NOT_IN_LIST",
    "BigRadioSelect",
    "DateField",
    "Form",
    "Made",
    "PastDateField",
    "ReasonField",
    "ReasonForm",
    "RowField",
    "ShortCheckboxes",
    "TextField",
    "TimeField",
    "choices_by_name",
    "form_helper",
    "form_token",
]
