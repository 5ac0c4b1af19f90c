"""Reading the library, and picking from it for a plan."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from measures import library
from measures.models import Measure
from measures.sheet import Sheet
from tests.clock import TODAY
from tests.factories.measures import HiddenMeasureFactory, OwnMeasureFactory
from tests.measures.pages import at, text, typed
from tests.measures.scene import WEEK_48, measure_in, plan_at


def choose(plan, asked=""):
    return at("choose", plan) + asked


def what(key, language="nb"):
    return library.common()[key].wording(language, "school").what


def picks(page):
    """The keys that the page offers."""
    return re.findall(r"/measures/new/\?from=([\w-]+)", page.content.decode())


def test_everybody_may_read_the_library(fjellet, signed_in):
    for person in (fjellet.teacher, fjellet.ppt_adviser, fjellet.data_protection_officer):
        page = signed_in(person).get(reverse("library:read"))
        assert page.status_code == 200
        said = text(page)
        assert library.common()["trusted_adult"].wording("en", "school").what in said
        assert "43 measures" in said
        assert "https://www.udir.no/nullmobbing/" in page.content.decode()
        assert "https://laringsmiljosenteret.uis.no/skole/mobbing/" in page.content.decode()


def test_a_kindergarten_reads_its_own_words(fjellet, signed_in):
    said = text(signed_in(fjellet.head).get(reverse("library:read")))
    assert "18 measures" in said
    assert "Circle time about being together" in said
    assert "Class meetings" not in said
    assert "Left out of play" in said


def test_who_works_at_both_chooses(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    assert "43 measures" in text(client.get(reverse("library:read")))
    page = client.get(reverse("library:read"), {"place": "kindergarten"})
    assert "18 measures" in text(page)


def test_ages_are_asked_for_where_they_are_pupils_of_a_school(fjellet, signed_in):
    client = signed_in(fjellet.owner_administrator)
    form = client.get(reverse("library:read")).context["form"]
    assert [age for age, _label in form.fields["age"].choices] == [
        "", "6-9", "10-12", "13-15", "16-19",
    ]  # fmt: skip
    page = client.get(reverse("library:read"), {"place": "kindergarten", "age": "6-9"})
    assert "age" not in page.context["form"].fields
    assert "18 measures" in text(page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"for": "parents"}, "2 measures"),
        ({"for": "parents", "level": "system"}, "1 measure"),
        ({"words": "stop talk"}, "1 measure"),
        ({"words": "xyzzy"}, "No measure fits."),
        ({"for": "nobody", "level": "\0", "age": "9999", "digital": "x"}, "43 measures"),
        ({"words": "x" * 300}, "43 measures"),
    ],
)
def test_the_library_is_searched(fjellet, signed_in, asked, found):
    page = signed_in(fjellet.principal).get(reverse("library:read"), asked)
    assert found in text(page)


def test_a_plan_picks_from_what_its_owner_offers(fjellet, strand, signed_in):
    plan = plan_at(fjellet)
    own = OwnMeasureFactory(owner=fjellet.owner, title_nb="Turgruppe", title_nn="")
    OwnMeasureFactory(owner=fjellet.owner, regime="kindergarten")
    OwnMeasureFactory(owner=fjellet.owner, hidden=True)
    OwnMeasureFactory(owner=strand.owner)
    HiddenMeasureFactory(owner=fjellet.owner, key="stop_talk")
    HiddenMeasureFactory(owner=strand.owner, key="repair")
    offered = picks(signed_in(fjellet.principal).get(choose(plan)))
    assert offered[0] == str(own.pk)
    assert len(offered) == 43
    assert "stop_talk" not in offered
    assert "repair" in offered


def test_what_one_came_for_is_carried_along(fjellet, signed_in):
    plan = plan_at(fjellet)
    before = measure_in(plan, fjellet, **WEEK_48)
    page = signed_in(fjellet.principal).get(choose(plan, f"?after={before.pk}&for=parents"))
    assert picks(page) == ["parent_cooperation", "parent_meeting"]
    content = page.content.decode()
    assert f"/measures/new/?from=parent_meeting&amp;after={before.pk}" in content
    assert f"/measures/new/?after={before.pk}&amp;for=parents" in content
    assert f'<input type="hidden" name="after" value="{before.pk}">' in content


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("?after={pk}", "Add a measure after “Trygg voksen”"),
        ("?with={pk}", "Add a measure at the same time as “Trygg voksen”"),
        ("?after=x", "Add a measure"),
        ("", "Add a measure"),
    ],
)
def test_the_heading_says_after_or_beside_what(fjellet, signed_in, asked, heading):
    plan = plan_at(fjellet)
    measure = measure_in(plan, fjellet, title="Trygg voksen", **WEEK_48)
    page = signed_in(fjellet.principal).get(choose(plan, asked.format(pk=measure.pk)))
    said = re.search(r"<h1[^>]*>(.*?)</h1>", page.content.decode(), re.DOTALL).group(1)
    assert said.strip() == heading
    title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL).group(1)
    assert "Trygg voksen" not in title


def test_a_measure_that_has_ended_is_not_asked_for_words_of_its_own(fjellet):
    plan = plan_at(fjellet)
    text = what("stop_talk")
    given = {"library_key": "stop_talk", "how": text}
    stands = measure_in(plan, fjellet, **given)
    measure_in(plan, fjellet, state="stopped", started_on=TODAY, **given)
    assert Sheet(plan, TODAY).as_library == {stands.pk}


def test_a_picked_measure_fills_the_form(fjellet, signed_in):
    plan = plan_at(fjellet)
    page = signed_in(fjellet.principal).get(at("add", plan) + "?from=order_rules_digital")
    content = page.content.decode()
    words = library.common()["order_rules_digital"].wording("en", "school")
    assert 'value="Phone and net rules"' in content
    assert words.what in text(page)
    assert words.look_for in text(page)
    assert re.search(r'name="target_groups" value="unit"[^>]* checked', content)
    assert re.search(r'name="level" value="system"[^>]* checked', content)
    assert re.search(r'name="evaluation" value="12"[^>]* checked', content)
    assert re.search(r'name="digital"[^>]* checked', content)
    assert 'name="library_key" value="order_rules_digital"' in content
    assert 'name="ends_on" value="' not in content


def test_a_picked_measure_ends_when_such_ones_usually_do(fjellet, signed_in):
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    page = client.get(at("add", plan) + "?from=bystander_talks")
    assert b'value="23.11.2026"' in page.content
    assert b'value="04.12.2026"' in page.content
    beside = measure_in(plan, fjellet, **WEEK_48)
    page = client.get(at("add", plan) + f"?from=bystander_talks&with={beside.pk}")
    assert b'value="27.11.2026"' in page.content


def test_a_picked_measure_is_saved_with_all_that_it_brought(fjellet, signed_in):
    plan = plan_at(fjellet)
    sent = typed(
        fjellet,
        library_key="nettiquette_class",
        how=what("nettiquette_class", "en"),
        evaluation="3",
        digital="on",
        prevents="on",
    )
    page = signed_in(fjellet.principal).post(at("add", plan), sent, follow=True)
    made = Measure.objects.get()
    assert (made.library_key, made.interval_weeks) == ("nettiquette_class", 3)
    assert (made.digital, made.prevents) == (True, True)
    assert "The text is still the library’s. Write how you do it here." in text(page)


@pytest.mark.parametrize("asked", ["?from=x", f"?from={uuid.UUID(int=0)}", "?from=%00"])
def test_nothing_is_picked_by_a_key_that_nobody_knows(fjellet, signed_in, asked):
    page = signed_in(fjellet.principal).get(at("add", plan_at(fjellet)) + asked)
    assert page.status_code == 200
    assert 'id="id_title" value' not in page.content.decode()


def test_text_as_the_library_has_it_is_pointed_out_until_it_is_adapted(fjellet, signed_in):
    plan = plan_at(fjellet)
    own = OwnMeasureFactory(owner=fjellet.owner, what_nn="Slik gjer vi det.")
    left = [
        measure_in(plan, fjellet, library_key="class_meeting", how=what("class_meeting", "nn")),
        measure_in(plan, fjellet, library_key=str(own.pk), how="Slik gjer vi det."),
    ]
    measure_in(plan, fjellet, library_key="class_meeting", how="Hos oss hver fredag.")
    measure_in(plan, fjellet, how=what("class_meeting"))
    measure_in(plan, fjellet, library_key="gone", how="Noe.")
    assert Sheet(plan, TODAY).as_library == {measure.pk for measure in left}
    page = signed_in(fjellet.principal).get(at("change", left[0]))
    assert "The text is still the library’s" in text(page)


def test_a_sheet_asks_no_more_for_what_is_common(fjellet, django_assert_num_queries):
    plan = plan_at(fjellet)
    for _three in range(3):
        measure_in(plan, fjellet, library_key="class_meeting", how=what("class_meeting"))
    sheet = Sheet(plan, TODAY)
    assert sheet.references == []
    with django_assert_num_queries(0):
        assert len(sheet.as_library) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_offer_is_two_questions(fjellet, count, django_assert_num_queries):
    OwnMeasureFactory.create_batch(count, owner=fjellet.owner)
    with django_assert_num_queries(2):
        assert len(library.offered_at(fjellet.school)) == 43 + count


def test_only_those_who_write_the_plan_pick_for_it(fjellet, signed_in):
    plan = plan_at(fjellet)
    for person in (fjellet.teacher, fjellet.other_principal, fjellet.ppt_adviser):
        assert signed_in(person).get(choose(plan)).status_code == 404
        assert signed_in(person).get(package(plan)).status_code == 404


def package(plan, key="exclusion_in_class"):
    return reverse("measures:use_package", args=[plan.pk, key])


def test_a_package_is_shown_before_it_is_put_up(fjellet, signed_in):
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    assert "Exclusion in a class" in text(client.get(choose(plan)))
    page = client.get(package(plan))
    said = text(page)
    assert "First Stop talk, one by one (week 48)" in said
    assert "All the time: Regular trusted adult and Better supervision rota." in said
    assert Measure.objects.count() == 0
    for key in ("play_in_kindergarten", "nothing"):
        assert client.get(package(plan, key)).status_code == 404


def test_a_package_is_put_up_once_however_often_it_is_sent(fjellet, signed_in):
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    sent = {"token": str(uuid.uuid4()), "responsible": str(fjellet.teacher.pk)}
    for _twice in range(2):
        assert client.post(package(plan), sent).status_code == 302
    assert Measure.objects.count() == 8
    assert client.post(package(plan), sent | {"responsible": ""}).status_code == 200
    other = client.post(package(plan), sent | {"responsible": str(fjellet.deputy.pk)})
    assert "This form was already used." in text(other)
    complete = plan_at(fjellet, complete=True)
    page = client.post(package(complete), sent | {"token": str(uuid.uuid4())})
    assert "This plan is complete." in text(page)
    assert "Whole plans" not in text(client.get(choose(complete)))


def test_a_package_takes_why_its_measures_fit_at_once_and_the_rest_afterwards(fjellet, signed_in):
    plan = plan_at(fjellet)
    client = signed_in(fjellet.principal)
    why = "Eleven er redd for å gå inn alene."
    sent = {"token": str(uuid.uuid4()), "why_trusted_adult": f" {why}\n"}
    refused = client.post(package(plan), sent)
    assert "Choose who carries them out." in text(refused)
    assert why in text(refused)
    sent["responsible"] = str(fjellet.teacher.pk)
    for _twice in range(2):
        assert client.post(package(plan), sent).status_code == 302
    whys = dict(Measure.objects.values_list("library_key", "why"))
    assert len(whys) == 8
    assert {key: why for key, why in whys.items() if why} == {"trusted_adult": why}
    other = client.post(package(plan), sent | {"why_trusted_adult": "Noe annet."})
    assert "This form was already used." in text(other)


def test_a_package_starts_on_the_next_open_day(fjellet, signed_in, calendar):
    plan = plan_at(fjellet)
    sent = {"token": str(uuid.uuid4()), "responsible": str(fjellet.teacher.pk)}
    signed_in(fjellet.principal).post(package(plan), sent)
    made = {measure.library_key: measure for measure in Measure.objects.all()}
    assert made["stop_talk"].ends_on == date(2026, 11, 27)
    assert made["followup_talks_a"].starts_on == date(2026, 11, 30)
    # Twelve open weeks: the week off at Christmas is none of them.
    assert made["followup_talks_a"].ends_on == date(2027, 3, 5)
    assert made["trusted_adult"].ends_on is None
