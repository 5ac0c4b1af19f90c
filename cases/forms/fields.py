"""Fields and words that several forms on cases share."""

from django.utils.translation import gettext_lazy as _

from common.forms import PastDateField, form_token

__all__ = ["LAW_NOTE", "PastDateField", "form_token"]

LAW_NOTE = _("Guardians can ask to read this. Do not write names here.")
