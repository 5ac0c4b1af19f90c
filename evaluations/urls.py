from django.urls import path

from evaluations.views import evaluation, meeting, review

app_name = "evaluations"

# A step of a case whose reviews wait again: at its place among the steps, and before them.
case_patterns = [path("<uuid:case>/steps/reopen/", review.reopen, name="reopen")]

urlpatterns = [
    path("shared/<uuid:pk>/", evaluation.record_shared, name="record_shared"),
    path("case/<uuid:case>/", meeting.sitting, name="sitting"),
    path("case/<uuid:case>/meeting/", meeting.meeting, name="meeting"),
    path("case/<uuid:case>/minutes/", meeting.minutes, name="minutes"),
    path("reviews/<uuid:pk>/", review.review, name="review"),
    path("<uuid:pk>/", evaluation.record, name="record"),
    path("<uuid:pk>/pupil/", evaluation.ask_pupil, name="ask_pupil"),
    path("<uuid:pk>/answer/", evaluation.correct, name="correct"),
]
