from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override

from measures.rules import Facts, Item, gaps, items_in_place

WHOLE = Facts(
    id="m",
    title="Klassemøte",
    why="Fordi mange ser på.",
    starts_on=date(2026, 11, 23),
    able=True,
    evaluate_on=date(2026, 11, 30),
)


def test_a_plan_with_all_five_items_lacks_nothing():
    assert gaps("Stengt ute i friminuttene.", [WHOLE]) == []
    assert items_in_place([]) == 5


@pytest.mark.parametrize(
    ("change", "item", "field"),
    [
        ({"title": " "}, Item.MEASURES, "title"),
        ({"why": "\n"}, Item.PROBLEM, "why"),
        ({"starts_on": None}, Item.WHEN, "starts_on"),
        ({"able": False}, Item.WHO, "responsible"),
        ({"evaluate_on": None}, Item.EVALUATED, "evaluation"),
    ],
)
def test_what_a_measure_lacks_is_named_with_its_field(change, item, field):
    found = gaps("Problemet.", [replace(WHOLE, **change), replace(WHOLE, id="other")])
    assert [(gap.item, gap.measure, gap.field) for gap in found] == [(item, "m", field)]
    assert items_in_place(found) == 4


def test_each_gap_is_a_sentence_with_the_measure_in_it():
    with override("en"):
        (gap,) = gaps("Problemet.", [replace(WHOLE, why="")])
    assert gap.sentence == "Write why “Klassemøte” fits this problem."


def test_an_empty_plan_lacks_the_problem_and_measures():
    found = gaps(" ", [])
    assert [(gap.item, gap.measure, gap.field) for gap in found] == [
        (Item.PROBLEM, None, "problem"),
        (Item.MEASURES, None, "add"),
    ]
    assert items_in_place(found) == 0


def test_with_a_problem_alone_one_item_is_in_place():
    assert items_in_place(gaps("Problemet.", [])) == 1
