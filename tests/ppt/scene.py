"""Alerts at an office, and acting at its desk."""

import uuid

from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, PptAlertFactory
from tests.factories.organisations import member
from tests.scope import acting


def alert_at(place, **more):
    return PptAlertFactory(unit=place.school, office=place.office, **more)


def case_at(place, **more):
    return CaseFactory(unit=place.school, alert=alert_at(place), **more)


def colleague(place):
    return member(Role.PPT_ADVISER, place.office, name="Hanne Holm")


def do(action, by, **asked):
    with acting(by, TODAY):
        return action(by=by, now=asked.pop("now", NOW), **asked)


def sheet():
    return {"token": uuid.uuid4()}
