"""What a concern can be, in words: who told of it, to whom it goes, and what becomes of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Teller(models.TextChoices):
    SELF = "self", _("I saw or heard it myself")
    PUPIL = "pupil", _("The pupil said so")
    GUARDIAN = "guardian", _("A guardian said so")
    COLLEAGUE = "colleague", _("Somebody else who works here")
    OTHER = "other", _("In another way")


class Route(models.TextChoices):
    LEADER = (
        "leader",
        _("About pupils: to the principal and those who work on cases here"),
    )
    STAFF = "staff", _("About someone who works here: to the principal and the owner")
    OWNER = "owner", _("About a leader, or I cannot tell the principal: the owner only")


class State(models.TextChoices):
    NEW = "new", _("Received")
    TAKEN_ON = "taken_on", _("Taken on")
    ANSWERED = "answered", _("Answered with a reason")
    # Of a change of school alone.
    NOTED = "noted", _("Received and noted")
    TAKEN_BACK = "taken_back", _("Taken back")


class Ground(models.TextChoices):
    """Why another place may be told of a pupil who changes school."""

    NEED = "need", _("They need it to follow the pupil up, at the same owner")
    CONSENT = "consent", _("Consent")
    PERMISSION = "permission", _("Permission from the parents")
