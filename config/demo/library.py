"""What the municipality has worded itself, beside the library that all share."""

import uuid

from accounts.scope import entered
from config.demo.places import Municipality
from measures import actions


def word_own_measure(made: Municipality) -> None:
    """One measure of the owner's own, in both kinds of Norwegian."""
    by = made.people["eieradmin"]
    with entered(by, made.today):
        actions.add_own_measure(
            owner=made.places["owner"],
            by=by,
            now=made.now,
            token=uuid.uuid4(),
            title_nb="Turgruppe med klubben",
            title_nn="Turgruppe med klubben",
            what_nb="Fritidsklubben og en lærer tar med en fast gruppe ut hver onsdag.",
            what_nn="Fritidsklubben og ein lærar tek med ei fast gruppe ut kvar onsdag.",
            look_for_nb="De samme barna er sammen også på torsdag.",
            look_for_nn="Dei same barna er saman også på torsdag.",
            target_groups=["bystanders", "class"],
            level="system",
            regime="school",
            digital=False,
            prevents=False,
            age_from=8,
            age_to=13,
            weeks=12,
            interval_weeks=4,
        )
