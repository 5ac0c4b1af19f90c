"""A shared measure begins with one of the library, as a measure of a plan does."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from measures import library
from measures.models import SharedMeasure
from tests.factories.measures import HiddenMeasureFactory, OwnMeasureFactory
from tests.measures.pages import text


def page(name, *args, asked=""):
    return reverse(f"shared:{name}", args=args) + asked


def picks(response):
    return re.findall(r"/new/[0-9a-f-]+/\?from=([\w-]+)", response.content.decode())


def typed(place, **other):
    return {
        "token": str(uuid.uuid4()),
        "title": "Felles friminutt",
        "target_groups": ["unit"],
        "responsible": str(place.teacher.pk),
        "starts_on": "23.11.2026",
        "interval_weeks": "",
        **other,
    }


def test_only_what_is_for_many_is_offered(fjellet, signed_in):
    for_many = OwnMeasureFactory(
        owner=fjellet.owner, title_nb="Turgruppe", level="system", target_groups=["class"]
    )
    OwnMeasureFactory(owner=fjellet.owner, level="system", target_groups=["class", "exposed"])
    OwnMeasureFactory(owner=fjellet.owner, level="individual", target_groups=["class"])
    HiddenMeasureFactory(owner=fjellet.owner, key="inspection")
    shown = signed_in(fjellet.principal).get(page("choose", fjellet.school.pk))
    found = picks(shown)
    assert found[0] == str(for_many.pk)
    assert len(found) == 16
    assert {"class_meeting", "parent_meeting"} < set(found)
    assert not {"inspection", "stop_talk", "order_rules"} & set(found)
    assert "Add a shared measure" in text(shown)


def test_it_is_searched_by_what_sets_these_apart(fjellet, signed_in):
    client, address = signed_in(fjellet.principal), page("choose", fjellet.school.pk)
    shown = client.get(address)
    assert list(shown.context["form"].fields) == ["words", "for", "digital", "age"]
    whom = [code for code, _label in shown.context["form"].fields["for"].choices]
    assert whom == ["", "bystanders", "class", "unit", "parents"]
    assert picks(client.get(address, {"for": "parents"})) == ["parent_meeting"]
    nothing = client.get(address, {"words": "xyzzy"})
    assert "No measure fits. Show all" in text(nothing)


def test_a_kindergarten_is_offered_its_own(fjellet, signed_in):
    shown = signed_in(fjellet.head).get(page("choose", fjellet.kindergarten.pk))
    assert "play_groups" in picks(shown)
    assert "break_activities" not in picks(shown)
    assert "Circle time about being together" in text(shown)


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_however_many_there_are(fjellet, signed_in, count):
    for _number in range(count):
        OwnMeasureFactory(owner=fjellet.owner, level="system", target_groups=["class"])
    client, address = signed_in(fjellet.principal), page("choose", fjellet.school.pk)
    client.get(address)  # the first page of a session finds the name of the place
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == 4 + 3  # the frame; the unit, what is hidden, and the owner's own


def test_the_form_begins_with_what_was_picked(fjellet, calendar, signed_in):
    asked = "?from=nettiquette_class"
    shown = signed_in(fjellet.principal).get(page("add", fjellet.school.pk, asked=asked))
    form, entry = shown.context["form"], library.common()["nettiquette_class"]
    words = entry.wording("en", "school")
    begun = {name: form[name].value() for name in form.fields}
    assert (begun["title"], begun["how"], begun["target_groups"]) == (
        words.title, words.what, ["class"],
    )  # fmt: skip
    assert (begun["digital"], begun["prevents"], begun["interval_weeks"]) == (True, True, "3")
    assert begun["library_key"] == "nettiquette_class"
    ends = {name: begun[name].isoformat() for name in ("starts_on", "ends_on")}
    assert ends == {"starts_on": "2026-11-23", "ends_on": "2027-01-15"}
    assert "From the library" in text(shown)


def test_one_for_the_whole_year_is_given_no_end(fjellet, signed_in):
    asked = "?from=class_meeting"
    shown = signed_in(fjellet.principal).get(page("add", fjellet.school.pk, asked=asked))
    assert not shown.context["form"]["ends_on"].value()


@pytest.mark.parametrize("asked", ["", "?from=nobody", "?from=%00"])
def test_one_that_nobody_knows_begins_with_nothing(fjellet, signed_in, asked):
    shown = signed_in(fjellet.principal).get(page("add", fjellet.school.pk, asked=asked))
    assert shown.status_code == 200
    assert not shown.context["form"]["title"].value()
    assert "From the library" not in text(shown)


def test_text_left_as_it_was_is_pointed_out_where_it_is_changed(fjellet, signed_in):
    client = signed_in(fjellet.principal)
    what = library.common()["inspection"].wording("nb", "school").what
    given = typed(fjellet, library_key="inspection", how=what, interval_weeks="2")
    said = text(client.post(page("add", fjellet.school.pk), given, follow=True))
    assert "Plans can now refer to it." in said
    made = SharedMeasure.objects.get()
    assert (made.library_key, made.how, made.interval_weeks) == ("inspection", what, 2)
    address = page("change", made.pk)
    assert "The text is still the library’s" in text(client.get(address))
    SharedMeasure.objects.update(how="To voksne ute.")
    said = text(client.get(address))
    assert "The text is still the library’s" not in said
    assert "From the library" in said


def test_what_is_wrong_keeps_where_it_was_picked_from(fjellet, signed_in):
    given = typed(fjellet, library_key="inspection", title="")
    shown = signed_in(fjellet.principal).post(page("add", fjellet.school.pk), given)
    assert "Name the measure." in text(shown)
    assert 'name="library_key" value="inspection"' in shown.content.decode()
    assert "From the library" in text(shown)
