"""The case's log: one reading of what people wrote and of what the system recorded.

Neither is ever changed, so a correction is a line of its own and what it corrects says so; what is
taken back stays, and is marked.
"""

from overview.log.editions import chosen, on_paper
from overview.log.filters import FILTERS, SHOWN, Filter
from overview.log.lines import Line, Week, in_weeks
from overview.log.reading import Log, newest, newest_own, of_page

__all__ = [
    "FILTERS",
    "SHOWN",
    "Filter",
    "Line",
    "Log",
    "Week",
    "chosen",
    "in_weeks",
    "newest",
    "newest_own",
    "of_page",
    "on_paper",
]
