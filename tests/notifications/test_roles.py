"""A role that is given: who of the owner's administrators is told, and where it leads."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.system import SYSTEM
from common.errors import ActionError
from notifications import actions
from notifications.delivery import deliver
from notifications.delivery.letters import letter
from notifications.kinds import kind_of
from notifications.models import Message
from notifications.notices import RoleGiven
from organisations.models import Membership
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.notifications import PreferenceFactory
from tests.factories.organisations import member
from tests.plugin_database import as_worker
from tests.scope import acting, refused_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TITLE = "Somebody has been given a role at one of your places."


def administrator(place, **fields):
    return member(Role.OWNER_ADMINISTRATOR, place.owner, **fields)


def give(place, by, **other):
    asked = {
        "email": "ny@tryggspor.example",
        "name": "Áilu Ny",
        "organisation": place.school,
        "role": "staff",
        "starts_on": TODAY,
    }
    with acting(by, TODAY):
        return actions.give_access(**asked | other, by=by, now=NOW).membership


def told(person):
    return person.messages.filter(kind=RoleGiven.name).order_by("channel")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("place", ["school", "kindergarten", "office", "owner"])
def test_give_access_works_and_tells_the_other_administrators(fjellet, strand, place):
    others = [administrator(fjellet), administrator(fjellet)]
    role = {"office": "ppt_adviser", "owner": "owner_adviser"}.get(place, "staff")
    by, at = fjellet.owner_administrator, getattr(fjellet, place)
    membership = give(fjellet, by, organisation=at, role=role)
    for one in others:
        assert list(told(one).values_list("thing_id", "channel", "state", "case_id")) == [
            (membership.pk, "email", "ready", None), (membership.pk, "inbox", "sent", None),
        ]  # fmt: skip
    # Not whoever gave it or has it, a school's own administrator, or those of another owner.
    assert set(Message.objects.values_list("person", flat=True)) == {one.pk for one in others}


def test_give_access_works_alone_and_tells_nobody(fjellet):
    give(fjellet, fjellet.owner_administrator)
    assert Message.objects.count() == 0


def test_give_access_does_not_tell_whoever_becomes_an_administrator_by_it(fjellet):
    other = administrator(fjellet)
    role = {"organisation": fjellet.owner, "role": "owner_administrator"}
    new = give(fjellet, fjellet.owner_administrator, **role).person
    assert told(new).count() == 0
    assert told(other).count() == 2


def test_give_access_tells_an_administrator_of_another_role_of_the_own(fjellet):
    other = administrator(fjellet)
    give(fjellet, fjellet.owner_administrator, email=other.email, name="", role="deputy")
    assert told(other).count() == 2


def test_give_access_refused_by_state_tells_nobody(fjellet):
    administrator(fjellet)
    with pytest.raises(ActionError):
        give(fjellet, fjellet.owner_administrator, email=fjellet.teacher.email, name="")
    assert (Message.objects.count(), Membership.objects.filter(role="staff").count()) == (0, 2)


def test_give_access_refused_by_role(fjellet, strand):
    administrator(fjellet)
    refused_to(
        (fjellet.principal, fjellet.school_administrator, strand.owner_administrator),
        lambda by: give(fjellet, by),
    )
    assert Message.objects.count() == 0


def test_give_access_by_the_system_tells_every_administrator(fjellet):
    actions.give_access(
        email="ny@tryggspor.example", name="Ny", organisation=fjellet.school, role="staff",
        starts_on=TODAY, by=SYSTEM, now=NOW,
    )  # fmt: skip
    assert told(fjellet.owner_administrator).count() == 2


def test_it_is_due_while_the_role_holds_and_for_those_who_give_roles(fjellet):
    other = administrator(fjellet)
    membership = give(fjellet, fjellet.owner_administrator)
    message = told(other).get(channel="inbox")
    kind = kind_of(message)
    assert kind.still_due(message, NOW)
    assert kind.may_receive(message, TODAY)
    other.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert not kind.may_receive(message, TODAY)
    Membership.objects.filter(pk=membership.pk).update(ends_on=TODAY - timedelta(days=1))
    assert not kind.still_due(message, NOW)


@pytest.mark.django_db(transaction=True)
def test_the_e_mail_is_sent_and_can_be_turned_off(fjellet, smtp_server):
    by_mail, in_app = administrator(fjellet), administrator(fjellet)
    PreferenceFactory(person=in_app, topic="new", way="app")
    give(fjellet, fjellet.owner_administrator)
    with as_worker():
        deliver(now=NOW)
    assert [mail.recipients for mail in smtp_server.messages] == [[by_mail.email]]
    assert told(in_app).get(channel="inbox").state == "sent"


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_letter_names_nobody_and_no_place(fjellet, language):
    other = administrator(fjellet)
    membership = give(fjellet, fjellet.owner_administrator)
    message = told(other).get(channel="email")
    message.person.language = language
    mail = letter(message)
    ((page, _html),) = mail.alternatives
    written = f"{mail.subject}\n{mail.body}\n{page}".casefold()
    secrets = ["áilu", "fjellet", "skole", "ny@tryggspor", "staff", str(membership.pk)]
    secrets += [fjellet.owner_administrator.name.casefold(), "given by"]
    assert [secret for secret in secrets if secret in written] == []


def test_the_message_leads_to_the_role(fjellet, signed_in):
    other = administrator(fjellet)
    membership = give(fjellet, fjellet.owner_administrator)
    client = signed_in(other)
    shown = text(client.get("/messages/"))
    giver = fjellet.owner_administrator.name
    assert f"Look whether it is right · Given by {giver}" in shown
    assert TITLE in shown
    address = f"/messages/{told(other).get(channel='inbox').pk}/"
    leads_to = client.get(address)["Location"]
    page = reverse("organisations:people_at", args=[fjellet.school.pk])
    assert leads_to == f"{page}?show=all#role-{membership.pk}"
    shown = client.get(leads_to).content.decode()
    assert f'id="role-{membership.pk}"' in shown
    assert "Áilu Ny" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_messages_says_who_gave_each_in_one_question(
    fjellet, strand, signed_in, rows, django_assert_num_queries
):
    other = administrator(fjellet)
    by_third = give(fjellet, administrator(fjellet, name="Tredje Å"))
    for number in range(rows):
        asked = {"email": f"ny{number}@tryggspor.example"}
        assert give(fjellet, fjellet.owner_administrator, **asked).given_by_id
    kind, things = RoleGiven(), set(told(other).values_list("thing_id", flat=True))
    with acting(other, TODAY) as viewer, django_assert_num_queries(1):
        marks = kind.marks(things, viewer)
    by_one = f"Given by {fjellet.owner_administrator.name}"
    assert sorted(marks.values()) == sorted([*[by_one] * rows, "Given by Tredje Å"])
    assert marks[by_third.pk] == "Given by Tredje Å"
    for nobody in (strand.owner_administrator, fjellet.principal):
        with acting(nobody, TODAY) as viewer:
            assert kind.marks(things, viewer) == {}


def test_a_role_given_by_the_system_has_no_giver(fjellet):
    given = actions.give_access(
        email="ny@tryggspor.example", name="Ny", organisation=fjellet.school, role="staff",
        starts_on=TODAY, by=SYSTEM, now=NOW,
    )  # fmt: skip
    assert given.membership.given_by is None
    with acting(fjellet.owner_administrator, TODAY) as viewer:
        assert RoleGiven.marks([given.membership.pk], viewer) == {}


def test_the_page_tells_the_others(fjellet, signed_in):
    other = administrator(fjellet)
    typed = {
        "email": "ny@tryggspor.example", "name": "Áilu Ny", "role": "staff",
        "starts_on": "23.11.2026", "ends_on": "",
    }  # fmt: skip
    client = signed_in(fjellet.owner_administrator)
    client.post(reverse("roles:give", args=[fjellet.school.pk]), typed)
    assert told(other).count() == 2
