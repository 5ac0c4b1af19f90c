"""People and access as pages: who sees them, what bad input meets, and how many queries."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Person
from organisations.models import Membership
from organisations.roles import Role
from tests.clock import NOW, TODAY
from tests.factories.organisations import MembershipFactory, SchoolFactory, member

FRAME = 4  # session, person, enter, leave
NEW = {
    "email": "ny@tryggspor.example",
    "name": "Áilu Ny",
    "role": "staff",
    "starts_on": "23.11.2026",
    "ends_on": "30.6.2027",
}


def page(name, place, membership=None):
    arguments = [place.pk] if membership is None else [place.pk, membership.pk]
    name = "roles:give" if name == "give_role" else f"organisations:{name}"
    return reverse(name, args=arguments)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def role_of(person):
    return Membership.objects.get(person=person)


def test_the_administrator_sees_all_places_of_the_owner_with_how_many_work_there(
    fjellet, strand, signed_in
):
    shown = text(signed_in(fjellet.owner_administrator).get(reverse("organisations:people")))
    assert "Fjellet kommune Owner 3 Fjellet skole School 6 Nye Fjellet skole School 1" in shown
    assert "Fjellet barnehage Kindergarten 1 PPT Fjellet PPT office 2" in shown
    assert "Strand" not in shown


def test_a_school_administrator_is_led_to_the_own_school_and_can_only_look(fjellet, signed_in):
    client = signed_in(fjellet.school_administrator)
    response = client.get(reverse("organisations:people"), follow=True)
    shown = text(response)
    assert response.redirect_chain == [(page("people_at", fjellet.school), 302)]
    assert "Roles are given and ended by the owner’s administrator." in shown
    assert "Anne Fjellet" in shown
    assert "Give a role" not in shown
    assert "End the role" not in shown
    role = role_of(fjellet.teacher)
    assert client.get(page("give_role", fjellet.school)).status_code == 403
    assert client.post(page("give_role", fjellet.school), NEW).status_code == 403
    assert client.post(page("end_role", fjellet.school, role)).status_code == 403
    assert client.post(page("start_password", fjellet.school, role)).status_code == 403
    assert client.get(page("people_at", fjellet.other_school)).status_code == 404
    assert Membership.objects.filter(ends_on=None).count() == 13


@pytest.mark.parametrize(
    "name", ["principal", "deputy", "teacher", "ppt_leader", "owner_adviser", "head"]
)
def test_others_find_nothing(fjellet, signed_in, name):
    client = signed_in(getattr(fjellet, name))
    assert client.get(reverse("organisations:people")).status_code == 404
    for place in (fjellet.owner, fjellet.school):
        for address in (page("people_at", place), page("give_role", place)):
            assert client.get(address).status_code == 404


def test_a_role_of_another_place_is_not_found_at_this_one(fjellet, strand, signed_in):
    client = signed_in(fjellet.owner_administrator)
    for role in (role_of(strand.teacher), role_of(fjellet.head)):
        assert client.get(page("end_role", fjellet.school, role)).status_code == 404
        assert client.post(page("start_password", fjellet.school, role)).status_code == 404
    unknown = reverse("organisations:end_role", args=[fjellet.school.pk, uuid.uuid4()])
    assert client.get(unknown).status_code == 404


def test_the_list_shows_dates_states_and_the_last_sign_in_in_norwegian_order(fjellet, signed_in):
    for name in ("Åse Ås", "Ærlig Æ", "Zara Z"):
        member(Role.STAFF, fjellet.school, name=name, last_login=NOW)
    ended = member(Role.STAFF, fjellet.school, name="Øyvind Ø")
    Membership.objects.filter(person=ended).update(ends_on="2026-06-30")
    later = member(Role.STAFF, fjellet.school, name="Senere S", is_active=False)
    Membership.objects.filter(person=later).update(starts_on="2027-01-04")
    client = signed_in(fjellet.owner_administrator)
    shown = text(client.get(page("people_at", fjellet.school)))
    assert "Øyvind" not in shown
    assert shown.index("Zara Z") < shown.index("Ærlig Æ") < shown.index("Åse Ås")
    assert "Staff 04.01.2027 – Account closed Never" in shown
    assert "Staff 01.08.2024 – 23.11.2026 End the role" in shown
    all_of_them = text(client.get(page("people_at", fjellet.school) + "?show=all"))
    assert "Staff 01.08.2024 – 30.06.2026 Ended Never" in all_of_them


def test_the_list_says_to_whom_email_comes_back_and_since_when(fjellet, signed_in):
    Person.objects.filter(pk=fjellet.teacher.pk).update(mail_returned_at=NOW)
    for keeper in (fjellet.owner_administrator, fjellet.school_administrator):
        shown = text(signed_in(keeper).get(page("people_at", fjellet.school)))
        assert shown.count("E-mail comes back since 23.11.2026") == 1
    places = text(signed_in(fjellet.owner_administrator).get(reverse("organisations:people")))
    assert "Fjellet skole School 6 E-mail to 1 of them comes back" in places
    assert places.count("comes back") == 1


def test_somebody_new_gets_a_role_and_the_start_password_is_shown_once(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    response = client.post(page("give_role", fjellet.school), NEW)
    person = Person.objects.get(email=NEW["email"])
    (password,) = re.findall(r"<code[^>]*>(.*?)</code>", response.content.decode())
    assert person.check_password(password)
    assert (str(role_of(person).ends_on), role_of(person).role) == ("2027-06-30", "staff")
    assert response["Cache-Control"] == "no-store"
    assert "<title>Start password – Tryggspor</title>" in response.content.decode()

    again = client.post(page("give_role", fjellet.school), NEW)  # the page is sent once more
    assert "has this role here already" in text(again)
    assert password not in again.content.decode()
    assert Membership.objects.filter(person=person).count() == 1

    renewed = client.post(page("start_password", fjellet.school, role_of(person)))
    person.refresh_from_db()
    assert "shown only now" in text(renewed)
    assert not person.check_password(password)


def test_somebody_known_gets_a_role_by_the_address_alone(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    asked = NEW | {"email": fjellet.teacher.email.upper(), "name": "", "role": "deputy"}
    response = client.post(page("give_role", fjellet.school), asked, follow=True)
    assert "Bjørn Fjellet has the role now." in text(response)
    assert set(fjellet.teacher.memberships.values_list("role", flat=True)) == {"staff", "deputy"}


BAD = [
    ({"email": ""}, "Write the e-mail address."),
    ({"email": "ny@"}, "Write the whole e-mail address, with @."),
    ({"email": "ny\x00@tryggspor.example"}, "Write the whole e-mail address, with @."),
    ({"email": f"{'x' * 300}@tryggspor.example"}, "The text is too long."),
    ({"name": ""}, "Write the name too, and an account is made."),
    ({"name": "Ny\x00"}, "hidden characters"),
    ({"name": "x" * 10_000}, "There is room for 120."),
    ({"role": ""}, "Choose a role."),
    ({"role": "ppt_leader"}, "Choose among the answers in the list."),
    ({"starts_on": ""}, "Write a date"),
    ({"starts_on": "22.11.2026"}, "today or later"),
    ({"starts_on": "1.1.9999", "ends_on": ""}, "too far ahead"),
    ({"starts_on": "31.11.2026"}, "do not understand this date"),
    ({"ends_on": "22.11.2026"}, "not before the first day"),
    ({"ends_on": "31.12.9999"}, "too far ahead"),
    ({"email": "{administrator}", "name": ""}, "You cannot give yourself a role."),
    ({"email": "{teacher}", "name": ""}, "has this role here already, from 1 August 2024."),
    ({"email": "{teacher}", "name": "Kari", "role": "deputy"}, "belongs to Bjørn Fjellet"),
    ({"email": "{closed}", "name": ""}, "is closed, and gets no role. It can be opened again"),
    ({"email": "{left}", "name": ""}, "has left: the last role here ended on 30 June 2026."),
]


@pytest.mark.parametrize(("typed", "said"), BAD)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(fjellet, signed_in, typed, said):
    left, closed = (
        member(Role.STAFF, fjellet.school),
        member(Role.STAFF, fjellet.office, is_active=False),
    )
    Membership.objects.filter(person=left).update(ends_on="2026-06-30")
    known = {
        "teacher": fjellet.teacher, "administrator": fjellet.owner_administrator,
        "left": left, "closed": closed,
    }  # fmt: skip
    addresses = {name: person.email for name, person in known.items()}
    typed = {name: value.format(**addresses) for name, value in typed.items()}
    before = Membership.objects.count(), Person.objects.count()
    asked = NEW | typed
    response = signed_in(fjellet.owner_administrator).post(page("give_role", fjellet.school), asked)
    assert response.status_code == 200
    assert said in text(response)
    assert {name: response.context["form"].data[name] for name in asked} == asked
    assert (Membership.objects.count(), Person.objects.count()) == before


def test_somebody_who_has_left_is_asked_about_and_then_given_the_role(fjellet, signed_in):
    Membership.objects.filter(person=fjellet.teacher).update(ends_on="2026-06-30")
    client = signed_in(fjellet.owner_administrator)
    asked = NEW | {"email": fjellet.teacher.email, "name": ""}
    question = 'type="checkbox" name="came_back"'
    address = page("give_role", fjellet.school)
    assert question not in client.get(address).content.decode()
    assert question in client.post(address, asked).content.decode()
    wrong = client.post(address, asked | {"came_back": "on", "starts_on": "x"})
    assert 'name="came_back" value="on"' in wrong.content.decode()
    assert client.post(address, asked | {"came_back": "on"}).status_code == 302
    assert fjellet.teacher.memberships.filter(starts_on=TODAY).count() == 1


def test_a_role_is_ended_on_a_day(fjellet, signed_in):
    client, role = signed_in(fjellet.owner_administrator), role_of(fjellet.teacher)
    address = page("end_role", fjellet.school, role)
    assert 'value="23.11.2026"' in client.get(address).content.decode()
    for typed, said in (
        ("", "Write a date"),
        ("1.10.2026", "Write yesterday or a later day."),
        ("31.12.9999", "too far ahead"),
    ):
        assert said in text(client.post(address, {"ends_on": typed}))
    response = client.post(address, {"ends_on": "30.11.2026"}, follow=True)
    assert "01.08.2024 – 30.11.2026" in text(response)
    assert str(role_of(fjellet.teacher).ends_on) == "2026-11-30"


def test_a_role_that_has_not_begun_is_taken_back(fjellet, signed_in):
    role = MembershipFactory(organisation=fjellet.school, starts_on=TODAY + timedelta(days=30))
    client = signed_in(fjellet.owner_administrator)
    address = page("end_role", fjellet.school, role)
    assert 'value="22.12.2026"' in client.get(address).content.decode()
    response = client.post(address, {"ends_on": "22.12.2026"}, follow=True)
    assert role.person.name not in text(response)


def test_ones_own_role_and_the_last_administrators_stay(fjellet, signed_in):
    client, role = signed_in(fjellet.owner_administrator), role_of(fjellet.owner_administrator)
    shown = client.get(page("people_at", fjellet.owner)).content.decode()
    address = page("end_role", fjellet.owner, role)
    assert address not in shown
    response = client.post(address, {"ends_on": "30.11.2026"})
    assert "You cannot end your own role." in text(response)
    assert role_of(fjellet.owner_administrator).ends_on is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_the_same_queries_whatever_the_rows(
    fjellet, signed_in, rows, django_assert_num_queries
):
    for _ in range(rows):
        member(Role.STAFF, fjellet.school)
        SchoolFactory(parent=fjellet.owner)
    client = signed_in(fjellet.owner_administrator)
    places, school = reverse("organisations:people"), page("people_at", fjellet.school)
    client.get(places)  # the first page of a session writes the session too
    with django_assert_num_queries(FRAME + 1):
        client.get(places)
    with django_assert_num_queries(FRAME + 2):  # the place, the roles
        client.get(school)
