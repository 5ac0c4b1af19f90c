"""Law and advice stand apart: nothing is called law that nobody has read in the act."""

from datetime import date

import pytest
from django.template import Context, Template

from cases.models import Case
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, PptAlertFactory
from tests.factories.measures import PlanFactory


def shown(tag, place, key, day):
    page = Template("{% load law %}{% " + tag + " place key day %}")
    text = page.render(Context({"place": place, "key": key, "day": day}))
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("regime", "key", "words"),
    [
        ("education_act", "plan", "recommended deadline"),
        ("education_act", "investigate", "The law says “as soon as possible”"),
        ("education_act", "county_wait", "Set by law"),
        ("independent_schools_act", "county_wait", "recommended deadline"),
        ("kindergarten_act", "staff", "recommended deadline"),
    ],
)
def test_a_date_says_what_it_rests_on(english, regime, key, words):
    for day in (TODAY, NOW):
        assert words in shown("deadline_basis", regime, key, day)


def test_a_section_is_law_once_it_is_read(english):
    law = shown("law_reference", "education_act", "plan", TODAY)
    assert ">Law<" in law
    assert "The Education Act § 12-4: The school makes a written plan" in law
    advice = shown("law_reference", "kindergarten_act", "staff_owner", TODAY)
    assert ">Advice<" in advice
    assert ">Law<" not in advice
    before = shown("law_reference", "education_act", "plan", date(2024, 7, 31))
    assert "§ 9 A-4" in before


def test_the_case_page_names_the_act_of_its_unit(fjellet, signed_in):
    told = {"serious": True, "serious_reason": "Eleven er redd.", "source": "guardian"}
    school = CaseFactory(unit=fjellet.school, **told)
    client = signed_in(fjellet.principal)
    page = client.get(school.get_absolute_url()).content.decode()
    assert "recommended deadline" in page
    assert "The Education Act § 12-4: The principal tells the owner" in page
    assert "That is enough" not in page
    kindergarten = CaseFactory(unit=fjellet.kindergarten, **told)
    page = signed_in(fjellet.head).get(kindergarten.get_absolute_url()).content.decode()
    assert "The Kindergarten Act § 42: The head tells the owner" in page
    assert "That is enough: you must look into it and act." in page
    assert "Education Act" not in page
    assert "county" not in page.lower()


@pytest.mark.parametrize(
    ("unit", "source", "enough"),
    [
        ("school", "pupil", True),
        ("school", "guardian", False),
        ("school", "staff", False),
        ("kindergarten", "pupil", True),
        ("kindergarten", "guardian", True),
        ("kindergarten", "peer", False),
    ],
)
def test_whose_word_is_enough(fjellet, unit, source, enough):
    case = CaseFactory(unit=getattr(fjellet, unit), source=source)
    assert Case.objects.get(pk=case.pk).statement_is_enough == enough


def test_a_plan_of_a_kindergarten_is_not_told_that_the_law_has_five_items(fjellet, signed_in):
    plans = [PlanFactory(case__unit=unit) for unit in (fjellet.school, fjellet.kindergarten)]
    pages = [
        signed_in(person).get(f"/cases/{plan.case_id}/plan/").content.decode()
        for person, plan in zip((fjellet.principal, fjellet.head), plans, strict=True)
    ]
    assert ">Law<" in pages[0]
    assert ">Advice<" in pages[1]
    assert ">Law<" not in pages[1]


def test_the_answer_of_ppt_is_recommended(fjellet, signed_in):
    alert = PptAlertFactory(unit=fjellet.school, office=fjellet.office)
    page = signed_in(fjellet.ppt_adviser).get(f"/ppt/{alert.pk}/").content.decode()
    assert "recommended deadline" in page


@pytest.mark.parametrize("days", [1, 3])
def test_the_answer_of_ppt_is_the_owners_where_the_owner_has_chosen(fjellet, signed_in, days):
    said = f"deadline chosen by an owner: {days} working day{'s' if days > 1 else ''}<"
    alert = PptAlertFactory(unit=fjellet.school, office=fjellet.office, answer_within=days)
    case = CaseFactory(unit=fjellet.school, alert=alert)
    at_ppt = signed_in(fjellet.ppt_adviser).get(f"/ppt/{alert.pk}/").content.decode()
    at_school = signed_in(fjellet.principal).get(case.get_absolute_url()).content.decode()
    assert said in at_ppt
    assert said in at_school
    assert "recommended deadline" not in at_ppt
