"""What no line of any log may hold, whoever writes it: the web server's own lines too.

A filter on our handler would leave out what others write: the web server logs an address when it
counts who asked for it, and when something fails.
"""

import logging
import re

INSTEAD = "…"

_kept_out: dict[str, re.Pattern[str]] = {}
_made_by_others = logging.getLogRecordFactory()


def keep_out(pattern: str) -> None:
    """Write "…" in each log line of this process in place of what fits the pattern."""
    _kept_out[pattern] = re.compile(pattern)
    logging.setLogRecordFactory(_made)


def _made(*given, **named) -> logging.LogRecord:
    record = _made_by_others(*given, **named)
    try:
        said = record.getMessage()
    except (TypeError, ValueError):
        return record  # the handler says what is wrong with the line
    shown = said
    for pattern in _kept_out.values():
        shown = pattern.sub(INSTEAD, shown)
    if shown != said:
        record.msg, record.args = shown, ()
    return record
