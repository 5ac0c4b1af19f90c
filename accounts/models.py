"""People who sign in. What they may do is said by memberships (organisations)."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

START_PASSWORD_HOLDS = timedelta(days=7)


class PersonManager(BaseUserManager):
    def get_by_natural_key(self, email):
        """Sign-in ignores upper and lower case, as mail servers do."""
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """Somebody who signs in. Holds no right by itself, and there is no superuser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    # Read by Django and by every question of who takes part; goes with ``closed_at``.
    is_active = models.BooleanField(default=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Sessions of before it open nothing.
    reopened_at = models.DateTimeField(null=True, blank=True)
    # The password was made by somebody else. Nothing opens before the person has chosen an own one.
    has_start_password = models.BooleanField(default=False)
    start_password_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField()
    # Since when e-mail to the address comes back. Written by whoever sends; empty once one goes.
    mail_returned_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, closed_at=None)
                | models.Q(is_active=False, closed_at__isnull=False),
                name="person_is_active_until_closed",
            ),
        ]

    def __str__(self):
        return self.name

    def get_session_auth_hash(self) -> str:
        return self._since_opened(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        return map(self._since_opened, super().get_session_auth_fallback_hash())

    def _since_opened(self, password_hash: str) -> str:
        """Another one after the account was closed and opened again, with the same password."""
        if self.reopened_at is None:
            return password_hash
        return salted_hmac(
            "accounts.reopened", f"{password_hash}{self.reopened_at.timestamp()}"
        ).hexdigest()

    def may_sign_in(self, now: datetime) -> bool:
        """Not a closed account, nor one whose start password nobody has used in time."""
        made_at = self.start_password_at if self.has_start_password else None
        return self.is_active and (made_at is None or now - made_at < START_PASSWORD_HOLDS)


class KeptForm(models.Model):
    """What somebody had typed in a form when the session ended or the screen was hidden.

    Only its writer reads it. Stands as the form was sent, encoded as in a query, which also
    carries characters that a database refuses. ``path`` is where the form is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    typed = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "path", "-kept_at"], name="kept_form_newest")]

    def __str__(self):
        return self.path
