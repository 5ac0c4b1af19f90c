from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.mark_all_read, name="mark_all_read"),
    path("settings/", views.settings, name="settings"),
    path("try-again/", views.retry_mail, name="retry_mail"),
    path("<uuid:pk>/", views.open_message, name="open"),
]

# Of the pages about people and access, which stand below and know of no messages.
address_patterns = [
    path(
        "people/<uuid:place>/<uuid:membership>/address/",
        views.correct_address,
        name="correct",
    ),
]

role_patterns = [path("people/<uuid:place>/give/", views.give_role, name="give")]
