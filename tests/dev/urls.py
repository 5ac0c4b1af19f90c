"""Pages that say which database role answers, and two that go wrong."""

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
def shown(request):
    """For a browser, which would ask for an icon."""
    return HttpResponse(f"<title>Role</title><link rel=icon href=data:,><p>{role()}</p>")


@login_not_required
def wrong(request):
    with connection.cursor() as cursor:
        cursor.execute("select 1/0")


@login_not_required
def noisy(request):
    """The policy of the product's pages forbids this script, and the browser says so."""
    return HttpResponse("<title>Noisy</title><link rel=icon href=data:,><script>1</script>")


handler500 = "accounts.views.server_error"

urlpatterns = [
    path("who/", who),
    path("shown/", shown),
    path("wrong/", wrong),
    path("noisy/", noisy),
]
