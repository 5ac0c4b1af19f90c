"""How a case develops: what the pupil answers, what adults answer about the measures, and when the
measures ran, on one time axis.
"""

from overview.development.reading import (
    LATELY,
    Development,
    Pupil,
    development_of,
    value_words,
)
from overview.development.sentence import read_out

__all__ = ["LATELY", "Development", "Pupil", "development_of", "read_out", "value_words"]
