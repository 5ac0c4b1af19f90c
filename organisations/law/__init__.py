"""The acts that schools and kindergartens follow, as data with dates. Pure: files in, values out.

``law_for(unit, day)`` says which sections, deadlines and roads hold for what is done on that day.
"""

from organisations.law.acts import Basis, Clock, Deadline, Law, Reference, Words
from organisations.law.loading import LawIsWrong, NoLaw, advice_on, law_for

__all__ = [
    "Basis",
    "Clock",
    "Deadline",
    "Law",
    "LawIsWrong",
    "NoLaw",
    "Reference",
    "Words",
    "advice_on",
    "law_for",
]
