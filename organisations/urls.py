from django.urls import path

from organisations.views import calendar

app_name = "organisations"

YEAR = "calendar/<uuid:place>/<slug:kind>/<int:starts>/"

urlpatterns = [
    path("calendar/", calendar.calendars, name="calendars"),
    path(YEAR, calendar.year, name="calendar"),
    path(f"{YEAR}days/", calendar.change_dates, name="change_dates"),
    path(f"{YEAR}copy/", calendar.copy, name="copy_calendar"),
    path(f"{YEAR}periods/", calendar.add_period, name="add_period"),
    path(f"{YEAR}periods/<uuid:period>/remove/", calendar.remove_period, name="remove_period"),
    path(f"{YEAR}periods/<uuid:period>/", calendar.change_period, name="change_period"),
]
