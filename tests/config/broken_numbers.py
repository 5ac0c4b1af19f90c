"""What breaks the promise about the functions that count for the owner."""

from django.db import connection


def worker_counts(_place):
    with connection.cursor() as cursor:
        cursor.execute("GRANT EXECUTE ON FUNCTION evaluations_overdue_at(date) TO worker")


BROKEN = {
    "the owner's numbers are counted by the database's owner, for the web alone": worker_counts,
}
