"""Questions about private calendars."""

import uuid

from django.db import connection, models

from documents.rules import digest_of


class FeedQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """One's own."""
        return self.filter(person=viewer.person)

    def person_of(self, token: str) -> uuid.UUID | None:
        """Whose calendar the token opens. Nobody is signed in then, so that the database is asked
        past its wall, for this alone."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_of_calendar(%s)", [digest_of(token)])
            return cursor.fetchone()[0]


class FeedEventQuerySet(models.QuerySet):
    def visible_to(self, viewer):
        """Those of one's own calendar."""
        return self.filter(feed__person=viewer.person)
