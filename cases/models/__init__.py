from cases.models.alert import PptAlert
from cases.models.case import Case, CaseAccess, StateReason
from cases.models.people import Entry, Involvement, SafetyAnswer

__all__ = ["Case", "CaseAccess", "Entry", "Involvement", "PptAlert", "SafetyAnswer", "StateReason"]
