"""Two pages that say which database role answers."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import path


def role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return cursor.fetchone()[0]


@login_not_required
def who(request):
    return HttpResponse(role())


@login_not_required
def wrong(request):
    with connection.cursor() as cursor:
        cursor.execute("select 1/0")


urlpatterns = [path("who/", who), path("wrong/", wrong)]
