"""Law as data. The tables are written by hand, from what the acts and the guidance say."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from organisations.calendar import Calendar, Year
from organisations.law import Basis, Clock, NoLaw, law_for
from organisations.models import Organisation
from tests.guards import words, wordsets

REGIMES = Organisation.Regime.values
SCHOOL, PRIVATE, KINDERGARTEN = "education_act", "independent_schools_act", "kindergarten_act"
NOW = date(2026, 11, 23)

# key: section, and whether it has been read that this is what it asks for.
SECTIONS = {
    SCHOOL: {
        "concern": ("§ 12-4", True),
        "investigate": ("§ 12-4", True),
        "plan": ("§ 12-4", True),
        "plan_items": ("§ 12-4", True),
        "notify_owner": ("§ 12-4", True),
        "documentation": ("§ 12-4", True),
        "staff": ("§ 12-5", True),
        "staff_owner": ("§ 12-5", False),
        "county": ("§ 12-6", True),
        "best_interests": ("§ 10-1", True),
        "heard": ("§ 10-2", True),
    },
    KINDERGARTEN: {
        "concern": ("§ 42", True),
        "investigate": ("§ 42", True),
        "plan": ("§ 42", True),
        "plan_items": ("§ 42", False),
        "notify_owner": ("§ 42", True),
        "documentation": ("§ 42", False),
        "staff": ("§ 43", True),
        "staff_owner": ("§ 43", False),
        "best_interests": ("Grunnloven § 104", False),
        "heard": ("§ 3", False),
    },
}
# key: length, clock, basis, the law's own word in nynorsk where it gives no number.
RECOMMENDED = {
    "plan": (5, "working_days", "recommended", None),
    "ppt_answer": (5, "working_days", "recommended", None),
    "concern": (None, "same_day", "recommended", None),
    "notify_owner": (None, "same_day", "recommended", None),
    "exclusion_answer": (1, "working_days", "recommended", None),
    "talk": (2, "open_weeks", "recommended", None),
    "look": (6, "open_weeks", "recommended", None),
}
DEADLINES = {
    SCHOOL: RECOMMENDED
    | {
        "investigate": (None, "at_once", "law", "snarast"),
        "staff": (None, "at_once", "law", "straks"),
        "county_wait": (7, "calendar_days", "law", None),
    },
    PRIVATE: RECOMMENDED
    | {
        "investigate": (None, "at_once", "recommended", "snarast"),
        "staff": (None, "at_once", "recommended", "straks"),
        "county_wait": (7, "calendar_days", "recommended", None),
    },
    KINDERGARTEN: RECOMMENDED
    | {
        "investigate": (None, "at_once", "law", "snarast"),
        "staff": (None, "at_once", "recommended", "straks"),
    },
}


@pytest.mark.parametrize("regime", [SCHOOL, KINDERGARTEN])
def test_sections_are_those_of_the_act_in_force(regime):
    found = law_for(regime, NOW).references
    assert {key: (one.section, one.verified) for key, one in found.items()} == SECTIONS[regime]


def test_independent_schools_follow_the_education_act_as_advice():
    own, other = law_for(PRIVATE, NOW), law_for(SCHOOL, NOW)
    told = {key: (one.section, one.verified) for key, one in own.references.items()}
    assert told == {key: (section, False) for key, (section, _read) in SECTIONS[SCHOOL].items()}
    with translation.override("nb"):
        assert str(own.references["plan"]) == "opplæringslova § 12-4, jf. privatskolelova"
    assert (own.regime, own.since, own.county_route) == (PRIVATE, other.since, True)


@pytest.mark.parametrize("regime", REGIMES)
def test_deadlines_and_what_they_rest_on(regime):
    found = {
        key: (one.length, one.clock, one.basis, one.word and one.word.nn)
        for key, one in law_for(regime, NOW).deadlines.items()
    }
    assert found == DEADLINES[regime]


@pytest.mark.parametrize(
    ("regime", "county_route", "guardian_triggers", "voice_by_observation"),
    [
        (SCHOOL, True, False, False),
        (PRIVATE, True, False, False),
        (KINDERGARTEN, False, True, True),
    ],
)
def test_the_roads_that_are_open(regime, county_route, guardian_triggers, voice_by_observation):
    law = law_for(regime, NOW)
    assert (law.county_route, law.guardian_triggers) == (county_route, guardian_triggers)
    assert law.voice_by_observation == voice_by_observation
    assert ("county" in law.references) == ("county_wait" in law.deadlines) == county_route


@pytest.mark.parametrize(
    ("day", "section", "since"),
    [
        (date(2021, 1, 1), "§ 9 A-4", date(2017, 8, 1)),
        (date(2024, 7, 31), "§ 9 A-4", date(2017, 8, 1)),
        (date(2024, 8, 1), "§ 12-4", date(2024, 8, 1)),
        (date(2030, 1, 1), "§ 12-4", date(2024, 8, 1)),
    ],
)
@pytest.mark.parametrize("regime", [SCHOOL, PRIVATE])
def test_a_later_act_takes_over_on_its_day(regime, day, section, since):
    law = law_for(regime, day)
    assert (law.references["plan"].section, law.since) == (section, since)


@given(st.dates(date(2021, 1, 1), date(2098, 12, 31)), st.sampled_from(REGIMES))
def test_every_day_has_one_law(day, regime):
    law = law_for(regime, day)
    assert law.since <= day
    assert law.regime == regime
    assert law == law_for(Organisation(kind="school", regime=regime), day)
    # Nothing that was asked for by its name is gone on another day.
    today = law_for(regime, NOW)
    assert law.references.keys() == today.references.keys()
    assert law.deadlines.keys() == today.deadlines.keys()


def test_laws_change_on_no_other_days_than_those_in_the_files():
    days = [date(2021, 1, 1) + timedelta(days=n) for n in range(4000)]
    starts = {regime: {law_for(regime, day).since for day in days} for regime in REGIMES}
    assert starts == {
        SCHOOL: {date(2017, 8, 1), date(2024, 8, 1)},
        PRIVATE: {date(2017, 8, 1), date(2024, 8, 1)},
        KINDERGARTEN: {date(2021, 1, 1)},
    }


@pytest.mark.parametrize(
    ("place", "day"),
    [
        ("education_act", date(2017, 7, 31)),
        ("kindergarten_act", date(2020, 12, 31)),
        ("", NOW),
        ("../education_act", NOW),
        (Organisation(kind="ppt"), NOW),
    ],
)
def test_no_law_is_guessed(place, day):
    with pytest.raises(NoLaw):
        law_for(place, day)


CALENDAR = Calendar((Year(2026, date(2026, 8, 17), date(2027, 6, 18)),))


@pytest.mark.parametrize(
    ("key", "start", "due_on"),
    [
        ("plan", date(2026, 11, 21), date(2026, 11, 27)),  # from a Saturday
        ("plan", date(2027, 3, 24), date(2027, 4, 5)),  # over Easter
        ("exclusion_answer", date(2026, 11, 20), date(2026, 11, 23)),
        ("concern", date(2026, 11, 23), date(2026, 11, 23)),
        ("concern", date(2026, 11, 21), date(2026, 11, 23)),  # nobody is at work
        ("county_wait", date(2026, 12, 23), date(2026, 12, 30)),  # holidays count
        ("investigate", date(2026, 11, 21), date(2026, 11, 21)),  # at once is at once
        ("talk", date(2026, 11, 23), date(2026, 12, 7)),
        ("look", date(2026, 11, 23), date(2027, 1, 4)),
    ],
)
def test_when_something_is_due(key, start, due_on):
    assert law_for(SCHOOL, start).deadlines[key].due_on(start, CALENDAR) == due_on


def test_open_weeks_need_the_units_calendar():
    with pytest.raises(ValueError, match="calendar"):
        law_for(SCHOOL, NOW).deadlines["talk"].due_on(NOW)


def test_the_law_gives_no_number_where_it_says_at_once():
    laws = [law_for(regime, day) for regime in REGIMES for day in (date(2021, 1, 1), NOW)]
    said = [one for law in laws for one in law.deadlines.values() if one.clock == Clock.AT_ONCE]
    assert len(said) == 12
    assert all(one.length is None and one.word is not None for one in said)


@pytest.mark.parametrize("language", ["nb", "nn", "nn-kinder", "en"])
def test_words_are_those_of_the_page(language):
    with translation.override(language):
        assert str(law_for(KINDERGARTEN, NOW).act) == {
            "nb": "barnehageloven",
            "nn": "barnehagelova",
            "en": "the Kindergarten Act",
        }.get(language[:2])


@pytest.mark.parametrize("regime", REGIMES)
def test_titles_use_no_word_that_we_avoid(regime):
    for one in law_for(regime, NOW).references.values():
        assert list(words.avoided(f"{one.title.nb} {one.title.nn}", words.NORWEGIAN)) == []
        assert list(words.avoided(one.title.en, words.ENGLISH)) == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_kindergarten_reads_no_word_of_the_school_in_its_law(language):
    law = law_for(KINDERGARTEN, NOW)
    texts = [law.act, *(one.title for one in law.references.values())]
    assert [wordsets.school_words(getattr(text, language), language) for text in texts] == [
        [] for _text in texts
    ]


@pytest.mark.parametrize("regime", REGIMES)
def test_nothing_is_law_that_has_not_been_read(regime):
    for one in law_for(regime, NOW).references.values():
        assert one.source
        assert (one.basis == Basis.LAW) == one.verified
        assert not (one.verified and one.source.startswith("Not read"))
