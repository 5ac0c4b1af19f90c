"""Every address of the product. English in every language."""

from django.urls import include, path

from documents.urls import calendar_patterns
from evaluations.urls import case_patterns as reopening_patterns
from measures.urls import library_patterns, shared_patterns
from notifications.urls import address_patterns, role_patterns
from ppt.urls import case_patterns

urlpatterns = [
    path("", include("overview.urls")),
    path("", include("accounts.urls")),
    path("cases/", include((reopening_patterns, "reopening"))),
    path("cases/", include("cases.urls")),
    path("cases/", include("measures.urls")),
    path("cases/", include(case_patterns)),
    path("library/", include((library_patterns, "library"))),
    path("school/measures/", include((shared_patterns, "shared"))),
    path("concerns/", include("concerns.urls")),
    path("evaluations/", include("evaluations.urls")),
    path("ppt/", include("ppt.urls")),
    path("calendar/", include((calendar_patterns, "calendar"))),
    path("messages/", include("notifications.urls")),
    path("pupils/", include("pupils.urls")),
    path("organisations/", include("organisations.urls")),
    path("organisations/", include((address_patterns, "address"))),
    path("organisations/", include((role_patterns, "roles"))),
]

handler400 = "common.views.bad_request"
handler403 = "common.views.forbidden"
handler404 = "common.views.not_found"
handler500 = "accounts.views.server_error"
