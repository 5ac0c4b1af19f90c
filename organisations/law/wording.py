"""The words of kindergartens: a variant of each language, in catalogues and not in code.

Code is written in the school's words. ``locale/nb_Kinder`` and its siblings hold the sentences that
a kindergarten says otherwise; every other sentence is the language's own. A page about one case or
one unit speaks of that unit; pages about many speak as the person's own units do.
"""

from typing import Protocol

from django.utils import translation

from common.language import plain_language

# At most eight letters: Django looks for no dates and numbers of a longer language tag.
VARIANT = "kinder"
KINDERGARTENS = {"kindergarten", "kindergarten_act"}


class HasKind(Protocol):
    """A place."""

    kind: str


def speak_of(place: HasKind | str) -> None:
    """From here on this request speaks in the words of the place, or of a kind or regime.

    Call it as soon as the case, the measure or the unit is fetched: a sentence that is already made
    stays as it was.
    """
    code = place if isinstance(place, str) else place.kind
    language = plain_language()
    translation.activate(f"{language}-{VARIANT}" if code in KINDERGARTENS else language)
