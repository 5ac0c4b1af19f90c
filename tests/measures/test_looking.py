"""One later look at what was carried out, and what was done written down."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from common.errors import ActionError
from measures.actions import note_evaluation, record_look, stop_measure, write_what_was_done
from measures.models import Measure, MeasureEntry
from tests.clock import TODAY
from tests.factories.cases import CaseAccessFactory
from tests.measures.scene import OUTSIDERS, do, measure_in, plan_at

pytestmark = pytest.mark.usefixtures("english")

LAST_WEEK = date(2026, 11, 16)
LOOK = date(2027, 1, 18)
"""Six open weeks after Monday 23 November: two weeks at Christmas are closed."""


def running_in(place, **measure):
    plan = plan_at(place, state="follow_up", complete=True)
    return measure_in(plan, place, **{"running": True, "starts_on": LAST_WEEK} | measure)


def ended_in(place, **measure):
    return running_in(place, **{"running": False, "state": "finished", "look_on": LOOK} | measure)


def look(place, measure, by=None, **answer):
    given = {"lasted": "yes", "note": ""} | answer
    return do(record_look, by or place.teacher, measure=measure, **given)


def write(place, measure, by=None, **entry):
    given = {"token": uuid.uuid4(), "happened_on": TODAY, "text": "Vi møttes ved porten."}
    return do(write_what_was_done, by or place.teacher, measure=measure, **given | entry)


# ---------------------------------------------------------------- the look is set
@pytest.mark.parametrize(("ends_on", "state"), [(TODAY, "finished"), (None, "stopped")])
def test_what_was_carried_out_is_looked_at_six_open_weeks_later(fjellet, calendar, ends_on, state):
    measure = running_in(fjellet, ends_on=ends_on)
    stopped = do(stop_measure, fjellet.principal, measure=measure, reason="Trengs ikke mer.")
    assert (stopped.state, stopped.look_on) == (state, LOOK)


@pytest.mark.parametrize(("next", "look_on"), [("stop", LOOK), ("replace", None)])
def test_an_evaluation_that_ends_it_sets_the_look(fjellet, calendar, next, look_on):
    asked = {"measure": running_in(fjellet), "next_on": None, "next": next}
    assert do(note_evaluation, fjellet.teacher, **asked).look_on == look_on


def test_what_never_began_is_not_looked_at(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet)
    stopped = do(stop_measure, fjellet.principal, measure=measure, reason="Trengs ikke.")
    assert (stopped.state, stopped.look_on) == ("stopped", None)


# ---------------------------------------------------------------- record_look
def test_record_look_is_answered_once(fjellet):
    measure = ended_in(fjellet)
    looked = look(fjellet, measure, lasted="partly", note="Bedre i friminuttene.")
    assert (looked.look_on, looked.looked_on, looked.looked_by) == (None, TODAY, fjellet.teacher)
    assert (looked.lasted, looked.look_note) == ("partly", "Bedre i friminuttene.")
    assert Event.objects.get(name="measure.looked_at").data == {"lasted": "partly"}
    look(fjellet, measure, lasted="partly", note=" Bedre i friminuttene. ")
    for answer, by in (({}, fjellet.teacher), ({"lasted": "partly"}, fjellet.principal)):
        with pytest.raises(ActionError, match="already"):
            look(fjellet, measure, by=by, note="Bedre i friminuttene.", **answer)
    assert Event.objects.filter(name="measure.looked_at").count() == 1


@pytest.mark.parametrize("answer", [{"lasted": ""}, {"lasted": "no"}, {"lasted": "kanskje"}])
def test_record_look_says_what_is_wrong(fjellet, answer):
    with pytest.raises(ActionError):
        look(fjellet, ended_in(fjellet), **answer)
    assert Measure.objects.get().look_on == LOOK


def test_record_look_refused_by_state(fjellet):
    with pytest.raises(ActionError, match="No later look"):
        look(fjellet, running_in(fjellet))


@pytest.mark.parametrize("who", ["other_teacher", *OUTSIDERS[1:]])
def test_record_look_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        look(fjellet, ended_in(fjellet), by=getattr(fjellet, who))


def test_record_look_is_for_the_deputy_and_those_who_follow_up(fjellet):
    for person in (fjellet.other_teacher, fjellet.principal):
        Measure.objects.all().delete()
        measure = ended_in(fjellet, deputy=fjellet.other_teacher)
        assert look(fjellet, measure, by=person).looked_by == person


# ---------------------------------------------------------------- what was done
def test_write_what_was_done_makes_one_entry_however_often_it_is_sent(fjellet):
    measure, token = running_in(fjellet), uuid.uuid4()
    for _twice in range(2):
        entry = write(fjellet, measure, token=token)
    assert MeasureEntry.objects.get() == entry
    assert (entry.text, entry.happened_on) == ("Vi møttes ved porten.", TODAY)
    assert entry.written_by == fjellet.teacher
    event = Event.objects.get(name="measure.done")
    assert (event.target_id, event.data) == (measure.pk, {"happened_on": "2026-11-23"})
    with pytest.raises(ActionError):
        write(fjellet, measure, token=token, text="Noe annet.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "x" * 4001},
        {"happened_on": date(2026, 11, 24)},
        {"happened_on": date(1999, 1, 1)},
        {"happened_on": date(2020, 1, 1)},
    ],
)
def test_write_what_was_done_refused_by_state_of_what_is_wrong(fjellet, wrong):
    with pytest.raises(ActionError):
        write(fjellet, running_in(fjellet), **wrong)
    assert not MeasureEntry.objects.exists()


def test_write_what_was_done_refused_by_state_of_what_was_taken_out(fjellet):
    measure = measure_in(plan_at(fjellet), fjellet, state="stopped", started_on=None)
    with pytest.raises(ActionError, match="taken out"):
        write(fjellet, measure)


@pytest.mark.parametrize("who", ["other_teacher", *OUTSIDERS[1:]])
def test_write_what_was_done_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        write(fjellet, running_in(fjellet), by=getattr(fjellet, who))


def test_what_was_done_refused_for_one_who_is_excluded(fjellet):
    measure = running_in(fjellet)
    CaseAccessFactory(case=measure.case, person=fjellet.teacher)
    with pytest.raises(PermissionDenied):
        write(fjellet, measure)
