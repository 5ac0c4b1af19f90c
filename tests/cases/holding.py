"""Doing things to who holds and sees a case, as the web does them."""

from accounts.models import Person
from cases.models import Case
from notifications.models import Message
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.organisations import member
from tests.scope import acting

WHY = "Nær familie."


def do(action, by, *, now=NOW, **more):
    with acting(by, TODAY):
        return action(by=by, now=now, **more)


def sees(person, case):
    """The whole case. What layer 1 shows, the database shows; what is closed to somebody, or is
    held where the person has no role, the database does not show either."""
    with acting(person, TODAY) as viewer:
        raw = Case.objects.filter(pk=case.pk).exists()
        whole = Case.objects.visible_to(viewer).filter(pk=case.pk).exists()
        held_by = Case.objects.values_list("held_by", flat=True).filter(pk=case.pk).first()
        inside = held_by in {place for _role, place in viewer.roles} or case.pk in viewer.parts
        assert raw or not whole
        assert not raw or whole or (inside and case.pk not in viewer.blocked)
        return whole


def holder(case):
    return Case.objects.get(pk=case.pk).held_by


def second_adviser(place) -> Person:
    return member(Role.OWNER_ADVISER, place.owner, name="Frida Fjellet")


def told(kind, **about):
    """Who has a message of this kind in the inbox."""
    inbox = Message.objects.filter(kind=kind, channel="inbox", **about)
    return set(inbox.values_list("person", flat=True))
