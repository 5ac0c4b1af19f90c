"""What is due besides plans and measures: each module asks for one area of the case file.

An area is a function that takes the viewer and gives duties (``overview.duties.Duty``), in one
query that begins with ``visible_to``; in two where what is asked of each row is dear, so that on
most days it takes a cheap one. Nothing is stored: a duty is gone when the thing itself says so. One
for those with a permission says so before it asks (``overview.duties.only_for``).
"""

from overview.due import (
    authorities,
    closing,
    concerns,
    digital,
    families,
    handover,
    measures,
    needs,
    owner,
    people,
    plans,
    ppt,
    rounds,
    shared,
    unsafe,
)
from overview.duties import Area

AREAS: tuple[Area, ...] = (
    authorities.letters,
    authorities.acts,
    closing.due,
    concerns.due,
    concerns.unanswered,
    digital.due,
    families.due,
    handover.due,
    measures.looks,
    measures.to_replace,
    needs.due,
    owner.to_receive,
    owner.to_answer,
    owner.to_tell,
    plans.decisions,
    plans.in_place_of,
    plans.questions,
    people.voices,
    people.talks,
    ppt.answers,
    rounds.due,
    shared.due,
    unsafe.due,
)
