"""What changes about messages: read by their receiver, sorted and carried out by the system.

Marking, choosing and carrying write no audit event: the row itself says who, when and how it ended.
"""

from notifications.actions.addresses import correct_address
from notifications.actions.carrying import (
    bury_worn_out,
    claim,
    leave_out,
    note_dead,
    put_back,
    retry_dead,
    settle,
)
from notifications.actions.receiving import (
    choose_ways,
    mark_all_read,
    mark_read,
    retry_own_mail,
)
from notifications.actions.roles import give_access
from notifications.actions.sorting import make_digests, sort_mail

__all__ = [
    "bury_worn_out",
    "choose_ways",
    "claim",
    "correct_address",
    "give_access",
    "leave_out",
    "make_digests",
    "mark_all_read",
    "mark_read",
    "note_dead",
    "put_back",
    "retry_dead",
    "retry_own_mail",
    "settle",
    "sort_mail",
]
