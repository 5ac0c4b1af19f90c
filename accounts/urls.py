"""Only those of allauth's pages that are in use: no sign-up, no reset by mail."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as authenticator_app
from django.urls import path

from accounts import views
from common.views import about

app = "account/app/"
codes = "account/codes/"

urlpatterns = [
    path("about/", about, name="about"),
    path("language/", views.language, name="language"),
    path("hidden/", views.hide, name="hide"),
    path("hidden/show/", views.show, name="show"),
    path("stay/", views.stay, name="stay"),
    path("account/", views.account, name="account"),
    path("account/kept/", views.kept_texts, name="kept"),
    path("account/sign-in/", sign_in.login, name="account_login"),
    path("account/sign-in/code/", second_step.authenticate, name="mfa_authenticate"),
    path("account/sign-out/", sign_in.logout, name="account_logout"),
    path("account/password/", sign_in.password_change, name="account_change_password"),
    path("account/confirm/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path(app, authenticator_app.activate_totp, name="mfa_activate_totp"),
    path(app + "remove/", authenticator_app.deactivate_totp, name="mfa_deactivate_totp"),
    path(codes, recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        codes + "new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    # allauth comes back to this name; it is the account page.
    path("account/", views.account, name="mfa_index"),
]
