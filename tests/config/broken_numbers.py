"""What breaks the promises about the functions that go past the walls."""

from django.db import connection


def worker_counts(_place):
    with connection.cursor() as cursor:
        cursor.execute("GRANT EXECUTE ON FUNCTION evaluations_overdue_at(date) TO worker")


def everybody_sends_again(_place):
    with connection.cursor() as cursor:
        cursor.execute("GRANT EXECUTE ON FUNCTION mail_retry_own(timestamptz) TO PUBLIC")


BROKEN = {
    "no function that goes past the walls is everybody's, or looks names up elsewhere": (
        everybody_sends_again
    ),
    "the owner's numbers are counted by the database's owner, for the web alone": worker_counts,
}
