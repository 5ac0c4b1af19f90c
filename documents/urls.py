from django.urls import path

from documents import views

calendar_patterns = [
    path("", views.page, name="page"),
    path("turn-on/", views.turn_on, name="turn_on"),
    path("renew/", views.renew, name="renew"),
    path("turn-off/", views.turn_off, name="turn_off"),
    path("events/<uuid:pk>/", views.open_event, name="open"),
    path("<slug:token>.ics", views.feed, name="feed"),
]
