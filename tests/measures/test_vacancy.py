"""What the library proposes in place of a measure that did not do what it should."""

import re
from datetime import date
from types import MappingProxyType

import pytest

from measures import library
from measures.fit.vacancy import vacancy_of
from measures.library import Ages, Entry, Vacancy, Wording
from measures.models import Measure
from measures.sheet import Sheet
from tests.clock import TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import HiddenMeasureFactory, OwnMeasureFactory, PlanFactory
from tests.measures.pages import at, text
from tests.measures.scene import WEEK_48, measure_in, plan_at


def entry(key, targets=("exposed",), level="individual", **more):
    texts = {"nb": Wording(f"Tiltak {key}", "", "")}
    places = frozenset({"school", "kindergarten"})
    return Entry(key, targets, level, places, MappingProxyType(texts), **more)


def keys(entries):
    return [one.key for one in entries]


FOR_EXPOSED = Vacancy(frozenset({"exposed"}), "individual")


def test_what_fits_best_stands_first_and_five_at_the_most():
    offered = [
        entry("wide", ("exposed", "class")),
        entry("system", level="system"),
        entry("other", ("unit",)),
        *(entry(f"same {number}") for number in range(3)),
        entry("fills", ("exposed", "violating"), "system"),
    ]
    vacancy = Vacancy(frozenset({"exposed"}), "individual", empty={"violating"})
    assert keys(vacancy.proposed(offered)) == ["fills", "same 0", "same 1", "same 2", "wide"]


def test_neither_what_is_tried_nor_what_is_for_others():
    offered = [
        entry("tried"),
        entry("named"),
        entry("digital", digital=True),
        entry("small", ages=Ages(1, 5)),
        entry("left", ages=Ages(10, 12)),
    ]
    vacancy = Vacancy(
        frozenset({"exposed"}), "individual", tried={"tried"}, named={"TILTAK NAMED"}, age=10
    )
    assert keys(vacancy.proposed(offered)) == ["left"]
    assert keys(FOR_EXPOSED.proposed([entry("digital", digital=True)])) == []


def test_what_is_digital_comes_first_in_a_digital_case_alone():
    offered = [entry("plain"), entry("digital", digital=True)]
    vacancy = Vacancy(frozenset({"exposed"}), "individual", digital=True)
    assert keys(vacancy.proposed(offered)) == ["digital", "plain"]
    assert FOR_EXPOSED.proposed([]) == []


def test_the_vacancy_of_a_plan_knows_what_was_tried_and_what_is_left_empty(fjellet):
    plan = plan_at(fjellet)
    old = measure_in(plan, fjellet, library_key="stop_talk", target_groups=["violating"])
    measure_in(plan, fjellet, library_key="repair", state="stopped", started_on=TODAY)
    vacancy = vacancy_of(Sheet(plan, TODAY), old, date(2016, 11, 24))
    assert {"stop_talk", "repair"} <= vacancy.tried
    assert "violating" in vacancy.empty
    assert vacancy.age == 9


def proposals(page):
    return re.findall(r'href="[^"]*/replace/\?from=([\w-]+)"', page.content.decode())


def test_the_page_proposes_what_the_owner_offers_and_the_plan_has_not_tried(fjellet, signed_in):
    plan = plan_at(fjellet, complete=True)
    old = measure_in(plan, fjellet, running=True, library_key="stop_talk",
                     target_groups=["violating"], level="individual")  # fmt: skip
    own = OwnMeasureFactory(owner=fjellet.owner, target_groups=["violating"], level="individual")
    OwnMeasureFactory(owner=fjellet.owner, target_groups=["violating"], hidden=True)
    HiddenMeasureFactory(owner=fjellet.owner, key="followup_talks_a")
    page = signed_in(fjellet.principal).get(at("replace", old))
    found = proposals(page)
    assert found[0] == str(own.pk)
    assert len(found) == 5
    assert not {"stop_talk", "followup_talks_a"} & set(found)
    common = library.common()
    assert all("violating" in common[key].targets for key in found[1:])
    assert "Write your own" in text(page)


def test_one_press_fills_the_form_and_the_rest_stays_as_the_old_one_had_it(fjellet, signed_in):
    plan = plan_at(fjellet, complete=True)
    old = measure_in(plan, fjellet, running=True, target_groups=["violating"], **WEEK_48)
    client = signed_in(fjellet.principal)
    page = client.get(at("replace", old) + "?from=repair")
    content, words = page.content.decode(), library.common()["repair"].wording("en", "school")
    assert f'value="{words.title}"' in content
    assert 'name="library_key" value="repair"' in content
    assert f'<option value="{fjellet.teacher.pk}" selected>' in content
    assert 'value="24.11.2026"' in content
    # To the day on which the old one was to end.
    assert 'value="27.11.2026"' in content
    assert proposals(page) == []
    assert "Choose another, or write your own" in text(page)


@pytest.mark.parametrize("asked", ["?from=x", "?from=%00", "?from=circle_time"])
def test_a_key_that_is_not_offered_fills_nothing(fjellet, signed_in, asked):
    old = measure_in(plan_at(fjellet), fjellet, target_groups=["exposed"])
    page = signed_in(fjellet.principal).get(at("replace", old) + asked)
    assert page.status_code == 200
    assert len(proposals(page)) == 5


def test_what_was_typed_is_kept_and_nothing_beside_it_would_lose_it(fjellet, signed_in):
    old = measure_in(plan_at(fjellet), fjellet, running=True)
    sent = {"title": "Tett voksen", "reason": "", "library_key": "repair"}
    page = signed_in(fjellet.principal).post(at("replace", old), sent)
    assert 'value="Tett voksen"' in page.content.decode()
    assert proposals(page) == []
    assert "Choose another" not in text(page)
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_measure_as_for_three(
    fjellet, signed_in, django_assert_num_queries, count
):
    plan = plan_at(fjellet, complete=True)
    old = [measure_in(plan, fjellet, running=True) for _number in range(count)][0]
    client = signed_in(fjellet.principal)
    client.get(at("replace", old))
    with django_assert_num_queries(21):
        client.get(at("replace", old))


def test_a_kindergarten_is_proposed_what_kindergartens_have(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten)
    about = InvolvementFactory(case=case, pupil__unit=fjellet.kindergarten)
    old = measure_in(PlanFactory(case=case, about=about), fjellet, responsible=fjellet.head)
    found = proposals(signed_in(fjellet.head).get(at("replace", old)))
    assert found
    assert all("kindergarten" in library.common()[key].places for key in found)
