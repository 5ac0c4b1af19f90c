"""Every event that the product records has words, found by reading the code itself."""

import ast
import re

import pytest

from cases.models import CaseAccess
from overview import words
from tests.factories.audit import EventFactory
from tests.guards import tree

# f"measure.{state}", f"shared.{state}" and f"access.{what}" are put together while running.
MADE = {
    "measure.{}": {"measure.finished", "measure.stopped", "measure.replaced"},
    "shared.{}": {"shared.finished", "shared.stopped"},
    "access.{}": {
        *(f"access.{kind}" for kind in CaseAccess.Kind.values),
        *(f"access.{answer}" for answer in CaseAccess.Answer.values),
    },
    "access.{}_ended": {f"access.{kind}_ended" for kind in CaseAccess.Kind.values},
}
NAME = re.compile(r"[a-z_]+\.[a-z_]+")


def name_of(node):
    return getattr(node, "attr", getattr(node, "id", ""))


def given_to(module, called, position):
    """What is given to calls of such a function at this place."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and name_of(node.func) == called:
            if len(node.args) > position:
                yield node.args[position]


def passed_on(module, given):
    """The function, and the place among what it takes, of a name that it only passes on."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and any(part is given for part in ast.walk(node)):
            taken = [one.arg for one in node.args.args if one.arg != "self"]
            return node.name, taken.index(given.id)
    raise AssertionError(given.id)


def names_in(module, given):
    """Every name that the argument can be: a text, one of two, a text with a hole, a table, or
    passed on."""
    if isinstance(given, ast.Constant):
        return {given.value}
    if isinstance(given, ast.JoinedStr):
        holes = (part.value if isinstance(part, ast.Constant) else "{}" for part in given.values)
        return MADE["".join(holes)]
    if isinstance(given, ast.Subscript):
        return {
            value.value
            for node in ast.walk(module)
            if isinstance(node, ast.Assign) and name_of(node.targets[0]) == given.value.id
            for value in node.value.values
        }
    if isinstance(given, ast.IfExp):
        return names_in(module, given.body) | names_in(module, given.orelse)
    called, position = passed_on(module, given)
    if called == "record":  # its own calls are found as such
        return set()
    return set().union(*(names_in(module, each) for each in given_to(module, called, position)))


def recorded_names():
    """The names given wherever something called ``record`` is called."""
    modules = [tree.parse(path) for path in tree.product_modules()]
    return {
        name
        for module in modules
        for given in given_to(module, "record", 0)
        for name in names_in(module, given)
    }


def test_every_event_that_is_recorded_has_words():
    assert sorted(recorded_names() - set(words.WORDS)) == []


def test_no_words_are_kept_for_events_that_nobody_records():
    assert sorted(set(words.WORDS) - recorded_names()) == []


def test_names_are_a_noun_and_a_verb():
    assert [name for name in recorded_names() if not NAME.fullmatch(name)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(words.WORDS))
def test_every_sentence_holds_without_any_detail(name):
    event = EventFactory(name=name)
    said = words.sentence(event, "Anne", titles={}, names={})
    assert said.endswith(".")
    assert "%" not in said


@pytest.mark.django_db
def test_an_event_of_an_earlier_release_is_shown_by_its_name():
    event = EventFactory(name="case.forgotten")
    assert words.sentence(event, "Anne", titles={}, names={}) == "case.forgotten"


@pytest.mark.django_db
def test_an_evaluation_is_told_with_its_answers():
    data = {"measure": "m", "effect": "too_early", "next": "continue", "due_on": "2026-11-23"}
    event = EventFactory(name="evaluation.recorded", data=data)
    said = words.sentence(event, "Anne", titles={"m": "Trygg voksen"}, names={})
    assert "Anne" in said
    assert "“Trygg voksen”" in said
    assert str(words.CODES["effect"]["too_early"]) in said


@pytest.mark.django_db
def test_a_review_is_told_though_it_asks_several_for_help(english):
    data = {"round": "autumn", "becomes": "goes_on", "help": ["ppt", "bup"], "school_year": 2026}
    event = EventFactory(name="review.written", data=data)
    said = words.sentence(event, "Anne", titles={}, names={})
    assert said == "Anne reviewed the whole case (Autumn term). The plan goes on."
