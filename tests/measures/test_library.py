"""The library itself: complete, in three languages, short, and in nobody else's words."""

from datetime import date

import pytest

from measures import library
from measures.library import Ages, Wanted
from measures.rules import last_day
from organisations.calendar import Calendar
from tests.guards import words
from tests.guards.wordsets import school_words

# The catalogue of measures, by hand: group, level, usual weeks, weeks between evaluations.
CATALOGUE = {
    "trusted_adult": ("exposed", "individual", 38, 2),
    "checkin_talks": ("exposed", "individual", 38, 2),
    "arrival_meet": ("exposed", "individual", 8, 2),
    "break_adult": ("exposed", "individual", 8, 2),
    "safe_place": ("exposed", "individual", 12, 2),
    "peer_support": ("exposed", "individual", 12, 3),
    "activity_entry": ("exposed", "individual", 12, 3),
    "seating_safe": ("exposed", "individual", 12, 4),
    "school_road": ("exposed", "individual", 6, 2),
    "aftercare_ppt": ("exposed", "individual", 38, 6),
    "nurse_talks": ("exposed", "individual", 12, 4),
    "evidence_digital": ("exposed", "individual", 1, 1),
    "privacy_settings": ("exposed", "individual", 2, 2),
    "removal_content": ("exposed", "individual", 4, 1),
    "stop_talk": ("violating", "individual", 1, 1),
    "followup_talks_a": ("violating", "individual", 12, 2),
    "close_supervision": ("violating", "individual", 8, 2),
    "social_skills_a": ("violating", "individual", 16, 4),
    "role_responsibility": ("violating", "individual", 12, 4),
    "repair": ("violating", "individual", 2, 2),
    "digital_judgement": ("violating", "individual", 6, 3),
    "phone_handed_in": ("violating", "individual", 4, 2),
    "separation": ("violating", "individual", 6, 2),
    "change_school": ("violating", "individual", None, 4),
    "bystander_talks": ("bystanders", "individual", 2, 2),
    "bystander_training": ("bystanders", "system", 8, 4),
    "like_share_talk": ("bystanders", "individual", 1, 2),
    "class_meeting": ("class", "system", 38, 4),
    "rebuild_class": ("class", "system", 16, 4),
    "seating_groups": ("class", "system", 12, 4),
    "class_leadership": ("class", "system", 16, 4),
    "play_groups": ("class", "system", 12, 3),
    "nettiquette_class": ("class", "system", 6, 3),
    "inspection": ("unit", "system", 38, 6),
    "transitions": ("unit", "system", 12, 4),
    "break_activities": ("unit", "system", 38, 6),
    "staff_training": ("unit", "system", 12, 12),
    "order_rules_digital": ("unit", "system", 38, 12),
    "parent_cooperation": ("parents", "individual", 38, 4),
    "parent_meeting": ("parents", "system", 2, 6),
    "external_team": ("unit", "system", 16, 4),
    "staff_change": ("unit", "system", 16, 4),
    "technological_competence": ("class", "system", 6, 3),
}
IN_KINDERGARTENS = {
    "trusted_adult", "checkin_talks", "safe_place", "activity_entry", "seating_safe",
    "aftercare_ppt", "class_meeting", "rebuild_class", "seating_groups", "class_leadership",
    "play_groups", "inspection", "transitions", "staff_training", "parent_cooperation",
    "parent_meeting", "external_team", "staff_change",
}  # fmt: skip
DIGITAL = {
    "evidence_digital", "privacy_settings", "removal_content", "digital_judgement",
    "phone_handed_in", "like_share_talk", "nettiquette_class", "order_rules_digital",
    "technological_competence",
}  # fmt: skip
VAGUE = (
    "ved behov", "etter behov", "om nødvendig", "fokus", "ekstra oppmerksom", "følge med",
    "følgje med", "so godt som", "legge til rette", "leggje til rette", "når det trengs",
    "as needed", "if necessary", "focus", "keep an eye",
)  # fmt: skip
EVERY = [
    (entry, language, place, entry.wording(language, place))
    for entry in library.common().values()
    for language in ("nb", "nn", "en")
    for place in sorted(entry.places)
]
PACKAGES = list(library.packages().values())


def test_every_measure_of_the_catalogue_is_there_as_it_is_said():
    found = {
        entry.key: (*entry.targets, entry.level, entry.weeks, entry.interval)
        for entry in library.common().values()
    }
    assert found == CATALOGUE


def test_kindergartens_are_offered_what_fits_them_and_schools_all():
    places = {key: entry.places for key, entry in library.common().items()}
    assert {key for key in places if library.KINDERGARTEN in places[key]} == IN_KINDERGARTENS
    assert {key for key in places if library.SCHOOL in places[key]} == set(CATALOGUE)


def test_what_is_digital_what_prevents_and_what_waits_for_something():
    entries = library.common().values()
    assert {entry.key for entry in entries if entry.digital} == DIGITAL
    prevents = {entry.key for entry in entries if entry.prevents}
    assert {"technological_competence", "digital_judgement"} < prevents < DIGITAL
    assert [entry.key for entry in entries if entry.formal_decision] == ["change_school"]
    assert [entry.key for entry in entries if entry.restorative] == ["repair"]


def test_every_text_is_there_and_short():
    faults = [
        (entry.key, language, place)
        for entry, language, place, said in EVERY
        if not all(text.strip() == text != "" for text in said)
        or len(said.what.split()) > 30
        or len(said.look_for.split()) > 20
        or len(said.title) > 120
    ]
    assert faults == []


def test_each_language_has_its_own_words():
    """A text that is the same in two languages was forgotten; a few names are the same in both
    kinds of Norwegian."""
    for entry in library.common().values():
        for place in entry.places:
            whats = {entry.wording(language, place).what for language in ("nb", "nn", "en")}
            assert len(whats) == 3, entry.key


def test_no_kindergarten_reads_a_word_of_the_school():
    found = {
        (entry.key, language): school_words(" ".join(said), language)
        for entry, language, place, said in EVERY
        if place == library.KINDERGARTEN
    } | {
        (package.key, language): school_words(" ".join(package.wording(language)), language)
        for package in PACKAGES
        if library.KINDERGARTEN in package.places
        for language in ("nb", "nn", "en")
    }
    assert {which: said for which, said in found.items() if said} == {}


def test_no_text_is_vague_or_judges_a_child():
    texts = [" ".join(said) for _entry, _language, _place, said in EVERY]
    texts += [
        " ".join(package.wording(code)) for package in PACKAGES for code in ("nb", "nn", "en")
    ]
    vague = [text for text in texts for word in VAGUE if word in text.lower()]
    judged = [
        fault
        for text in texts
        for listed in (words.NORWEGIAN, words.ENGLISH)
        for fault in words.avoided(text, listed)
    ]
    assert (vague, judged) == ([], [])


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.key)
def test_a_package_is_a_whole_plan(package):
    """Toward all five groups and on both levels; some after others, some at once, some always."""
    groups = {group for packed in package.measures for group in packed.targets}
    assert groups >= {"exposed", "violating", "bystanders", "class", "unit"}
    assert not package.digital or "parents" in groups
    assert {packed.entry.level for packed in package.measures} == {"individual", "system"}
    assert any(packed.after for packed in package.measures)
    assert any(packed.weeks is None for packed in package.measures)
    first = [packed for packed in package.measures if packed.weeks and not packed.after]
    assert len(first) > 1


def test_a_package_about_what_happens_online_prevents_too():
    (digital,) = [package for package in PACKAGES if package.digital]
    kinds = {packed.entry.prevents for packed in digital.measures if packed.entry.digital}
    assert kinds == {True, False}


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 7, 4), date(2027, 12, 23)])
@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.key)
def test_a_package_is_laid_out_so_that_followers_come_after(package, today):
    placed = {one.packed.entry.key: one for one in library.laid_out(package, Calendar(), today)}
    first = Calendar().next_open_day(today).date
    for one in placed.values():
        ends = [placed[key].ends_on for key in one.after]
        assert one.starts_on > max(ends) if ends else one.starts_on == first
        assert one.ends_on is None or one.ends_on >= one.starts_on


def test_what_is_hidden_is_left_out_of_a_package():
    package = library.packages()["exclusion_in_class"]
    placed = library.laid_out(package, Calendar(), date(2026, 11, 23), {"stop_talk"})
    found = {one.packed.entry.key: one for one in placed}
    assert "stop_talk" not in found
    assert found["followup_talks_a"].after == ()
    assert found["followup_talks_a"].starts_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("starts_on", "weeks", "ends_on"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 27)),
        (date(2026, 11, 25), 2, date(2026, 12, 8)),
        (date(2026, 5, 13), 1, date(2026, 5, 19)),  # Ascension Day and a weekend between
    ],
)
def test_weeks_end_on_their_last_open_day(starts_on, weeks, ends_on):
    assert last_day(Calendar(), starts_on, weeks) == ends_on


def keys(language="nb", place="school", **wanted):
    found = Wanted(**wanted).matching(library.common().values(), language, place)
    return {entry.key for entry in found if place in entry.places}


def test_the_library_is_searched_in_what_is_shown_and_in_other_names():
    assert keys(words="trygg voksen") >= {"trusted_adult"}
    assert keys(words="STOPPSAMTALE") == {"stop_talk"}
    assert "trusted_adult" in keys(words="trusted", language="nb")
    assert keys(words="lærer synsfelt") == {"seating_safe"}
    assert keys(words="oeve pa") == keys(words="øve på")
    assert keys(words="finnes ikke her") == set()


def test_the_library_is_filtered_by_group_level_what_is_digital_and_age():
    assert keys(target="parents") == {"parent_cooperation", "parent_meeting"}
    assert keys(target="bystanders", level="system") == {"bystander_training"}
    assert keys(digital="yes") == DIGITAL
    assert "phone_handed_in" not in keys(digital="prevents")
    young, old = keys(ages=Ages(1, 5)), keys(ages=Ages(16, 19))
    assert "play_groups" in young - old
    assert "digital_judgement" in old - young
    assert "trusted_adult" in young & old


def test_words_of_the_library_are_known_again_however_they_are_broken():
    entry = library.common()["class_meeting"]
    said = entry.wording("nn", "school").what
    assert entry.says(f"  {said.replace(' ', chr(10), 3)} ")
    assert entry.says(entry.wording("en", "kindergarten").what)
    assert not entry.says(f"{said} Hos oss er det fredag.")
