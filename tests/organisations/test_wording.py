"""The words of kindergartens are a variant of each language: what holds of the mechanics."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

from common.dates import in_words
from common.language import plain_language
from notifications.delivery.letters import letter
from organisations.law.wording import VARIANT, speak_of
from organisations.models import Organisation
from tests.factories.cases import CaseFactory
from tests.factories.notifications import MessageFactory
from tests.factories.organisations import (
    KindergartenFactory,
    MembershipFactory,
    OwnerFactory,
    PptServiceFactory,
    SchoolFactory,
    member,
)
from tests.guards.wordsets import school_words

LANGUAGES = ["nb", "nn", "en"]
DAY = date(2026, 11, 25)
ASKED = "How safe is the pupil now?"
SCHOOL = {
    "nb": "Hvor trygt har eleven det nå?",
    "nn": "Kor trygt har eleven det no?",
    "en": "How safe is the pupil now?",
}
CHILD = {
    "nb": "Hvor trygt har barnet det nå?",
    "nn": "Kor trygt har barnet det no?",
    "en": "How safe is the child now?",
}


@pytest.fixture(autouse=True)
def language_of_the_test():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_of_its_unit(language):
    translation.activate(language)
    speak_of(Organisation(kind="kindergarten"))
    assert gettext(ASKED) == CHILD[language]
    speak_of(Organisation(kind="school"))
    assert gettext(ASKED) == SCHOOL[language]
    speak_of("kindergarten_act")
    assert gettext(ASKED) == CHILD[language]
    speak_of("")
    assert gettext(ASKED) == SCHOOL[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_else_is_the_languages_own(language):
    """Also where an installed package says it too, and in both forms of a number."""
    told = []
    for code in (language, f"{language}-{VARIANT}"):
        with translation.override(code):
            told.append(
                (
                    gettext("Save the evaluation"),
                    gettext("Yes"),
                    gettext("Monday"),
                    ngettext("Overdue %(days)s day", "Overdue %(days)s days", 1),
                    ngettext("Overdue %(days)s day", "Overdue %(days)s days", 2),
                    formats.date_format(DAY, "DATE_FORMAT"),
                    formats.get_format("DECIMAL_SEPARATOR"),
                    formats.get_format("FIRST_DAY_OF_WEEK"),
                    in_words(DAY),
                    plain_language(),
                )
            )
    assert told[0] == told[1]
    assert told[0][-1] == language


def test_nynorsk_falls_back_on_nynorsk_and_not_on_bokmal():
    with translation.override(f"nn-{VARIANT}"):
        assert gettext("Overdue") == "Forfalle"
        assert gettext("Followed up") == "Blir følgd opp"


def test_the_language_that_was_active_comes_back_with_its_words():
    translation.activate("nn")
    speak_of("kindergarten")
    with translation.override("nb"):
        assert gettext(ASKED) == SCHOOL["nb"]
    assert gettext(ASKED) == CHILD["nn"]


def test_nobody_can_choose_a_set_of_words(client, fjellet):
    codes = [code for code, _name in settings.LANGUAGES]
    assert codes == LANGUAGES
    client.force_login(fjellet.principal)
    client.post("/language/", {"language": f"nn-{VARIANT}", "next": "/today/"})
    assert type(fjellet.principal).objects.get(pk=fjellet.principal.pk).language == "nb"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_its_language_without_the_words(client, fjellet, language):
    type(fjellet.head).objects.filter(pk=fjellet.head.pk).update(language=language)
    client.force_login(fjellet.head)
    response = client.get("/account/")
    shown = response.content.decode()
    assert f'<html lang="{language}">' in shown
    assert f'value="{language}" lang="{language}" aria-current="true"' in shown
    assert shown.count('aria-current="true"') == 1
    assert response["Content-Language"] == language


def words_on(client, person, url="/account/"):
    """The words of the menu: it stands on every page."""
    type(person).objects.filter(pk=person.pk).update(language="nb")
    client.force_login(person)
    shown = client.get(url).content.decode()
    # The unit's own page for those who lead it, the calendar for the owner's administrator.
    kindergarten, school = (
        any(word in shown for word in words)
        for words in (("Barnehagerute", ">Barnehagen<"), ("Skolerute", ">Skolen<"))
    )
    assert kindergarten != school
    return "kindergarten" if kindergarten else "school"


def test_whoever_works_at_kindergartens_only_reads_their_words_everywhere(client, fjellet):
    assert words_on(client, fjellet.head) == "kindergarten"
    other = KindergartenFactory(parent=fjellet.owner)
    MembershipFactory(person=fjellet.head, organisation=other, role="principal")
    assert words_on(client, fjellet.head) == "kindergarten"
    assert words_on(client, fjellet.principal) == "school"
    MembershipFactory(person=fjellet.head, organisation=fjellet.school, role="principal")
    assert words_on(client, fjellet.head) == "school"


@pytest.mark.parametrize(
    ("schools", "kindergartens", "words"),
    [(0, 2, "kindergarten"), (1, 2, "school"), (0, 0, "school")],
)
def test_an_owner_speaks_as_its_units_do(client, db, schools, kindergartens, words):
    owner = OwnerFactory()
    SchoolFactory.create_batch(schools, parent=owner)
    KindergartenFactory.create_batch(kindergartens, parent=owner)
    PptServiceFactory(office__parent=owner, serves=owner)
    assert words_on(client, member("owner_administrator", owner)) == words


def test_a_page_about_one_unit_speaks_of_that_unit(client, fjellet):
    """For somebody who works at both."""
    MembershipFactory(person=fjellet.head, organisation=fjellet.school, role="principal")
    type(fjellet.head).objects.update(language="nn")
    client.force_login(fjellet.head)
    for unit in (fjellet.kindergarten, fjellet.school, fjellet.kindergarten):
        shown = client.get(CaseFactory(unit=unit).get_absolute_url()).content.decode()
        assert ("Barnet sa frå" in shown) == (unit == fjellet.kindergarten)
        assert ("Eleven sa frå" in shown) == (unit == fjellet.school)
    assert ">Skulen<" in client.get("/account/").content.decode()


def test_a_message_after_saving_is_in_the_words_of_the_page(client, fjellet):
    """It is put in the session by one request and read by the next."""
    MembershipFactory(person=fjellet.head, organisation=fjellet.school, role="principal")
    type(fjellet.head).objects.update(language="nb")
    client.force_login(fjellet.head)
    where = reverse(
        "organisations:change_dates", args=[fjellet.kindergarten.pk, "kindergarten", 2026]
    )
    client.post(where, {"first_day": "03.08.2026", "last_day": "31.07.2027"})
    shown = client.get("/account/").content.decode()
    assert "Barnehageåret er lagret." in shown


def test_where_one_works_is_asked_once_in_a_session(client, fjellet, django_assert_num_queries):
    client.force_login(fjellet.head)
    client.get("/account/")
    with django_assert_num_queries(5):  # session, person, enter, leave; the account's own one
        client.get("/account/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_has_no_words_of_either(db, language):
    message = MessageFactory(person__language=language)
    speak_of("kindergarten")
    mail = letter(message)
    assert gettext(ASKED) == CHILD["en"]
    assert school_words(f"{mail.subject} {mail.body}", language) == []
    assert "barnehage" not in mail.body.lower()
