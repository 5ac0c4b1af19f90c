from django.urls import path

from measures import views

app_name = "measures"

urlpatterns = [
    path("<uuid:case>/plan/", views.plan, name="plan"),
    path("<uuid:case>/plan/start/", views.start_plan, name="start_plan"),
    path("<uuid:case>/plan/<uuid:pk>/", views.plan, name="plan_of"),
    path("plans/<uuid:pk>/texts/", views.write, name="write"),
    path("plans/<uuid:pk>/complete/", views.complete, name="complete"),
    path("plans/<uuid:pk>/measures/new/", views.add, name="add"),
    path("measures/<uuid:pk>/", views.change, name="change"),
    path("measures/<uuid:pk>/start/", views.start, name="start"),
    path("measures/<uuid:pk>/stop/", views.stop, name="stop"),
    path("measures/<uuid:pk>/evaluation-date/", views.evaluation_date, name="evaluation_date"),
]
