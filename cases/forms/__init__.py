from cases.forms.new_case import STEPS, DraftForm, WeightForm, WhatForm, WhoForm
from cases.forms.writing import DraftEntryForm, EntryForm, StepForm

__all__ = [
    "STEPS",
    "DraftEntryForm",
    "DraftForm",
    "EntryForm",
    "StepForm",
    "WeightForm",
    "WhatForm",
    "WhoForm",
]
