from cases.actions.access import end_access, exclude_person, grant_access
from cases.actions.facts import record_safety, write_entry
from cases.actions.opening import open_case
from cases.actions.steps import (
    NEEDS_REASON,
    close_case,
    follow_up_case,
    investigate_case,
    monitor_case,
    reopen_case,
    void_case,
)

__all__ = [
    "NEEDS_REASON",
    "close_case",
    "end_access",
    "exclude_person",
    "follow_up_case",
    "grant_access",
    "investigate_case",
    "monitor_case",
    "open_case",
    "record_safety",
    "reopen_case",
    "void_case",
    "write_entry",
]
