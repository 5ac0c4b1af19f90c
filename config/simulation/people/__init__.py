"""What people do. Each habit is one function of the world and one school, called once on each
working day; what is due is answered by the function named for its kind."""

from collections.abc import Callable

from config.simulation.ledger import Awaited
from config.simulation.people import (
    calendars,
    changing,
    concerns,
    deciding,
    ending,
    evaluating,
    families,
    opening,
    owners,
    plans,
    rounds,
    staff,
    talking,
)
from config.simulation.world import School, World

HABITS: tuple[Callable[[World, School], None], ...] = (
    calendars.habit,
    staff.leave,
    staff.go_away,
    staff.change_leader,
    concerns.report,
    opening.open_one,
    families.decide,
    owners.go_away,
    owners.exclude,
    owners.hand_back,
    changing.send,
    plans.share_a_measure,
    ending.close_one,
)
"""What comes up by itself, in the order of a day."""

ANSWERS: dict[str, Callable[[World, Awaited], None]] = {
    "concern": concerns.answer,
    "ppt": opening.receive,
    "heard": talking.hear,
    "needs": opening.give_what_is_needed,
    "family": families.tell,
    "trusted": talking.name,
    "plan": plans.make,
    "carrier": staff.choose_another,
    "evaluation": evaluating.evaluate,
    "shared": evaluating.evaluate_shared,
    "talk": talking.talk,
    "unsafe": deciding.say_what_is_done,
    "decide": deciding.decide,
    "question": deciding.answer_question,
    "replace": plans.replace,
    "measure_look": ending.look_at_measure,
    "case_look": ending.look_at_case,
    "goes_on": ending.go_on,
    "propose": ending.think_of_closing,
    "review": rounds.review,
    "handover": rounds.hand_on,
    "change": changing.answer,
    "unanswered": changing.call,
    "exclusion": owners.answer,
    "notice": owners.receive,
}
"""What is done about each kind of duty, by whoever gets to it."""
