from django.urls import path

from evaluations import views

app_name = "evaluations"

# A step of a case whose reviews wait again: at its place among the steps, and before them.
case_patterns = [path("<uuid:case>/steps/reopen/", views.reopen, name="reopen")]

urlpatterns = [
    path("shared/<uuid:pk>/", views.record_shared, name="record_shared"),
    path("case/<uuid:case>/", views.sitting, name="sitting"),
    path("case/<uuid:case>/meeting/", views.meeting, name="meeting"),
    path("case/<uuid:case>/minutes/", views.minutes, name="minutes"),
    path("reviews/<uuid:pk>/", views.review, name="review"),
    path("<uuid:pk>/", views.record, name="record"),
    path("<uuid:pk>/pupil/", views.ask_pupil, name="ask_pupil"),
    path("<uuid:pk>/answer/", views.correct, name="correct"),
]
