"""What an owner words itself, and what it hides; and a package put up by the action."""

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from audit.models import Event
from common.errors import ActionError
from measures import actions, library
from measures.library.loading import Packed
from measures.models import HiddenMeasure, Measure, OwnMeasure
from tests.factories.measures import HiddenMeasureFactory, OwnMeasureFactory
from tests.measures.pages import text
from tests.measures.scene import do, measure_in, plan_at

WORDS = {
    "title_nb": "Turgruppe", "title_nn": "", "what_nb": "Ut på tur hver onsdag.", "what_nn": "",
    "look_for_nb": "Flere er med.", "look_for_nn": "", "target_groups": ["class"],
    "level": "system", "regime": "", "digital": False, "prevents": False, "age_from": 6,
    "age_to": None, "weeks": 12, "interval_weeks": 4,
}  # fmt: skip
NOT_ADMINISTRATORS = ["principal", "school_administrator", "owner_adviser", "ppt_leader", "teacher"]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def add_own(place, by=None, **other):
    given = {"token": uuid.uuid4(), **WORDS, **other}
    by = by or place.owner_administrator
    return do(actions.add_own_measure, by, owner=place.owner, **given)


def page_of(owner):
    return reverse("library:owner", args=[owner.pk])


def typed(**other):
    kept = {name: value for name, value in WORDS.items() if value not in (False, None)}
    return {"token": str(uuid.uuid4()), **kept, **other}


def test_add_own_measure_makes_one_of_one_sheet(fjellet):
    token = uuid.uuid4()
    own = add_own(fjellet, token=token)
    assert add_own(fjellet, token=token) == own
    assert (own.title_nb, own.owner, own.written_by) == (
        "Turgruppe", fjellet.owner, fjellet.owner_administrator,
    )  # fmt: skip
    assert Event.objects.filter(name="library.measure_added").count() == 1
    with pytest.raises(ActionError, match="already used"):
        add_own(fjellet, token=token, what_nb="Noe helt annet.")
    assert OwnMeasure.objects.get().what_nb == "Ut på tur hver onsdag."
    entry = library.offered_at(fjellet.school)[0]
    assert entry.wording("nn", "school").title == "Turgruppe"
    assert (entry.ages.first, entry.end_in, entry.own) == (6, 12, True)


EACH = pytest.mark.parametrize("who", NOT_ADMINISTRATORS)


@EACH
def test_add_own_measure_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        add_own(fjellet, by=getattr(fjellet, who))


@EACH
def test_change_own_measure_refused_by_role(fjellet, who):
    own = OwnMeasureFactory(owner=fjellet.owner)
    with pytest.raises(PermissionDenied):
        do(actions.change_own_measure, getattr(fjellet, who), own=own, revision=1, **WORDS)


@EACH
def test_show_own_measure_refused_by_role(fjellet, who):
    own = OwnMeasureFactory(owner=fjellet.owner)
    with pytest.raises(PermissionDenied):
        do(actions.show_own_measure, getattr(fjellet, who), own=own, shown=False)


@EACH
def test_show_common_measure_refused_by_role(fjellet, who):
    asked = {"owner": fjellet.owner, "key": "repair", "shown": False}
    with pytest.raises(PermissionDenied):
        do(actions.show_common_measure, getattr(fjellet, who), **asked)


def test_show_common_measure_refused_by_state_of_the_library(fjellet):
    asked = {"owner": fjellet.owner, "key": "gone", "shown": False}
    with pytest.raises(ActionError, match="not in the library"):
        do(actions.show_common_measure, fjellet.owner_administrator, **asked)


def test_show_common_measure_hides_it_from_the_units_of_one_owner(fjellet, strand):
    asked = {"owner": fjellet.owner, "key": "repair", "shown": False}
    do(actions.show_common_measure, fjellet.owner_administrator, **asked)
    kept = {
        place.owner: "repair" in {entry.key for entry in library.offered_at(place.school)}
        for place in (fjellet, strand)
    }
    assert kept == {fjellet.owner: False, strand.owner: True}


def test_show_own_measure_hides_it_and_keeps_it_in_plans(fjellet):
    own = add_own(fjellet)
    measure = measure_in(plan_at(fjellet), fjellet, library_key=str(own.pk), how=own.what_nb)
    do(actions.show_own_measure, fjellet.owner_administrator, own=own, shown=False)
    assert library.find(str(own.pk), fjellet.school) is None
    assert library.word_for_word([measure]) == {measure.pk}


def test_change_own_measure_refused_by_state_that_somebody_else_left(fjellet):
    own, by = add_own(fjellet), fjellet.owner_administrator
    asked = {"own": own, "revision": 1, **WORDS}
    do(actions.change_own_measure, by, **asked | {"title_nb": "Tur"})
    with pytest.raises(actions.Outdated):
        do(actions.change_own_measure, by, **asked | {"title_nb": "Fjelltur"})
    assert OwnMeasure.objects.get().title_nb == "Tur"


def test_change_own_measure_says_what_differs(fjellet):
    own, by = add_own(fjellet), fjellet.owner_administrator
    do(actions.change_own_measure, by, own=own, revision=1, **WORDS)
    do(actions.change_own_measure, by, own=own, revision=1, **WORDS | {"weeks": 6})
    (event,) = Event.objects.filter(name="library.measure_changed")
    assert event.data == {"fields": ["weeks"]}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_nb": " "}, "Name the measure"),
        ({"what_nb": "ord " * 31}, "One text has 31 words. Make it 30 at the most."),
        ({"look_for_nn": "ord " * 21}, "Make it 20 at the most."),
        ({"target_groups": []}, "Choose whom the measure is for."),
        ({"target_groups": ["x"]}, "Choose among the answers in the list."),
        ({"level": "x"}, "Choose among the answers in the list."),
        ({"regime": "x"}, "Choose among the answers in the list."),
        ({"age_to": 5}, "The last age comes before the first."),
        ({"age_from": 400}, "Write ages in whole years"),
        ({"weeks": 0}, "Write from 1 to 52 weeks."),
        ({"title_nb": "snudd \u202e tekst"}, "hidden characters"),
    ],
)
def test_what_is_wrong_with_an_own_measure_is_said(fjellet, wrong, sentence):
    with pytest.raises(ActionError, match=sentence):
        add_own(fjellet, **wrong)
    assert not OwnMeasure.objects.exists()


def test_two_who_change_an_own_measure_never_overwrite_each_other(fjellet, signed_in):
    own = add_own(fjellet)
    by = fjellet.owner_administrator
    do(actions.change_own_measure, by, own=own, revision=1, **WORDS | {"title_nb": "Tur"})
    client = signed_in(by)
    address = reverse("library:change_own", args=[own.pk])
    page = client.post(address, typed(title_nb="Fjelltur", revision="1"))
    assert "Somebody else has changed this while you wrote." in text(page)
    assert "Name, bokmål Tur" in text(page)
    assert 'value="Fjelltur"' in page.content.decode()
    assert client.post(address, typed(title_nb="Fjelltur", revision="2")).status_code == 302
    own.refresh_from_db()
    assert (own.title_nb, own.revision) == ("Fjelltur", 3)


def test_own_and_common_measures_are_hidden_and_shown(fjellet, signed_in):
    own = add_own(fjellet)
    client = signed_in(fjellet.owner_administrator)
    addresses = [
        reverse("library:show_own", args=[own.pk]),
        reverse("library:show_common", args=[fjellet.owner.pk, "repair"]),
    ]
    for shown, count in (("no", 42), ("no", 42), ("yes", 44), ("yes", 44)):
        for address in addresses:
            page = client.post(address, {"shown": shown})
            assert page["Location"] == page_of(fjellet.owner)
        assert len(library.offered_at(fjellet.school)) == count
    assert HiddenMeasure.objects.count() == 0
    names = Event.objects.filter(name__startswith="library.").values_list("name", flat=True)
    assert sorted(names) == [
        "library.common_hidden", "library.common_shown", "library.measure_added",
        "library.measure_hidden", "library.measure_shown",
    ]  # fmt: skip


def test_the_page_of_the_owner(fjellet, strand, signed_in):
    add_own(fjellet)
    HiddenMeasureFactory(owner=fjellet.owner, key="repair")
    client = signed_in(fjellet.owner_administrator)
    said = text(client.get(page_of(fjellet.owner)))
    assert "Turgruppe" in said
    assert said.count("Hidden") == 1
    assert client.get(page_of(strand.owner)).status_code == 404
    assert signed_in(fjellet.principal).get(page_of(fjellet.owner)).status_code == 404
    unknown = reverse("library:show_common", args=[fjellet.owner.pk, "unknown"])
    assert client.post(unknown, {"shown": "no"}).status_code == 404


def test_a_measure_is_added_and_changed_on_its_page(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    address = reverse("library:add_own", args=[fjellet.owner.pk])
    page = client.post(address, typed(title_nb="", what_nb="Ut på tur."))
    assert "Name the measure, in bokmål or in nynorsk." in text(page)
    assert "Ut på tur." in text(page)
    assert client.post(address, typed(weeks="x")).status_code == 200
    assert client.post(address, typed()).status_code == 302
    own = OwnMeasure.objects.get()
    change = reverse("library:change_own", args=[own.pk])
    assert "Turgruppe" in client.get(change).content.decode()
    assert client.post(change, typed(weeks="", revision="1")).status_code == 302
    own.refresh_from_db()
    assert (own.weeks, own.age_from, own.revision) == (None, 6, 2)


def test_a_private_kindergarten_reads_its_own_words(fjellet, signed_in):
    fjellet.owner.children.filter(kind="school").update(parent=OwnMeasureFactory().owner)
    said = text(signed_in(fjellet.owner_administrator).get(page_of(fjellet.owner)))
    assert "Circle time about being together" in said
    assert "Stop talk" not in said


def put_up(place, plan, key="exclusion_in_class", by=None, **other):
    given = {"token": uuid.uuid4(), "package": key, "responsible": place.teacher, "language": "nn"}
    return do(actions.use_package, by or place.principal, plan=plan, **given | other)


def test_use_package_puts_up_a_whole_plan_to_adapt(fjellet):
    plan = plan_at(fjellet)
    put_up(fjellet, plan)
    made = {measure.library_key: measure for measure in Measure.objects.all()}
    package = library.packages()["exclusion_in_class"]
    assert list(made.keys() ^ {packed.entry.key for packed in package.measures}) == []
    assert {measure.why for measure in made.values()} == {""}
    assert {measure.responsible for measure in made.values()} == {fjellet.teacher}
    assert made["rebuild_class"].title == "Byggje opp att klassemiljøet"
    assert list(made["rebuild_class"].after.all()) == [made["bystander_talks"]]
    assert (made["inspection"].ends_on, made["inspection"].interval_weeks) == (None, 6)
    plan.refresh_from_db()
    assert (plan.together, plan.state) == (package.wording("nn").together, "draft")


def test_use_package_says_why_its_measures_fit(fjellet):
    plan = plan_at(fjellet)
    made = put_up(fjellet, plan, whys={"stop_talk": "Det må stanse i dag."})
    assert {one.library_key: one.why for one in made if one.why} == {
        "stop_talk": "Det må stanse i dag."
    }


def test_use_package_takes_all_that_the_library_says_of_each(fjellet, monkeypatch):
    package = library.packages()["exclusion_in_class"]
    packed = [
        Packed(library.common()[key], (), 2, ("exposed",)) for key in ("repair", "change_school")
    ]
    monkeypatch.setattr(library, "packages", lambda: {"x": replace(package, measures=packed)})
    talk, move = put_up(fjellet, plan_at(fjellet), "x")
    assert (talk.restorative, talk.formal_decision) == (True, False)
    assert (move.restorative, move.formal_decision) == (False, True)


def test_use_package_leaves_what_is_written_and_what_is_hidden(fjellet):
    plan = plan_at(fjellet, together="Slik henger det sammen.")
    measure_in(plan, fjellet, title="Vårt eget")
    HiddenMeasureFactory(owner=fjellet.owner, key="bystander_talks")
    assert len(put_up(fjellet, plan)) == 7
    assert Measure.objects.count() == 8
    plan.refresh_from_db()
    assert plan.together == "Slik henger det sammen."


def test_use_package_refused_by_state(fjellet):
    plan = plan_at(fjellet)
    with pytest.raises(ActionError, match="not for the place"):
        put_up(fjellet, plan, "play_in_kindergarten")
    with pytest.raises(ActionError, match="cannot carry out measures here"):
        put_up(fjellet, plan, responsible=fjellet.ppt_adviser)
    with pytest.raises(ActionError, match="This plan is complete"):
        put_up(fjellet, plan_at(fjellet, complete=True))
    with pytest.raises(ActionError, match="This case has ended"):
        put_up(fjellet, plan_at(fjellet, state="closed"))
    for packed in library.packages()["exclusion_in_class"].measures:
        HiddenMeasureFactory(owner=fjellet.owner, key=packed.entry.key)
    with pytest.raises(ActionError, match="offers none of these"):
        put_up(fjellet, plan)
    assert Measure.objects.count() == 0


@pytest.mark.parametrize("who", ["teacher", "other_principal", "owner_adviser", "ppt_adviser"])
def test_use_package_refused_by_role(fjellet, who):
    with pytest.raises(PermissionDenied):
        put_up(fjellet, plan_at(fjellet), by=getattr(fjellet, who))
