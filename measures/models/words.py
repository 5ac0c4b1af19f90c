"""Codes that measures, the library and plans share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Target(models.TextChoices):
    EXPOSED = "exposed", _("The one exposed")
    VIOLATING = "violating", _("The one who violates")
    BYSTANDERS = "bystanders", _("Those who look on")
    CLASS = "class", _("The class or group")
    UNIT = "unit", _("The school or kindergarten")
    PARENTS = "parents", _("The parent group")


class Level(models.TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    SYSTEM = "system", _("System")


class State(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")
    REPLACED = "replaced", _("Replaced")
