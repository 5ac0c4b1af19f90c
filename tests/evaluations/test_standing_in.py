"""Whoever stands in for somebody who is away carries out what that person does, while it lasts."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions import record_talk
from cases.actions.reminding import tell_due_talks
from cases.models import TrustedAdult
from cases.notices import TalkDue
from evaluations.actions import record_evaluation
from evaluations.notices import EvaluationDue
from measures.actions import write_what_was_done
from measures.models import Measure, SharedMeasure
from notifications.models import Message
from overview.due.measures import to_replace
from overview.due.people import talks
from overview.due.shared import due
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import SharedMeasureFactory
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import AbsenceFactory
from tests.plugin_database import as_worker
from tests.scope import acting

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 27)


def away(place, **how):
    given = {"person": place.teacher, "substitute": place.other_teacher} | how
    return AbsenceFactory(
        organisation=place.school, **{"starts_on": FIRST, "ends_on": LAST} | given
    )


def seen_by(person, today=TODAY):
    with acting(person, today) as viewer:
        shared = SharedMeasure.objects.visible_to(viewer).count()
        return Measure.objects.visible_to(viewer).count() + shared


@pytest.mark.parametrize(
    ("today", "seen"),
    [(FIRST - timedelta(1), 0), (FIRST, 2), (LAST, 2), (LAST + timedelta(1), 0)],
)
def test_the_measures_are_seen_from_the_first_to_the_last_day(fjellet, today, seen):
    scene(fjellet)
    SharedMeasureFactory(unit=fjellet.school, responsible=fjellet.teacher, running=True)
    away(fjellet)
    assert seen_by(fjellet.other_teacher, today) == seen


def test_nothing_is_seen_elsewhere_nor_when_excluded(fjellet):
    set_up = scene(fjellet)
    away(fjellet, substitute=fjellet.other_principal)
    assert seen_by(fjellet.other_principal) == 0
    away(fjellet, starts_on=date(2026, 11, 21))
    assert seen_by(fjellet.other_teacher) == 1
    CaseAccessFactory(case=set_up.case, person=fjellet.other_teacher)
    assert seen_by(fjellet.other_teacher) == 0


def evaluated(set_up, person):
    with acting(person, TODAY):
        return record_evaluation(
            measure=set_up.measure, by=person, now=NOW, due_on=TODAY, effect="yes", next="continue"
        )


def test_the_one_who_stands_in_evaluates_and_writes_what_was_done(fjellet):
    set_up = scene(fjellet)
    away(fjellet)
    assert evaluated(set_up, fjellet.other_teacher).recorded_by == fjellet.other_teacher
    with acting(fjellet.other_teacher, TODAY):
        entry = write_what_was_done(
            measure=set_up.measure, by=fjellet.other_teacher, now=NOW, token=uuid.uuid4(),
            happened_on=TODAY, text="Snakket sammen.",
        )  # fmt: skip
    assert entry.written_by == fjellet.other_teacher


def test_it_is_refused_when_the_absence_is_over(fjellet):
    set_up = scene(fjellet)
    away(fjellet, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        evaluated(set_up, fjellet.other_teacher)


def test_the_form_and_my_day_are_open_to_the_one_who_stands_in(fjellet, signed_in):
    set_up = scene(fjellet)
    client = signed_in(fjellet.other_teacher)
    address = f"/evaluations/{set_up.measure.pk}/"
    assert client.get(address).status_code == 404
    away(fjellet)
    assert client.get(address).status_code == 200
    assert client.get(f"/cases/measures/{set_up.measure.pk}/").status_code == 200
    assert address in client.get("/today/").content.decode()


def talk_of(set_up, place):
    row = set_up.pupil.trusted_adults.get()
    TrustedAdult.objects.filter(pk=row.pk).update(adult=place.teacher, talk_on=TODAY)
    row.refresh_from_db()
    return row


def test_the_talk_is_held_by_the_one_who_stands_in(fjellet):
    row = talk_of(scene(fjellet), fjellet)
    given = {"trusted": row, "now": NOW, "talked_on": TODAY, "text": "Det går bedre."}
    with acting(fjellet.other_teacher, TODAY), pytest.raises(PermissionDenied):
        record_talk(by=fjellet.other_teacher, token=uuid.uuid4(), **given)
    away(fjellet)
    with acting(fjellet.other_teacher, TODAY) as viewer:
        (duty,) = talks(viewer)
        record_talk(by=fjellet.other_teacher, token=uuid.uuid4(), **given)
    assert str(duty.what) == "Talk with the pupil who trusts you"
    row.refresh_from_db()
    assert row.talked_on == TODAY


def test_the_reminder_of_a_talk_goes_to_the_one_who_is_there(fjellet):
    row = talk_of(scene(fjellet), fjellet)
    away(fjellet)
    with as_worker():
        assert tell_due_talks(now=NOW) == 2
    message = Message.objects.get(channel="email")
    assert (message.person, message.thing_id) == (fjellet.other_teacher, row.pk)
    with as_worker():
        assert TalkDue().may_receive(message, TODAY) is True
        assert TalkDue().may_receive(message, LAST + timedelta(days=1)) is False
        assert tell_due_talks(now=NOW + timedelta(days=5)) == 2
    assert Message.objects.filter(person=fjellet.teacher).count() == 2


def test_a_reminder_is_not_sent_to_one_who_stood_in(fjellet):
    set_up = scene(fjellet)
    message = MessageFactory(
        kind=EvaluationDue.name, thing_id=set_up.measure.pk, case_id=set_up.case.pk, due_on=TODAY,
        person=fjellet.other_teacher,
    )  # fmt: skip
    with as_worker():
        assert EvaluationDue().may_receive(message, TODAY) is False
    away(fjellet)
    with as_worker():
        assert EvaluationDue().may_receive(message, TODAY) is True
        assert EvaluationDue().may_receive(message, LAST + timedelta(days=1)) is False


def test_the_leader_has_a_task_only_while_nobody_stands_in(fjellet):
    set_up = scene(fjellet)
    talk_of(set_up, fjellet)
    absence = away(fjellet, substitute=None)

    def asked():
        with acting(fjellet.principal, TODAY) as viewer:
            return [str(duty.what) for duty in [*to_replace(viewer), *talks(viewer)]]

    assert asked() == [
        "The one who carries it out is away: choose who stands in",
        "The trusted adult is away: find somebody for the talk",
    ]
    absence.substitute = fjellet.other_teacher
    absence.save()
    assert asked() == ["See that the pupil and the trusted adult talk"]


def test_a_shared_measure_whose_responsible_one_is_away_is_a_task_too(fjellet):
    evaluate_on = date(2026, 11, 26)
    shared = SharedMeasureFactory(
        unit=fjellet.school, responsible=fjellet.teacher, running=True, evaluate_on=evaluate_on
    )
    absence = away(fjellet, substitute=None)

    def asked(person):
        with acting(person, TODAY) as viewer:
            return [(str(duty.what), duty.due_on) for duty in due(viewer)]

    what = "The one who carries it out is away: choose who stands in"
    assert asked(fjellet.principal) == [(what, evaluate_on)]
    absence.substitute = fjellet.other_teacher
    absence.save()
    assert asked(fjellet.principal) == []
    assert asked(fjellet.other_teacher) == [("Evaluate", evaluate_on)]
    absence.substitute = None
    absence.save()
    SharedMeasure.objects.filter(pk=shared.pk).update(deputy=fjellet.other_teacher)
    assert asked(fjellet.principal) == []
