from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from accounts.kept import KeptData
from common.errors import ActionError
from common.forms import (
    BigRadioSelect,
    DateField,
    Form,
    ReasonField,
    ReasonForm,
    TextField,
    TimeField,
    choices_by_name,
)

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.urls("tests.common.urls")


class Incident(Form):
    button = "Save the incident"
    happened = TextField(label="What happened", max_length=100, rows=5, help_text="Facts.")
    known_on = DateField(label="When", nearest="last")
    at = TimeField(label="Time", required=False)
    safe = forms.ChoiceField(
        label="Safe", choices=[("1", "No"), ("5", "Yes")], widget=BigRadioSelect
    )
    told = forms.BooleanField(label="Told", required=False)


def page(form):
    template = engines["django"].from_string("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render({"form": form}, RequestFactory().get("/"))


def filled(**changed):
    given = {"happened": "Noe skjedde", "known_on": "20.11", "at": "", "safe": "1"}
    return Incident(given | changed, today=TODAY)


def test_what_is_right_is_understood():
    form = filled(at="kl. 13.30")
    assert form.is_valid()
    assert form.cleaned_data["known_on"] == date(2026, 11, 20)
    assert form.cleaned_data["at"].isoformat() == "13:30:00"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write something"),
        ("...", "at least one word"),
        ("Hei\x00", "hidden characters"),
        ("Hei \u202eadvarsel", "hidden characters"),
        ("a" * 101, "101 characters"),
        ("a" * 1_000_000, "1000000 characters"),
    ],
)
def test_a_text_that_cannot_be_stored_gets_a_clear_message_and_stays_in_the_form(text, message):
    with translation.override("en"):
        form = filled(happened=text)
        assert not form.is_valid()
        assert [message in error for error in form.errors["happened"]] == [True]
    assert form["happened"].value() == text


def test_the_error_summary_stands_first_takes_the_focus_and_leads_to_the_fields():
    html = page(filled(happened="", known_on="31.11", safe=""))
    summary = html[html.index("ds-error-summary") : html.index("</ul>")]
    assert 'tabindex="-1" autofocus' in html
    assert 'href="#id_happened"' in summary
    assert 'href="#id_known_on"' in summary
    assert 'href="#id_safe_0"' in summary
    for target in ("id_happened", "id_known_on", "id_safe_0"):
        assert html.count(f'id="{target}"') == 1


def test_a_field_points_to_its_help_and_its_error():
    html = page(filled(happened=""))
    assert 'aria-describedby="id_happened_helptext id_happened_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_happened_helptext"' in html
    assert 'id="id_happened_error"' in html


def test_a_group_of_choices_carries_its_error_at_the_group():
    html = page(filled(safe=""))
    fieldset = html[html.index('<fieldset class="ds-fieldset big-answers"') :]
    assert fieldset.index("id_safe_error") < fieldset.index('id="id_safe_0"')
    assert 'aria-describedby="id_safe_error"' in fieldset[: fieldset.index(">")]
    assert "<legend" in fieldset


def test_a_question_without_an_answer_is_named():
    with translation.override("en"):
        assert filled(safe="").errors["safe"] == ["Answer this: Safe"]


def test_every_field_says_whether_it_must_be_filled_in_and_none_has_an_asterisk():
    html = page(Incident())
    assert html.count('class="mark"') == 4
    assert "*" not in html


def test_where_all_must_be_filled_in_it_is_said_once():
    class Short(Form):
        button = "Save"
        one = TextField(label="One")
        two = TextField(label="Two")

    html = page(Short())
    assert html.count("form-note") == 1
    assert 'class="mark"' not in html


def test_a_date_is_read_back_in_words():
    html = page(filled(known_on="20.11", happened=""))
    assert 'class="read-back"' in html
    assert "2026" in html[html.index('class="read-back"') :][:120]
    assert 'class="read-back"' not in page(filled(known_on="31.11"))


def test_the_browser_neither_fills_in_nor_checks_nor_cuts_off():
    html = page(Incident())
    assert "novalidate" in html
    assert 'autocomplete="off"' in html
    assert "maxlength" not in html


def test_kept_data_fills_the_form_without_errors_and_is_never_valid():
    form = Incident(KeptData("happened=Halvferdig&safe=5"), today=TODAY)
    html = page(form)
    assert "Halvferdig" in html
    assert "ds-error-summary" not in html
    assert form.errors == {}
    assert not form.is_valid()


def test_posted_data_of_the_same_kind_is_checked():
    assert not Incident(QueryDict("happened=Halvferdig&safe=5"), today=TODAY).is_valid()


def store(*, by, **told):
    if told["happened"] == "Igjen":
        raise ActionError("It is stored already.")
    return by, told


def test_submit_hands_the_action_what_the_form_tells():
    by, told = filled().submit(store, by="Anne")
    assert (by, told["happened"], told["known_on"]) == ("Anne", "Noe skjedde", date(2026, 11, 20))


def test_submit_says_a_refusal_above_the_form_and_keeps_what_was_typed():
    form = filled(happened="Igjen")
    assert form.submit(store, by="Anne") is None
    assert form.non_field_errors() == ["It is stored already."]
    assert form["happened"].value() == "Igjen"


@pytest.mark.parametrize("form", [Incident(today=TODAY), Incident(KeptData("safe=1"), today=TODAY)])
def test_submit_does_nothing_with_a_form_that_was_not_sent(form):
    assert form.submit(store, by="Anne") is None
    assert not form.errors


def test_a_choice_that_does_not_exist_is_refused_without_saying_what_was_sent():
    with translation.override("en"):
        form = filled(safe="<b>7</b>")
        assert form.errors["safe"] == ["Choose among the answers in the list."]


def test_a_form_has_its_button_another_that_the_page_gives_or_none():
    class Bare(Form):
        one = TextField(label="One")

    with translation.override("en"):
        own = page(Incident(cancel="/cases/"))
        assert "Save the incident</button>" in own
        assert 'href="/cases/"' in own
        assert "Save it elsewhere</button>" in page(Incident(button="Save it elsewhere"))
    assert not hasattr(Bare(), "helper")


def test_a_date_may_be_filled_in_with_today_and_another_that_is_given_stands():
    class Dated(Form):
        plain = DateField(required=False)
        on = DateField(suggests_today=True)

    assert [Dated(today=TODAY)[name].value() for name in ("plain", "on")] == [None, TODAY]
    earlier = date(2026, 11, 20)
    assert Dated(today=TODAY, initial={"on": earlier})["on"].value() == earlier


def test_a_reason_is_asked_for_in_the_words_of_the_page():
    with translation.override("en"):
        assert ReasonForm({"reason": ""}, button="Stop").errors["reason"] == ["Write why."]
        why = ReasonField(label="Why stop?", missing="Write why you stop.")
        asked = ReasonForm({"reason": " "}, why=why, button="Stop")
        assert asked.errors["reason"] == ["Write why you stop."]
        assert "Why stop?" in page(asked)
    assert ReasonForm({"reason": ""}, why=ReasonField(required=False)).is_valid()
    assert ReasonForm({"reason": "Slik er det."}).is_valid()


def test_choices_stand_by_name_as_norwegian_has_it():
    class Named:
        def __init__(self, name):
            self.name = name

    found = {"1": Named("Øst"), "2": Named("Berg"), "3": Named("Ås")}
    assert choices_by_name(found) == [("2", "Berg"), ("1", "Øst"), ("3", "Ås")]
