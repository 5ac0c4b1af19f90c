from django.urls import path

from ppt import views

app_name = "ppt"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/receive/", views.receive, name="receive"),
]
