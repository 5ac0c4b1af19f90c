from django.urls import path

from overview.views import case, health, home, school, today

app_name = "overview"

urlpatterns = [
    path("", home.home, name="home"),
    path("today/", today.today, name="today"),
    path("school/", school.school, name="school"),
    path("owner/", school.owner, name="owner"),
    path("cases/<uuid:pk>/", case.case, name="case"),
    path("health/", health.health, name="health"),
]
