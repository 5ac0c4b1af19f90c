"""What breaks a promise about how a case ends, about holds, the county governor, and the log."""

from datetime import timedelta

from django.db import connection

from cases.models import Case
from tests.clock import NOW, TODAY
from tests.factories.audit import EventFactory
from tests.factories.authorities import LegalHoldFactory, OrderedActFactory
from tests.factories.cases import CaseFactory, EntryFactory, StateReasonFactory
from tests.factories.notifications import MessageFactory


def sound_case(place, **fields):
    case = CaseFactory(unit=place.school, alert__office=place.office, **fields)
    EventFactory(target_id=case.pk, at=NOW - timedelta(days=1))
    MessageFactory(thing_id=case.alert_id, channel="inbox", state="sent", sent_at=NOW)
    return case


def without_a_look(place):
    """A look from the first time it was closed counts; none at all does not."""
    sound_case(place, state="closed", ended_reason="Trygt.", look_on=TODAY)
    EntryFactory(case=sound_case(place, state="closed", ended_reason="Trygt."), kind="look")
    sound_case(place, state="closed", ended_reason="Trygt.")


def ended_while_held(place):
    case = sound_case(place, state="closed", ended_reason="Trygt.", look_on=TODAY)
    LegalHoldFactory(case=case, set_at=NOW)
    EventFactory(target_id=case.pk, name="case.closed", at=NOW - timedelta(hours=1))  # before it
    EventFactory(target_id=case.pk, name="case.closed", at=NOW + timedelta(hours=1))


def owner_not_told_of_the_unsafe(place):
    StateReasonFactory(case=sound_case(place), unsafe_reason="Eleven flytter.")


def ordered_of_another_owner(place):
    act = OrderedActFactory(county_case__case=sound_case(place))
    Case.objects.filter(pk=act.case_id).update(reference="26-ANNEN"[:8])


def the_same_place(place):
    case = sound_case(place)
    entry = EntryFactory(case=case)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_entry SET number = 0 WHERE id = %s", [entry.pk])


BROKEN = {
    "a case that was closed waits for a look, or has had one": without_a_look,
    "no case was ended while it was on legal hold": ended_while_held,
    "the owner was told of every case that was closed while a pupil did not feel safe": (
        owner_not_told_of_the_unsafe
    ),
    "what was ordered lies with the owner of the unit, under the reference of the case": (
        ordered_of_another_owner
    ),
    "every line of a log has a number of its own": the_same_place,
}
