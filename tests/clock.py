"""The day on which most tests play: a Monday in week 48, in the middle of an ordinary term."""

from datetime import UTC, date, datetime

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
