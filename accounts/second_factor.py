"""The second step of sign-in: an authenticator app, by allauth."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext_lazy as _

SESSION_KEY = "second_factor"


class Adapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("The second step cannot be turned off here."),
        "cannot_generate_recovery_codes": _("Set up the authenticator app first."),
        "incorrect_code": _("The code is not right. Wait for the next code in the app and try it."),
    }

    def can_delete_authenticator(self, authenticator) -> bool:
        return not settings.MFA_REQUIRED


def has_second_factor(request) -> bool:
    """Has the person who is signed in set up an authenticator app? Asked once a session."""
    if not request.session.get(SESSION_KEY) and is_mfa_enabled(
        request.user, [Authenticator.Type.TOTP]
    ):
        request.session[SESSION_KEY] = True
    return bool(request.session.get(SESSION_KEY))
