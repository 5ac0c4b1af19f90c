"""The pages on which a pupil changes school, their first words, and the duties of both sides."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases.models import CaseConcern
from concerns.models import Concern
from overview.development.first_words import first_words
from overview.due.concerns import due, unanswered
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory, InvolvementFactory
from tests.factories.concerns import ChangeFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.pupils import PupilAccessFactory
from tests.factories.voices import HearingFactory
from tests.overview.test_today import text
from tests.scope import acting

pytestmark = pytest.mark.usefixtures("english")

LATE = TODAY - timedelta(days=1)


@pytest.fixture
def row(fjellet):
    return InvolvementFactory(
        case=CaseFactory(unit=fjellet.school), pupil__unit=fjellet.school, pupil__name="Sárá Nilsen"
    )


def at(name, *keys):
    return reverse(f"overview:{name}", args=[getattr(key, "pk", key) for key in keys])


def sent(**more):
    return {
        "what": "Hun har stått alene.", "parts": ["wishes"], "tried": "",
        "wishes": "Noen å gå med.", "works": "", "contact": "", "reason": "De må vite det.",
        "token": str(uuid.uuid4()), **more,
    }  # fmt: skip


# ---------------------------------------------------------------- the pages
def test_the_leader_chooses_whom_and_where_to(fjellet, strand, row, signed_in):
    hidden = InvolvementFactory(
        case=row.case, pupil__unit=fjellet.school, pupil__name="Vernet Elev", pupil__protected=True
    )
    PupilAccessFactory(pupil=hidden.pupil, person=fjellet.principal)
    InvolvementFactory(case=row.case, pupil=row.pupil, role="bystander")
    client, address = signed_in(fjellet.principal), at("change_where_to", row.case)
    page = client.get(address).content.decode()
    assert page.count("Sárá Nilsen") == 1
    assert "Vernet Elev" not in page
    for unit in (fjellet.other_school, strand.school, strand.kindergarten):
        assert str(unit.pk) in page
    chosen = {"involvement": str(row.pk), "unit": str(strand.school.pk)}
    assert client.post(address, chosen)["Location"] == at(
        "change_school", row.case, row, strand.school
    )
    wrong = text(client.post(address, chosen | {"involvement": str(hidden.pk)}))
    assert "Choose a pupil in the list." in wrong
    for unit, about in ((fjellet.school, row), (fjellet.owner, row), (strand.school, hidden)):
        assert client.get(at("change_school", row.case, about, unit)).status_code == 404


def test_only_what_is_chosen_is_sent(fjellet, row, signed_in):
    client = signed_in(fjellet.principal)
    address = at("change_school", row.case, row, fjellet.other_school)
    page = text(client.get(address))
    assert "You have the same owner." in page
    assert "Who has consented?" not in page
    first = f"{fjellet.principal.name}, {fjellet.school.name}"
    said = text(client.post(address, sent(contact=first), follow=True))
    assert "It is sent. You see here when they have answered." in said
    concern = Concern.objects.get()
    assert (concern.wishes, concern.tried, concern.contact) == ("Noen å gå med.", "", "")
    # Whether the pupil's part here is over is the leader's to say.
    assert "End the pupil’s part in this case" in said


def test_whom_to_call_is_chosen_beforehand(fjellet, row, signed_in):
    address = at("change_school", row.case, row, fjellet.other_school)
    form = signed_in(fjellet.principal).get(address).context["form"]
    assert form["parts"].value() == ["contact"]


def test_the_ground_is_asked_for_by_where_it_goes(fjellet, strand, row, signed_in):
    client = signed_in(fjellet.principal)
    address = at("change_school", row.case, row, strand.school)
    assert "Who has consented?" in text(client.get(address))
    refused = client.post(address, sent())
    assert "Write who has consented." in text(refused)
    assert "Noen å gå med." in refused.content.decode()
    given = {"ground_by": "Begge foreldre", "ground_on": "20.11.2026"}
    assert client.post(address, sent(**given)).status_code == 302
    assert Concern.objects.get().ground_on == date(2026, 11, 20)


def test_from_a_kindergarten_to_a_school_with_the_parents_permission(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten)
    row = InvolvementFactory(case=case, pupil__unit=fjellet.kindergarten)
    page = text(signed_in(fjellet.head).get(at("change_school", case, row, fjellet.school)))
    assert "Which parent has given permission?" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what": ""}, "Write what it is about."),
        ({"wishes": ""}, "Write what is to be sent, or do not choose this part."),
        ({"tried": "Prøvd."}, "You have written here, but not chosen this part."),
        ({"reason": ""}, "Write why the other place may be told this."),
        ({"wishes": "Jonas plager meg."}, "Another child of the case is named"),
        ({"token": "x"}, "Open the page again"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_kept(fjellet, row, signed_in, wrong, sentence):
    InvolvementFactory(case=row.case, pupil__unit=fjellet.school, pupil__name="Jonas Berg")
    address = at("change_school", row.case, row, fjellet.other_school)
    page = signed_in(fjellet.principal).post(address, sent(**wrong))
    assert page.status_code == 200
    assert sentence in text(page)
    assert "De må vite det." in page.content.decode() or "reason" in wrong
    assert CaseConcern.objects.count() == 0


def test_nobody_but_the_leader_sends(fjellet, strand, row, signed_in):
    for name, keys in (
        ("change_where_to", [row.case]),
        ("change_school", [row.case, row, strand.school]),
    ):
        assert signed_in(fjellet.deputy).get(at(name, *keys)).status_code == 403
        assert signed_in(fjellet.teacher).get(at(name, *keys)).status_code == 404


def test_where_nobody_can_answer_the_sender_is_told(fjellet, row, signed_in):
    place = ChangeFactory().to_unit
    place.parent = fjellet.owner
    place.save()
    address = at("change_school", row.case, row, place)
    said = text(signed_in(fjellet.principal).post(address, sent(), follow=True))
    assert "Nobody there can answer in the service." in said


# ---------------------------------------------------------------- the first words
def test_the_first_words_are_the_pupils_own(fjellet, row):
    other = InvolvementFactory(case=row.case, pupil__unit=fjellet.school)
    plan = PlanFactory(case=row.case, about=row)
    works = MeasureFactory(plan=plan, title="Klassemøte", running=True)
    MeasureFactory(plan=plan, title="Turgruppe", running=True)
    MeasureFactory(plan=plan, title="Ikke begynt")
    MeasureFactory(plan=PlanFactory(case=row.case, about=other), title="En annens", running=True)
    EvaluationFactory(measure=works, effect="no", due_on=LATE, recorded_at="2026-11-01 08:00Z")
    EvaluationFactory(measure=works, effect="yes", due_on=TODAY, recorded_at="2026-11-20 08:00Z")
    HearingFactory(involvement=row, own_words="Jeg vil ha fred.")
    HearingFactory(involvement=other, own_words="En annens ord.")
    words = first_words(row.case, row, fjellet.principal)
    assert sorted(words["tried"].splitlines()) == [
        "Klassemøte: it helped", "Turgruppe: not evaluated yet",
    ]  # fmt: skip
    assert (words["works"], words["wishes"]) == ("Klassemøte", "Jeg vil ha fred.")
    assert words["contact"] == f"{fjellet.principal.name}, {fjellet.school.name}"


# ---------------------------------------------------------------- Min dag
def asked(person, area):
    with acting(person, TODAY) as viewer:
        return [(str(duty.what), duty.title, duty.due_on) for duty in area(viewer)]


def test_the_receivers_leaders_have_it_on_my_day(fjellet, row):
    ChangeFactory(about=row, to=fjellet.other_school, concern__answer_by=TODAY)
    found = asked(fjellet.other_principal, due)
    assert [(what, day) for what, _title, day in found] == [
        ("Answer: a pupil changes school to you", TODAY)
    ]
    assert asked(fjellet.other_teacher, due) == []


def test_unanswered_it_is_the_senders(fjellet, row):
    ended = {"concern__handled_at": NOW, "concern__handled_by": fjellet.principal}
    for day, state, more in (
        (LATE, "new", {}), (TODAY, "new", {}), (LATE, "noted", ended), (LATE, "taken_back", ended),
    ):  # fmt: skip
        sent_on = {"concern__answer_by": day, "concern__state": state}
        ChangeFactory(about=row, to=fjellet.other_school, **sent_on, **more)
    what = "A change of school is not answered: call them, or take it back"
    assert asked(fjellet.principal, unanswered) == [(what, fjellet.other_school.name, LATE)]
    for person in (fjellet.deputy, fjellet.teacher, fjellet.other_principal, fjellet.owner_adviser):
        assert asked(person, unanswered) == []
    CaseAccessFactory(case=row.case, person=fjellet.principal)
    assert asked(fjellet.principal, unanswered) == []


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_however_many(fjellet, row, django_assert_num_queries, count):
    for _one in range(count):
        ChangeFactory(about=row, to=fjellet.other_school, concern__answer_by=LATE)
    with acting(fjellet.principal, TODAY) as viewer, django_assert_num_queries(1):
        assert len(unanswered(viewer)) == count
