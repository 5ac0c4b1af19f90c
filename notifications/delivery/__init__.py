"""Carries e-mails from the outbox to the mail server. Run by Celery, by beat and by drain alike.

One letter is claimed, sent and settled at a time, over one connection: with a handful claimed at
once the last would outlive its lease, and a letter that kills its sender would use up the attempts
of the others.
"""

from notifications.delivery.rounds import ENOUGH_TROUBLE, deliver

__all__ = ["ENOUGH_TROUBLE", "deliver"]
