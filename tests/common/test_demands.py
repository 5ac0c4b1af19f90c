"""What actions demand of what they are given."""

from datetime import date

import pytest
from django.db import models

from audit.models import Event
from audit.record import record
from common import demands
from common.errors import ActionError
from tests.clock import NOW, TODAY

pytestmark = pytest.mark.usefixtures("english")


class Way(models.TextChoices):
    ON_FOOT = "foot"
    BY_BUS = "bus"


def test_a_choice_is_one_known_code():
    assert demands.choice("bus", Way, missing="Choose a way.") == "bus"


@pytest.mark.parametrize(
    ("given", "missing", "sentence"),
    [
        ("", "Choose a way.", "Choose a way."),
        ("", "", "Choose among the answers in the list."),
        ("plane", "Choose a way.", "Choose among the answers in the list."),
    ],
)
def test_another_choice_is_refused_with_what_to_do(given, missing, sentence):
    with pytest.raises(ActionError, match=sentence):
        demands.choice(given, Way, missing=missing)


def test_a_line_has_no_breaks_and_120_letters_unless_said():
    assert demands.line("  Anne\nHansen ") == "Anne Hansen"
    assert demands.line("x" * 120) == "x" * 120
    for typed, longest in (("x" * 121, 120), ("x" * 41, 40)):
        with pytest.raises(ActionError, match="too long"):
            demands.line(typed, longest=longest)


def test_an_event_keeps_ids_and_dates_as_text(fjellet):
    who = fjellet.teacher.pk
    told = {"on": TODAY, "until": None, "people": [who], "who": who, "count": 2, "sure": True}
    event = record("test.kept", by=fjellet.principal, now=NOW, target=fjellet.school, **told)
    assert Event.objects.get(pk=event.pk).data == {
        "on": date.isoformat(TODAY), "until": None, "people": [str(who)], "who": str(who),
        "count": 2, "sure": True,
    }  # fmt: skip
