from django.urls import path

from concerns import views

app_name = "concerns"

urlpatterns = [
    path("", views.all_concerns, name="list"),
    path("new/", views.new, name="new"),
    path("new/<uuid:unit>/", views.new, name="new_at"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/answer/", views.answer, name="answer"),
    path("<uuid:pk>/note/", views.note, name="note"),
    path("<uuid:pk>/send-on/", views.send_on, name="send_on"),
]
