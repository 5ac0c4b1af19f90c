"""Words that several forms on cases share."""

from django.utils.translation import gettext_lazy as _

LAW_NOTE = _("Guardians can ask to read this. Do not write names here.")
