from cases.forms.new_case import NewCaseForm
from cases.forms.writing import EntryForm, StepForm

__all__ = ["EntryForm", "NewCaseForm", "StepForm"]
