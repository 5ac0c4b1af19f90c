"""What each recorded event is called in the log. A test finds every name that is recorded.

Events hold ids and codes only. The titles of measures and the names of people who work here are
put in here; names of pupils never are.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from audit.models import Event
from cases.actions import Edition
from cases.models import BestInterests, Case, Involvement, Letter, OwnerNotice, PptAlert, PptOpening
from common.dates import in_words
from evaluations.models import CaseReview, Evaluation
from measures.models import Decision, Measure
from measures.models.words import Target
from overview.words.documents import OF_DOCUMENTS
from overview.words.places import OF_PLACES
from overview.words.ppt import OF_PPT

OF_CASES: dict[str, Any] = {
    "case.opened": _("%(who)s opened the case."),
    "case.investigated": _("%(who)s started the investigation."),
    "case.followed_up": _("The case is followed up (%(who)s)."),
    "case.monitored": _("%(who)s started monitoring: the adults go on looking."),
    "case.monitored_without_plan": _(
        "%(who)s started monitoring without a plan: no measure is needed now."
    ),
    "case.closed": _("%(who)s closed the case.%(unsafe)s"),
    "case.evaluation_weekday_chosen": _(
        "%(who)s chose a common day for the evaluations of this case: %(weekday)s. "
        "Dates moved: %(moved)s."
    ),
    "case.evaluation_weekday_ended": _(
        "%(who)s decided that the evaluations of this case have no common day."
    ),
    "case.extended": _("%(who)s decided to follow up the case until %(until_on)s."),
    "case.reopened": _("%(who)s reopened the case."),
    "case.voided": _("%(who)s marked the case as wrongly registered."),
    "case.concern_added": _("%(who)s added a concern to the case."),
    "case.change_sent": _("%(who)s told another place of a pupil who changes school."),
    "case.change_taken_back": _("%(who)s took back what another place was told of a pupil."),
    "case.told_elsewhere": _("%(who)s told another school or kindergarten."),
    "case.need_met": _("%(who)s noted that the pupil got what was needed that day."),
    "case.raised": _("The family has raised it with the leader: %(raised_on)s (%(who)s)."),
    "case.raised_corrected": _(
        "%(who)s corrected when the family raised it: %(raised_on)s, not %(was_on)s."
    ),
    "attachment.added": _("%(who)s added a file."),
    "attachment.removed": _("%(who)s took a file away."),
    "evidence.recorded": _("%(who)s noted what was seen online.%(shows)s"),
    "phone.handed_in": _("%(who)s noted that a phone is handed in, back by %(return_on)s."),
    "phone.returned": _("%(who)s noted that a phone is given back."),
    "access.granted": _("%(who)s gave %(person)s access to the case."),
    "access.granted_ended": _("%(who)s ended the access that %(person)s had."),
    "access.excluded": _("%(who)s closed the case for %(person)s."),
    "access.excluded_ended": _("%(who)s opened the case for %(person)s again."),
    "access.confirmed": _("%(who)s at the owner confirmed that the case is closed for %(person)s."),
    "access.lifted": _("%(who)s at the owner opened the case for %(person)s again."),
    "access.takes_part": _("%(who)s let %(person)s carry out measures in the case."),
    "access.takes_part_ended": _("%(who)s ended the part that %(person)s had in the case."),
    "case.held_by_owner": _("The case was handed to the owner (%(who)s)."),
    "case.handed_back": _("%(who)s handed the case back to where it happened."),
    "case.marked_serious": _("%(who)s marked the case as serious."),
    "case.marked_not_serious": _("%(who)s marked the case as not serious."),
    "case.about_staff": _("%(who)s noted that the case is about somebody who works here."),
    "case.about_leader": _("%(who)s noted that the case is about somebody in the leadership."),
    "owner.told": _("%(who)s told the owner: %(notice)s."),
    "owner.nobody_to_tell": _("Nobody at the owner could be told here: %(notice)s (%(who)s)."),
    "owner.received": _("%(who)s at the owner received what the owner was told."),
    "staff.concerned": _("%(who)s wrote down that the case is about %(person)s."),
    "staff.described": _("%(who)s described whom the case is about."),
    "staff.informed": _("%(who)s noted when the one concerned was told: %(day_on)s."),
    "staff.heard": _("%(who)s noted when the one concerned was heard: %(day_on)s."),
    "involvement.added": _("%(who)s added somebody to the case, as: %(role)s."),
    "involvement.role_changed": _("%(who)s changed a role from %(role_before)s to %(role)s."),
    "involvement.named": _("%(who)s wrote who somebody described is."),
    "involvement.renamed": _("%(who)s changed what somebody without a name here is called."),
    "involvement.ended": _("%(who)s ended the role of somebody: %(role)s."),
    "handover.may_written": _("%(who)s wrote the note for the division of classes."),
    "handover.june_written": _(
        "%(who)s handed the case over for the summer. %(person)s is there from %(from_on)s "
        "until %(until_on)s."
    ),
    "handover.contact_changed": _(
        "%(who)s changed who is there in the summer: %(person)s, from %(from_on)s until "
        "%(until_on)s."
    ),
    "handover.august_written": _(
        "%(who)s talked with the pupil and the parents after the summer. %(person)s follows up "
        "this school year."
    ),
    "handover.plan_written": _("%(who)s handed on the measures for the new school year."),
    "hearing.recorded": _("%(who)s wrote a hearing: %(outcome)s."),
    "trusted_adult.named": _("%(who)s wrote that %(person)s is a trusted adult."),
    "trusted_adult.ended": _("%(who)s wrote that %(person)s is a trusted adult no more."),
    "trusted_adult.away_noted": _(
        "%(who)s wrote that %(person)s is away from %(away_from_on)s to %(away_until_on)s."
    ),
    "trusted_adult.back": _("%(who)s wrote that %(person)s is not away."),
    "talk.moved": _("%(who)s moved the talk of %(person)s to %(talk_on)s."),
    "guardian.contacted": _("%(who)s wrote down a contact with a guardian."),
    "best_interests.written": _("%(who)s assessed what is best for the child: %(occasion)s."),
    "investigation.written": _("%(who)s wrote how it was looked into, and what it showed."),
    "case.unsafe": _(
        "The answer says that it is not safe, or much less safe than before (%(who)s). "
        "Those who follow up the case were told."
    ),
    "safety.recorded": _("%(who)s recorded how safe the one exposed has it: %(safe)s."),
    "safety.corrected": _(
        "%(who)s corrected how safe the one exposed has it: %(safe)s, not %(was)s."
    ),
}
OF_PLANS: dict[str, Any] = {
    "plan.started": _("%(who)s began the plan."),
    "plan.written": _("%(who)s wrote in the plan."),
    "plan.completed": _("%(who)s completed the plan, version %(version)s."),
    "plan.group_set_aside": _(
        "%(who)s wrote why the plan has no measure for this group: %(toward)s."
    ),
    "plan.group_taken_up": _("In the plan this group is set aside no more: %(toward)s (%(who)s)."),
    "measure.added": _("%(who)s put up the measure “%(measure)s”."),
    "measure.changed": _("%(who)s changed the measure “%(measure)s”."),
    "measure.started": _("%(who)s started the measure “%(measure)s”."),
    "measure.finished": _("The measure “%(measure)s” is finished (%(who)s)."),
    "measure.stopped": _("%(who)s stopped the measure “%(measure)s”."),
    "measure.replaced": _("%(who)s decided that the measure “%(measure)s” is to be replaced."),
    "measure.took_place": _("%(who)s put “%(measure)s” in the place of another measure."),
    "measure.decided": _("%(who)s decided what is next with “%(measure)s”: %(decided)s."),
    "measure.done": _("%(who)s wrote down what was done of “%(measure)s” %(happened_on)s."),
    "measure.looked_at": _("%(who)s looked at whether “%(measure)s” has lasted: %(lasted)s."),
    "measure.moved": _(
        "%(who)s moved the measure “%(measure)s” from %(instead_of_on)s to %(starts_on)s."
    ),
    "measure.moved_by_calendar": _(
        "The calendar has changed: the measure “%(measure)s” starts %(starts_on)s, "
        "not %(instead_of_on)s."
    ),
    "measure.starts_all_the_same": _(
        "%(who)s decided that the measure “%(measure)s” starts all the same."
    ),
    "measure.handed_on": _("%(who)s handed the measure “%(measure)s” on to %(person)s."),
    "measure.shared": _("%(who)s made the measure “%(measure)s” a shared one."),
    "reference.added": _("%(who)s put the shared measure “%(measure)s” in the plan."),
    "reference.changed": _("%(who)s wrote anew why the shared measure “%(measure)s” fits."),
    "reference.removed": _("%(who)s took the shared measure “%(measure)s” out of the plan."),
    "measure.evaluation_moved": _(
        "%(who)s moved the evaluation of “%(measure)s” to %(evaluate_on)s."
    ),
    "review.written": _("%(who)s reviewed the whole case (%(round)s). %(becomes)s."),
    "evaluation.recorded": _(
        "%(who)s evaluated “%(measure)s”. Effect: %(effect)s. Next: %(next)s."
    ),
}
OF_CONCERNS: dict[str, Any] = {
    "concern.reported": _("%(who)s reported a concern."),
    "concern.told_elsewhere": _("%(who)s told another place of something."),
    "concern.change_sent": _("%(who)s told another place of a pupil who changes school."),
    "concern.noted": _("%(who)s noted that a pupil changes school."),
    "concern.taken_back": _("%(who)s took back what another place was told of a pupil."),
    "concern.taken_on": _("%(who)s took on a concern."),
    "concern.answered": _("%(who)s answered a concern with a reason."),
    "concern.sent_on": _("%(who)s sent a concern on to the owner."),
}
OF_AUTHORITIES: dict[str, Any] = {
    "county.opened": _("The county governor has had the case since %(opened_on)s (%(who)s)."),
    "county.letter": _("%(who)s wrote down a letter: %(direction)s, dated %(dated_on)s."),
    "county.decided": _("The county governor decided in the case %(decided_on)s (%(who)s)."),
    "county.act_ordered": _("The county governor has ordered something, due %(due_on)s (%(who)s)."),
    "county.act_done": _("%(who)s reported that what was ordered was done %(done_on)s."),
    "county.ended": _("The county governor finished the case %(ended_on)s (%(who)s)."),
    "hold.set": _("%(who)s put the case on legal hold."),
    "hold.ended": _("%(who)s ended the legal hold."),
    "log.printed": _("%(who)s printed the log. Edition: %(edition)s."),
    "log.printed_for_family": _(
        "%(who)s printed the log for a family. Lines left out by hand: %(left_out)s."
    ),
}
WORDS = OF_AUTHORITIES | OF_CASES | OF_PLANS | OF_PLACES | OF_CONCERNS | OF_PPT | OF_DOCUMENTS

CODES: dict[str, dict[Any, Any]] = {
    "role": dict(Involvement.Role.choices),
    "role_before": dict(Involvement.Role.choices),
    "outcome": {
        "held": _("was heard"),
        "declined": _("did not want to be heard"),
        "not_heard": _("was not heard, and why"),
    },
    "occasion": dict(BestInterests.Occasion.choices),
    "shows": {"sexual": _(" It is only described: a file of it must not be stored."), "": ""},
    "unsafe": {"told": _(" A pupil did not feel safe."), "": ""},
    "decided": dict(Decision.Way.choices),
    "direction": dict(Letter.Direction.choices),
    "edition": dict(Edition.choices),
    "effect": dict(Evaluation.Effect.choices),
    "ending": dict(PptOpening.Ending.choices),
    "help": dict(PptAlert.Help.choices),
    "lasted": dict(Measure.Lasted.choices),
    "next": dict(Evaluation.Next.choices),
    "before": dict(Case.State.choices),
    "after": dict(Case.State.choices),
    "notice": dict(OwnerNotice.Kind.choices),
    "toward": dict(Target.choices),
    "round": dict(CaseReview.Round.choices),
    "becomes": dict(CaseReview.Plan.choices),
    "weekday": dict(Case.Weekday.choices),
}
NO_ANSWER = _("no answer")


def sentence(
    event: Event, who: str, *, titles: Mapping[str, str], names: Mapping[uuid.UUID, str]
) -> str:
    """The words for one event; its bare name for one that is no longer recorded by anybody."""
    said = WORDS.get(event.name)
    if said is None:
        return event.name
    details: dict[str, str] = defaultdict(str)
    for key, value in event.data.items():
        details[key] = _in_words(key, value)
    about = event.data.get("measure") or event.target_id
    details["measure"] = titles.get(str(about), "")
    person = person_of(event)
    details["person"] = names.get(person, "") if person else ""
    details["safe"] = str(event.data.get("value") or NO_ANSWER)
    details["was"] = str(event.data.get("value_was") or NO_ANSWER)
    details["who"] = who
    return str(said) % details


def person_of(event: Event) -> uuid.UUID | None:
    """Whom the event is about, where it is about somebody who works here."""
    person = event.data.get("person")
    return uuid.UUID(person) if person else None


def _in_words(key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(key, one) for one in value)
    if key in CODES:
        return str(CODES[key].get(value, value))
    if key.endswith("_on") and value:
        return in_words(date.fromisoformat(value))
    return str(value)
