"""How allauth signs people in here: nobody signs up, and it says everything in our words."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import kept, scope
from accounts.models import KeptForm

# What allauth wants to tell, by the name of its template. All else, such as a greeting by name, is
# left unsaid.
MESSAGES = {
    "account/messages/password_changed.txt": _("The password is changed."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. "
            "If you have no access yet, ask the administrator where you work."
        ),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        if message_template in MESSAGES:
            messages.add_message(request, level, MESSAGES[message_template])

    def authenticate(self, request, **credentials):
        """A closed account and a start password that is over get the answer of a wrong password."""
        person = super().authenticate(request, **credentials)
        return person if person is not None and person.may_sign_in(timezone.now()) else None

    def post_login(self, request, user, **kwargs):
        """Look for text that was kept when the last session ended."""
        response = super().post_login(request, user, **kwargs)
        with scope.entered(user, timezone.localdate(timezone.now())):
            if KeptForm.objects.filter(person=user).exists():
                request.session[kept.SESSION_KEY] = True
        return response

    def set_password(self, user, password) -> None:
        """Chosen by the person: it is no longer the one that somebody else made."""
        user.has_start_password = False
        super().set_password(user, password)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """A password given minutes ago counts, whether it was asked for twice or not."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT
