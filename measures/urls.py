from django.urls import path

from measures.views import measure, plan

app_name = "measures"

urlpatterns = [
    path("<uuid:case>/plan/", plan.plan, name="plan"),
    path("<uuid:case>/plan/start/", plan.start_plan, name="start_plan"),
    path("<uuid:case>/plan/<uuid:pk>/", plan.plan, name="plan_of"),
    path("plans/<uuid:pk>/texts/", plan.write, name="write"),
    path("plans/<uuid:pk>/complete/", plan.complete, name="complete"),
    path("plans/<uuid:pk>/measures/new/", measure.add, name="add"),
    path("measures/<uuid:pk>/", measure.change, name="change"),
    path("measures/<uuid:pk>/start/", measure.start, name="start"),
    path("measures/<uuid:pk>/stop/", measure.stop, name="stop"),
    path("measures/<uuid:pk>/evaluation-date/", measure.evaluation_date, name="evaluation_date"),
]
