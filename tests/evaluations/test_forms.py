"""The form hands the action exactly what it asks for."""

from datetime import date

from django.http import QueryDict

from evaluations.forms import EvaluationForm
from evaluations.sheets import sheet_for
from tests.clock import TODAY
from tests.evaluations.scene import scene


def filled(set_up, query):
    form = EvaluationForm(QueryDict(query), sheet=sheet_for(set_up.measure, TODAY), today=TODAY)
    assert form.is_valid(), form.errors
    return form.told()


def test_what_is_left_out_is_the_pupils_own_answer_and_the_date_worked_out(fjellet):
    set_up = scene(fjellet)
    assert filled(set_up, "due_on=2026-11-23&safety=declined&effect=no&next=continue") == {
        "due_on": TODAY,
        "effect": "no",
        "next": "continue",
        "next_on": None,
        "safety": (set_up.pupil, None, "declined", "pupil"),
        "note": "",
        "not_as_planned": "",
        "confirmed": False,
    }


def test_all_of_it(fjellet):
    set_up = scene(fjellet)
    taps = "due_on=2026-11-23&safety=5&effect=yes&next=adjust"
    answers = filled(set_up, f"{taps}&next_on=1.12&answered_by=guardian&note=Godt")
    assert answers["safety"] == (set_up.pupil, 5, "", "guardian")
    assert (answers["next_on"], answers["note"]) == (date(2026, 12, 1), "Godt")
