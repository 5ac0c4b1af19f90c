"""The same form sent from three hands at the same moment: one of each thing, and never a 500."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import Event
from cases.models import Entry
from concerns.models import Concern
from evaluations.models import Evaluation
from measures.models import Measure, Plan, PlanVersion
from notifications.models import Message
from organisations.models import Period
from tests.access import world
from tests.attacks.browsers import browser
from tests.factories.cases import CaseFactory
from tests.factories.concerns import ConcernFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def built(transactional_db):
    return world.build()


def events(name):
    return Event.objects.filter(name=name)


def at_once(people, path, fields=None):
    """The statuses of the answers, sorted."""
    gate, answers = threading.Barrier(len(people)), []

    def send(person):
        hand = browser(person)
        try:
            gate.wait()
            answers.append(hand.post(path, fields or {}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_an_entry(built):
    case, principal = built.things["case"], built.here.principal
    fields = {
        "kind": "note", "happened_on": "20.11.2025", "text": "Vi snakket.",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    answers = at_once([principal] * 3, f"/cases/{case.pk}/entries/new/", fields)
    assert (answers, Entry.objects.filter(text="Vi snakket.").count()) == ([302] * 3, 1)


def test_a_concern_sent_twenty_times(built):
    teacher, token = built.here.teacher, uuid.uuid4()
    today = timezone.localdate().strftime("%d.%m.%Y")
    fields = {
        "about": "En på 7A", "what": "Han sto alene.", "told_by": "self", "route": "leader",
        "happened_on": today, "known_on": today, "token": str(token),
    }  # fmt: skip
    answers = at_once([teacher] * 20, "/concerns/new/", fields)
    concern = Concern.objects.get(form_token=token)
    assert answers == [302] * 20
    assert events("concern.reported").count() == 1
    told = Message.objects.filter(thing_id=concern.pk, channel="inbox")
    assert told.count() == told.values("person").distinct().count()


def test_a_concern_answered_by_two(built):
    here = built.here
    concern = ConcernFactory(unit=here.school)
    path = f"/concerns/{concern.pk}/answer/"
    answers = at_once([here.principal, here.deputy, here.principal], path, {"reason": "Lek."})
    assert max(answers) < 400
    assert events("concern.answered").count() == 1


def test_an_entry_with_the_same_number_by_two_people(built):
    """Nobody's text is taken for the other's: one is saved, the other is shown again."""
    case, here = built.things["case"], built.here
    fields = {
        "kind": "note", "happened_on": "20.11.2025", "text": "Vi snakket.",
        "token": str(uuid.uuid4()),
    }  # fmt: skip
    answers = at_once([here.principal, here.deputy], f"/cases/{case.pk}/entries/new/", fields)
    assert (answers, Entry.objects.filter(text="Vi snakket.").count()) == ([200, 302], 1)


def test_a_plan(built):
    case = CaseFactory(unit=built.here.school)
    here = built.here
    people = [here.principal, here.deputy, here.case_worker]
    assert at_once(people, f"/cases/{case.pk}/plan/start/") == [302] * 3
    assert Plan.objects.filter(case=case).count() == events("plan.started").count() == 1


def test_a_measure(built):
    starts = timezone.localdate() + timedelta(days=7)
    fields = {
        "title": "Nytt", "why": "Fordi.", "target_groups": "exposed", "level": "individual",
        "responsible": str(built.here.teacher.pk), "starts_on": starts.strftime("%d.%m.%Y"),
        "evaluation": "usual", "token": str(uuid.uuid4()),
    }  # fmt: skip
    path = f"/cases/plans/{built.things['plan'].pk}/measures/new/"
    assert at_once([built.here.principal] * 3, path, fields) == [302] * 3
    assert Measure.objects.filter(title="Nytt").count() == 1


def test_an_evaluation(built):
    measure, here = built.things["measure"], built.here
    fields = {
        "due_on": measure.evaluate_on.isoformat(), "safety": "3", "effect": "yes",
        "next": "continue",
    }  # fmt: skip
    answers = at_once(
        [here.teacher, here.teacher, here.principal], f"/evaluations/{measure.pk}/", fields
    )
    assert answers == [200, 200, 302]
    assert Evaluation.objects.filter(measure=measure).count() == 2  # one stood there before
    assert events("evaluation.recorded").count() == events("safety.recorded").count() == 1


def test_stopping_a_measure_while_it_is_evaluated(built):
    measure, here = built.things["measure"], built.here
    path = f"/cases/measures/{measure.pk}/stop/"
    assert at_once([here.principal, here.deputy, here.principal], path, {"reason": "Ferdig."}) == [
        200, 200, 302,
    ]  # fmt: skip
    assert events("measure.stopped").count() == 1


def test_a_step(built):
    case, here = built.things["case"], built.here
    people = [here.principal, here.deputy, here.case_worker]
    answers = at_once(people, f"/cases/{case.pk}/steps/investigate/")
    assert max(answers) < 400
    assert events("case.investigated").count() == 1


def test_an_alert(built):
    alert, here = built.things["alert"], built.here
    people = [here.ppt_adviser, here.ppt_leader, here.ppt_adviser]
    assert at_once(people, f"/ppt/{alert.pk}/receive/") == [302] * 3
    assert events("alert.received").count() == 1


def test_a_period_and_a_copied_year(built):
    owner, by = built.here.owner, built.here.owner_administrator
    year = f"/organisations/calendar/{owner.pk}/school/2026"
    fields = {"what": "break", "first_day": "21.12.2026", "last_day": "31.12.2026", "name": "Jul"}
    assert at_once([by] * 3, f"{year}/periods/", fields) == [302] * 3
    assert Period.objects.filter(name="Jul").count() == 1
    year = f"/organisations/calendar/{owner.pk}/school/2027"
    assert at_once([by] * 3, f"{year}/copy/") == [302] * 3
    assert events("calendar.copied").count() == 1


def test_a_completed_plan(built):
    here, plan = built.here, built.things["plan"]
    PlanVersion.objects.all().delete()
    fields = {"best_interests": "Eleven har sagt hva hun vil."}
    fields |= {f"aside_{group}": "Ingen er kjent." for group in Measure.Target.values}
    Measure.objects.filter(why="").update(why="Fordi.")
    path = f"/cases/plans/{plan.pk}/complete/"
    answers = at_once([here.principal] * 3, path, fields)
    assert max(answers) < 400
    assert PlanVersion.objects.count() == events("plan.completed").count() == 1
