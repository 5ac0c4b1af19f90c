"""The daily round. It looks at what is, not at the hour, so it may run twice, late, in parallel."""

import logging
from collections.abc import Callable
from datetime import datetime

from accounts.actions import drop_outlived
from cases.actions import (
    drop_outlived_drafts,
    move_cases_of_excluded_leaders,
    narrow_alerts_of_protected,
    recount_talks,
    tell_due_handovers,
    tell_due_talks,
    tell_ppt_answers,
    tell_unanswered_alerts,
    tell_what_is_left_at_owner,
)
from evaluations.actions import prepare_reviews, recount_reviews
from evaluations.telling import (
    tell_due,
    tell_due_shared,
    tell_late,
    tell_owner,
    tell_reviews,
    tell_soon,
)
from measures.actions import (
    prepare_handovers,
    recompute_evaluation_dates,
    recompute_planned_starts,
    recompute_shared_evaluation_dates,
    recompute_shared_starts,
    recount_handovers,
    start_due_measures,
    start_due_shared_measures,
)
from notifications.delivery.heartbeats import beating
from pupils.actions import drop_staged_lines

logger = logging.getLogger(__name__)
Step = Callable[..., int]


def sweep(now: datetime) -> dict[str, int]:
    """Count dates again, start measures whose day has come, remind of what is due on this day.

    A step that fails does not hold up the next: reminders go out whatever else is broken. The
    failure is raised at the end, so that the heartbeat stays behind and the health page goes red.
    """
    failures = []
    with beating("sweep", now=now) as counts:
        for what, step in _steps().items():
            try:
                counts[what] = step(now=now)
            except Exception as failure:
                logger.exception("The sweep could not do this: %s", what)
                failures.append(failure)
        if failures:
            raise failures[0]
    return counts


def _steps() -> dict[str, Step]:
    """In their order: first what changes dates and makes things due, then who is told."""
    return {
        "handed": move_cases_of_excluded_leaders,
        "narrowed": narrow_alerts_of_protected,
        "moved": recompute_evaluation_dates,
        "put_off": recompute_planned_starts,
        "talks_moved": recount_talks,
        "started": start_due_measures,
        "shared_moved": recompute_shared_evaluation_dates,
        "shared_put_off": recompute_shared_starts,
        "shared_started": start_due_shared_measures,
        "handovers": prepare_handovers,
        "handovers_moved": recount_handovers,
        "reviews": prepare_reviews,
        "reviews_moved": recount_reviews,
        "told": tell_due,
        "shared_told": tell_due_shared,
        "told_soon": tell_soon,
        "told_late": tell_late,
        "told_owner": tell_owner,
        "reviews_told": tell_reviews,
        "talks": tell_due_talks,
        "handovers_told": tell_due_handovers,
        "ppt_answers": tell_ppt_answers,
        "ppt_unanswered": tell_unanswered_alerts,
        "left_at_owner": tell_what_is_left_at_owner,
        "dropped": drop_outlived,
        "drafts": drop_outlived_drafts,
        "staged": drop_staged_lines,
    }
