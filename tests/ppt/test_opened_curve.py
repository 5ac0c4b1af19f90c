"""The curve as PPT reads it: a picture of the pupil's own answers, words beside, a table below."""

import pytest

from tests.factories.opened import PptOpeningFactory
from tests.ppt.test_opened import case_at, shown

pytestmark = pytest.mark.usefixtures("english")


def answered(on, value, by="pupil", who=1, missing=""):
    return {"on": on, "value": value, "by": by, "who": who, "missing": missing}


def page_with(place, signed_in, *answers):
    row = PptOpeningFactory(case=case_at(place), content={"curve": list(answers)})
    return shown(signed_in(place.ppt_adviser), row.case)


def test_a_line_joins_the_pupils_own_answers_and_the_table_says_the_same(fjellet, signed_in):
    page = page_with(
        fjellet, signed_in,
        answered("2026-11-02", 2), answered("2026-11-09", 4), answered("2026-11-16", 5, "adult"),
    )  # fmt: skip
    assert page.count("<polyline") == 1
    assert page.count('<circle class="spark-dot"') == 2
    assert 'aria-hidden="true"' in page
    assert '<span class="nowrap">4 Safe</span>' in page
    assert "How safe it has been, over time</caption>" in page
    for said in ("02.11.2026", "2 Unsafe", "09.11.2026", "4 Safe", "16.11.2026", "5 Very safe"):
        assert said in page
    assert "Number 1" not in page


def test_answers_of_two_are_never_joined(fjellet, signed_in):
    page = page_with(
        fjellet, signed_in, answered("2026-11-02", 2), answered("2026-11-09", 4, who=2)
    )
    assert page.count("<polyline") == 0
    assert "Number 1:" in page
    assert "Number 2:" in page


def test_nobody_asked_and_nothing_answered_are_said_in_words(fjellet, signed_in):
    assert "Nobody has been asked yet." in page_with(fjellet, signed_in)
    page = page_with(fjellet, signed_in, answered("2026-11-02", None, missing="declined"))
    assert "Not answered yet" in page
    assert "<polyline" not in page
