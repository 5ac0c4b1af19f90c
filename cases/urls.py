from django.urls import path

from cases import views

app_name = "cases"

urlpatterns = [
    path("", views.all_cases, name="list"),
    path("new/", views.new, name="new"),
    path("new/<uuid:unit>/", views.new, name="new_at"),
    path("<uuid:pk>/entries/new/", views.write_entry, name="write_entry"),
    path("<uuid:pk>/entries/<uuid:entry>/correct/", views.write_entry, name="correct_entry"),
    path("<uuid:pk>/steps/<slug:verb>/", views.step, name="step"),
]
