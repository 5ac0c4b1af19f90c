from django.urls import path

from overview.views import (
    best_interests,
    case,
    change,
    development,
    health,
    home,
    log,
    measure,
    owner,
    school,
    search,
    today,
)

app_name = "overview"

urlpatterns = [
    path("", home.home, name="home"),
    path("today/", today.today, name="today"),
    path("school/", school.school, name="school"),
    path("owner/", owner.owner, name="owner"),
    path("owner/numbers/", owner.numbers, name="numbers"),
    path("cases/<uuid:pk>/", case.case, name="case"),
    path("cases/<uuid:pk>/best-interests/", best_interests.best_interests, name="best_interests"),
    path("cases/<uuid:pk>/development/", development.development, name="development"),
    path("cases/<uuid:pk>/change-of-school/", change.where_to, name="change_where_to"),
    path(
        "cases/<uuid:pk>/change-of-school/<uuid:involvement>/<uuid:unit>/",
        change.change,
        name="change_school",
    ),
    path("cases/<uuid:pk>/log/", log.log, name="log"),
    path("cases/<uuid:pk>/log/print/", log.print_log, name="print_log"),
    path("cases/measures/<uuid:pk>/", measure.measure, name="measure"),
    path("search/", search.search, name="search"),
    path("health/", health.health, name="health"),
    path("health/live/", health.live, name="live"),
    path("health/ready/", health.ready, name="ready"),
]
