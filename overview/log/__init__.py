"""The case's log: one reading of what people wrote and of what the system recorded.

Neither is ever changed, so a correction is a line of its own and what it corrects says so; what is
taken back stays, and is marked.
"""

from overview.log.editions import on_paper
from overview.log.filters import FILTERS, SHOWN, Filter
from overview.log.lines import Line, Week
from overview.log.reading import Log, newest, newest_own, of_page

__all__ = [
    "FILTERS",
    "SHOWN",
    "Filter",
    "Line",
    "Log",
    "Week",
    "newest",
    "newest_own",
    "of_page",
    "on_paper",
]
