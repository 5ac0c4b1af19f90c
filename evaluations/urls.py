from django.urls import path

from evaluations import views

app_name = "evaluations"

urlpatterns = [
    path("shared/<uuid:pk>/", views.record_shared, name="record_shared"),
    path("<uuid:pk>/", views.record, name="record"),
]
