"""An evaluation meeting: everybody's measures that are due, then the minutes in the log."""

import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actions import keep_form
from accounts.kept import SESSION_KEY
from cases.actions import mark_about_staff, write_entry
from cases.models import Entry
from common.errors import ActionError
from evaluations.actions import write_minutes
from evaluations.models import Evaluation
from overview import log
from overview.log.editions import on_paper
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.evaluations.test_sitting import safe, several, taps
from tests.evaluations.test_views import text
from tests.factories.cases import CaseAccessFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.organisations import MembershipFactory, member
from tests.measures.scene import NOBODY_ELSE, OUTSIDERS, do
from tests.scope import acting

DECIDED = "Klassemøtene går videre. Tilsynet byttes ut."


def address(set_up, name="meeting"):
    return reverse(f"evaluations:{name}", args=[set_up.case.pk])


def minutes(set_up, by, **given):
    told = {
        "token": uuid.uuid4(), "happened_on": TODAY, "people": [by], "others": "mor",
        "decided": DECIDED, "evaluated": [],
    }  # fmt: skip
    return do(write_minutes, by, case=set_up.case, **told | given)


def evaluated(place):
    set_up = scene(place)
    EvaluationFactory(measure=set_up.measure, due_on=TODAY - timedelta(days=7))
    return set_up


def sent(by, **given):
    told = {
        "token": uuid.uuid4(), "happened_on": "23.11.2026", "people": [str(by.pk)],
        "others": "mor", "decided": DECIDED,
    }  # fmt: skip
    return told | given


def test_write_minutes_names_who_took_part_and_what_was_evaluated(fjellet):
    set_up, token = evaluated(fjellet), uuid.uuid4()
    asked = {
        "token": token, "people": [fjellet.teacher, fjellet.principal],
        "evaluated": [set_up.measure],
    }  # fmt: skip
    entry = minutes(set_up, fjellet.principal, **asked)
    assert minutes(set_up, fjellet.principal, **asked) == entry == Entry.objects.get()
    assert (entry.kind, entry.evaluated) == ("meeting", [set_up.measure.pk])
    names = f"{fjellet.principal.name}, {fjellet.teacher.name}, mor"
    assert entry.text == f"Took part: {names}.\n\n{DECIDED}"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"decided": " "}, "what was decided"),
        ({"people": [], "others": ""}, "who took part"),
        ({"happened_on": TODAY + timedelta(days=1)}, "future"),
    ],
)
def test_write_minutes_refused_by_state_of_what_is_told(fjellet, given, sentence):
    with pytest.raises(ActionError, match=sentence):
        minutes(scene(fjellet), fjellet.principal, **given)
    assert Entry.objects.count() == 0


def test_write_minutes_refused_by_state(fjellet):
    set_up, other = scene(fjellet), evaluated(fjellet)
    for measure in (set_up.measure, other.measure):
        with pytest.raises(ActionError, match="have been evaluated"):
            minutes(set_up, fjellet.principal, evaluated=[measure])
    CaseAccessFactory(case=set_up.case, person=fjellet.teacher)
    with pytest.raises(ActionError, match="in the list"):
        minutes(set_up, fjellet.principal, people=[fjellet.teacher])
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt.")
    with pytest.raises(ActionError, match="closed"):
        minutes(set_up, fjellet.principal)


def test_write_minutes_refused_by_state_of_an_adviser_whom_the_case_passes_by(fjellet, signed_in):
    """The owner holds it as about a leader, and the adviser works at the unit too."""
    set_up, works_there = scene(fjellet), member("owner_adviser", fjellet.owner)
    MembershipFactory(person=works_there, organisation=fjellet.school)
    asked = {"case": set_up.case, "reason": "Sagt av eleven.", "leader": True}
    do(mark_about_staff, fjellet.deputy, **asked)
    offered = signed_in(fjellet.owner_adviser).get(address(set_up, "minutes")).context["form"]
    there = (fjellet.owner_adviser, fjellet.teacher, fjellet.deputy)
    assert set(offered.present) == {str(one.pk) for one in there}
    with pytest.raises(ActionError, match="in the list"):
        minutes(set_up, fjellet.owner_adviser, people=[works_there])


@pytest.mark.parametrize("who", OUTSIDERS)
def test_write_minutes_refused_by_role(fjellet, who):
    set_up = scene(fjellet)
    with pytest.raises((PermissionDenied, type(set_up.case).DoesNotExist)):
        minutes(set_up, getattr(fjellet, who))


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_those_who_follow_up_the_case_write_minutes(fjellet, who):
    assert minutes(scene(fjellet), getattr(fjellet, who)).kind == "meeting"


def test_the_meeting_walks_through_everybodys_measures_and_leads_to_the_minutes(fjellet, signed_in):
    set_up, measures = several(fjellet, responsible=fjellet.other_teacher)
    client = signed_in(fjellet.principal)
    page = text(client.get(address(set_up)))
    assert all(one.title in page for one in measures)
    told = safe(set_up) | {name: value for one in measures for name, value in taps(one).items()}
    response = client.post(address(set_up), told)
    assert response["Location"] == address(set_up, "minutes")
    assert Evaluation.objects.count() == 2
    form = client.get(response["Location"]).content.decode()
    assert form.count("checked") == 3  # the one who writes, and both measures
    keys = [str(one.pk) for one in measures]
    page = text(
        client.post(response["Location"], sent(fjellet.principal, evaluated=keys), follow=True)
    )
    assert "The minutes stand in the log." in page
    assert "Evaluated in the meeting" in page
    assert set(Entry.objects.get().evaluated) == {one.pk for one in measures}


def test_what_somebody_evaluated_alone_is_offered_for_the_minutes_but_not_ticked(
    fjellet, signed_in
):
    set_up, (first, second) = several(fjellet, responsible=fjellet.other_teacher)
    EvaluationFactory(measure=first, due_on=TODAY, recorded_by=fjellet.other_teacher)
    type(first).objects.filter(pk=first.pk).update(evaluate_on=TODAY + timedelta(days=7))
    client = signed_in(fjellet.principal)
    client.post(address(set_up), safe(set_up) | taps(second))
    form = client.get(address(set_up, "minutes")).context["form"]
    assert set(form.newly) == {str(first.pk), str(second.pk)}
    assert form["evaluated"].initial == [str(second.pk)]
    client.post(address(set_up, "minutes"), sent(fjellet.principal))
    form = client.get(address(set_up, "minutes")).context["form"]
    assert form["evaluated"].initial == []


def test_what_is_left_alone_waits_and_what_is_begun_is_not_passed_by(fjellet, signed_in):
    set_up, (first, second) = several(fjellet)
    client = signed_in(fjellet.principal)
    told = safe(set_up) | taps(first) | {"minutes": "1"}
    page = client.post(address(set_up), told | taps(second, effect=""))
    assert "Choose whether the measure has had effect." in text(page)
    assert Evaluation.objects.get().measure == first
    response = client.post(address(set_up), {"minutes": "1"})
    assert response["Location"] == address(set_up, "minutes")
    assert second.title in text(client.get(address(set_up)))


def test_a_meeting_without_measures_still_has_minutes(fjellet, signed_in):
    set_up = scene(fjellet, evaluate_on=TODAY + timedelta(days=7))
    client = signed_in(fjellet.principal)
    assert "No measure of this case is due" in text(client.get(address(set_up)))
    client.post(address(set_up, "minutes"), sent(fjellet.principal))
    assert Entry.objects.get().evaluated == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"decided": ""}, "Write what was decided."),
        ({"people": [], "others": ""}, "Say who took part."),
        ({"happened_on": "31.12.2026"}, "future"),
        ({"people": [str(uuid.uuid4())]}, "in the list"),
        ({"evaluated": [str(uuid.uuid4())]}, "in the list"),
    ],
)
def test_what_is_wrong_in_the_minutes_is_said_and_what_was_typed_is_kept(
    fjellet, signed_in, given, sentence
):
    set_up = evaluated(fjellet)
    told = sent(fjellet.principal) | {"others": "far og PPT"} | given
    sheet = signed_in(fjellet.principal).post(address(set_up, "minutes"), told)
    page = sheet.content.decode()
    assert sentence in page
    assert (told["decided"] or "far og PPT") in page
    assert Entry.objects.count() == 0


def test_nothing_is_lost_when_the_session_ends(fjellet, signed_in):
    set_up, by = evaluated(fjellet), fjellet.principal
    typed, page = urlencode(sent(by, others="far og PPT")), address(set_up, "minutes")
    with acting(by, TODAY):
        keep_form(path=page, typed=typed, by=by, now=NOW)
    client = signed_in(by)
    session = client.session
    session[SESSION_KEY] = True
    session.save()
    found = client.get(page).content.decode()
    assert "What you wrote is kept, but not saved." in found
    assert DECIDED in found
    assert "far og PPT" in found


def test_a_case_that_has_ended_is_not_met_about(fjellet, signed_in):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt.")
    client = signed_in(fjellet.principal)
    assert "This case has ended" in text(client.get(address(set_up)))
    page = client.get(address(set_up, "minutes"), follow=True)
    assert "Write what was said in the log instead." in text(page)


def test_what_was_decided_is_kept_when_the_case_ends_meanwhile(fjellet, signed_in):
    set_up = scene(fjellet)
    type(set_up.case).objects.update(state="closed", ended_reason="Trygt.")
    told = sent(fjellet.principal)
    page = signed_in(fjellet.principal).post(address(set_up, "minutes"), told)
    assert page.status_code == 200
    assert "This case is closed." in text(page)
    assert DECIDED in text(page)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("other", [{"happened_on": TODAY - timedelta(days=1)}, {"evaluated": []}])
def test_write_minutes_refused_by_state_of_a_sheet_that_says_something_else(fjellet, other):
    set_up = evaluated(fjellet)
    given = {"token": uuid.uuid4(), "evaluated": [set_up.measure]}
    minutes(set_up, fjellet.principal, **given)
    with pytest.raises(ActionError, match="already used"):
        minutes(set_up, fjellet.principal, **given | other)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_takes_as_many_queries_however_much_there_is(
    fjellet, signed_in, django_assert_num_queries, rows
):
    set_up, _measures = several(fjellet, rows, responsible=fjellet.other_teacher)
    client = signed_in(fjellet.principal)
    client.get(address(set_up))
    # The frame's seven; the case; then as a sitting, what was answered meanwhile, and the shared
    # measures of its plans.
    with django_assert_num_queries(7 + 1 + 5 + 1):
        client.get(address(set_up))


def test_a_correction_still_names_what_was_evaluated_and_a_family_is_not_told_which(fjellet):
    set_up = evaluated(fjellet)
    entry = minutes(set_up, fjellet.principal, evaluated=[set_up.measure])
    later = do(
        write_entry, fjellet.principal, case=set_up.case, token=uuid.uuid4(), kind="meeting",
        happened_on=TODAY, text="Rettet.", corrects=entry, now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    assert later.evaluated == [set_up.measure.pk]
    whole = [line for line in on_paper(set_up.case, None) if line.entry]
    family = [line for line in on_paper(set_up.case, set_up.pupil) if line.entry]
    assert [len(line.evaluated) for line in whole] == [1, 1]
    assert [len(line.evaluated) for line in family] == [0, 0]
    assert log.newest(set_up.case).entries


@pytest.mark.parametrize("page", ["overview:case", "measures:plan"])
def test_the_case_and_its_plan_lead_to_the_meeting(fjellet, signed_in, page):
    set_up = scene(fjellet)
    found = signed_in(fjellet.principal).get(reverse(page, args=[set_up.case.pk]))
    assert address(set_up) in found.content.decode()
