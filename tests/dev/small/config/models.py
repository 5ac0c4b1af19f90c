from django.db import connection, models


class Note(models.Model):
    text = models.TextField()

    def __str__(self):
        return self.text


def role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return cursor.fetchone()[0]
