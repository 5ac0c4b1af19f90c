from django.urls import path

from organisations.views import absences, calendar, people, settings

app_name = "organisations"

ROLE = "people/<uuid:place>/<uuid:membership>/"
ABSENCE = "absences/<uuid:place>/<uuid:absence>/"
YEAR = "calendar/<uuid:place>/<slug:kind>/<int:starts>/"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<uuid:place>/", people.people_at, name="people_at"),
    path(f"{ROLE}end/", people.end, name="end_role"),
    path(f"{ROLE}start-password/", people.start_password, name="start_password"),
    path(f"{ROLE}close/", people.close_account, name="close_account"),
    path(f"{ROLE}reopen/", people.reopen_account, name="reopen_account"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<uuid:place>/", absences.absences_at, name="absences_at"),
    path("absences/<uuid:place>/new/", absences.note, name="note_absence"),
    path(ABSENCE, absences.change, name="change_absence"),
    path(f"{ABSENCE}end/", absences.end, name="end_absence"),
    path("settings/", settings.settings, name="settings"),
    path("settings/<uuid:place>/ppt/", settings.ppt_days, name="ppt_days"),
    path("calendar/", calendar.calendars, name="calendars"),
    path(YEAR, calendar.year, name="calendar"),
    path(f"{YEAR}days/", calendar.change_dates, name="change_dates"),
    path(f"{YEAR}copy/", calendar.copy, name="copy_calendar"),
    path(f"{YEAR}periods/", calendar.add_period, name="add_period"),
    path(f"{YEAR}periods/<uuid:period>/remove/", calendar.remove_period, name="remove_period"),
    path(f"{YEAR}periods/<uuid:period>/", calendar.change_period, name="change_period"),
]
