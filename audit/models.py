"""Who did what, and who read what. Append-only: the web may add and read, never change."""

import uuid

from django.db import models


class Event(models.Model):
    """One change, written in the same transaction. Ids and codes only: no names, no free text.

    No foreign keys, so that the log and the living data never hinder each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    target = models.CharField(max_length=60)
    target_id = models.UUIDField(null=True)
    case_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    # Given by the database, which overwrites whatever stands here (migration 0002): the order of
    # what happened within one second, in one row with the entries that people write.
    number = models.BigIntegerField(default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at", "-number"], name="event_by_case"),
            models.Index(fields=["person_id", "at"], name="event_by_person"),
        ]

    def __str__(self):
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class Reading(models.Model):
    """One person saw something of one case on one page. Written before the page leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    person_id = models.UUIDField()
    # The case; or the concern, which may become one; or an alert that no PPT office got.
    case_id = models.UUIDField()
    page = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at"], name="reading_by_case"),
            models.Index(fields=["person_id", "-at"], name="reading_by_person"),
        ]

    def __str__(self):
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"
