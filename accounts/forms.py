"""Sign-in forms: allauth's checks, our words and our look (settings: ACCOUNT_FORMS, MFA_FORMS)."""

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    PasswordVerificationMixin,
    ReauthenticateForm,
)
from allauth.mfa.base.forms import AuthenticateForm as AuthenticateCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from common.forms import form_helper


def _word(field, label, required, help_text="") -> None:
    """Our label, help and message on a field of allauth's, and no text inside the control."""
    field.label = label
    field.help_text = help_text
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)


def _word_code(field) -> None:
    _word(
        field,
        _("Code"),
        _("Write the code."),
        _("Six digits from the authenticator app, or one of your recovery codes."),
    )
    field.widget.attrs.update(inputmode="numeric", size=12)


class SignIn(LoginForm):
    helper = form_helper(submit=_("Sign in"), form_id="sign-in")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        _word(email, _("E-mail address"), _("Write your e-mail address."))
        email.error_messages["invalid"] = _("Write the whole e-mail address, with @.")
        email.widget.attrs["autocomplete"] = "username"
        _word(password, _("Password"), _("Write your password."))


class PasswordAgain(ReauthenticateForm):
    helper = form_helper(submit=_("Confirm"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], _("Password"), _("Write your password."))


class NewPassword(ChangePasswordForm):
    helper = form_helper(submit=_("Change the password"), cancel="/account/")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        old, new, again = (self.fields[name] for name in ("oldpassword", "password1", "password2"))
        _word(old, _("The password you have now"), _("Write the password you have now."))
        rules = " ".join(password_validators_help_texts())
        _word(new, _("New password"), _("Write a new password."), rules)
        _word(again, _("New password once more"), _("Write the new password once more."))

    def clean(self):
        """In place of the mixin's own check, whose sentence is allauth's."""
        cleaned = super(PasswordVerificationMixin, self).clean()
        new, again = cleaned.get("password1"), cleaned.get("password2")
        if new and again and new != again:
            self.add_error("password2", _("The two new passwords are not alike. Write them again."))
        if new and new == cleaned.get("oldpassword"):
            self.add_error("password1", _("Write another password than the one you have now."))
        return cleaned


class Code(AuthenticateCodeForm):
    helper = form_helper(submit=_("Sign in"), form_id="code")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word_code(self.fields["code"])


class CodeAgain(ReauthenticateCodeForm):
    helper = form_helper(submit=_("Confirm"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word_code(self.fields["code"])


class SetUpApp(ActivateTOTPForm):
    helper = form_helper(submit=_("Set up the app"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        help_text = _("Six digits that the app shows when it has read the picture.")
        _word(self.fields["code"], _("Code from the app"), _("Write the code."), help_text)
        self.fields["code"].widget.attrs.update(inputmode="numeric", size=12)


class RemoveApp(DeactivateTOTPForm):
    helper = form_helper(submit=_("Remove the app"), cancel="/account/")


class NewRecoveryCodes(GenerateRecoveryCodesForm):
    helper = form_helper(submit=_("Make new codes"), cancel="/account/")
