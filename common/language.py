"""The language of the page, apart from the set of words that it is spoken in."""

from django.conf import settings
from django.utils.translation import get_language


def plain_language() -> str:
    """nb, nn or en: what ``<html lang>`` says and dates go by, also where a word set is active."""
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
