"""PPT is asked to take on a measure: asking, and what is answered."""

import uuid

from cases.models import PptAlert
from ppt.actions import ask_ppt_to_take, decline_requested, take_requested, withdraw_request
from ppt.asked import read_by_ppt
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.ppt import MeasureRequestFactory
from tests.ppt.scene import do
from tests.scope import acting

TEXT = "Klassen trenger noen å snakke med."


def measure_at(place, **measure):
    made = scene(place, **measure)
    PptAlert.objects.filter(pk=made.case.alert_id).update(office=place.office)
    made.case.alert.refresh_from_db()
    return made.measure


def ask(measure, by, **more):
    told = {
        "token": uuid.uuid4(), "part": "responsible", "text": TEXT, "ground": "needed",
        "reason": "Vi har ikke nok voksne.",
    } | more  # fmt: skip
    return do(ask_ppt_to_take, by, measure=measure, **told)


def take(row, by):
    return do(take_requested, by, alert=row.case.alert, asked=row.pk)


def decline(row, by, text="Ingen er ledige før jul."):
    return do(decline_requested, by, alert=row.case.alert, asked=row.pk, text=text)


def withdraw(row, by, reason="Vi gjør det selv."):
    return do(withdraw_request, by, asked=row, reason=reason)


def waiting(place, **more):
    return MeasureRequestFactory(measure=measure_at(place), asked_by=place.principal, **more)


def seen_by(person, row):
    alert = PptAlert.objects.get(case=row.case_id)
    with acting(person, TODAY):
        return [one.pk for one in read_by_ppt(alert, now=NOW)]
