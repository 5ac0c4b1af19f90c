"""Two people write the same text in two browsers: the second is shown both, and nothing is lost."""

import pytest

from cases.models import Investigation
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import PlanFactory

MINE, THEIRS = "Det skjer etter gym, sier eleven.", "Vi har sett det i garderoben to ganger."


@pytest.fixture
def school(transactional_db, day):
    return School(day)


@pytest.fixture
def case(school):
    place = school.place
    case = CaseFactory(unit=place.school, created_by=place.principal)
    InvolvementFactory(case=case, pupil=school.pupils[0], starts_on=school.today)
    return case


@pytest.fixture
def two(school, programs, new_page):
    """The principal and the deputy, each in a browser of their own."""
    web = programs.web()

    def entered(person, **options):
        return sign_in(new_page(**options), web, person)

    return web, entered(school.place.principal), entered(school.place.deputy)


def write(page, text, method="talks"):
    page.check(f"[name=methods][value={method}]")
    page.fill("[name=showed]", text)


def save(page, name="Save the investigation"):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def at_once(web, case, mine, theirs):
    """Both have the page open; the deputy saves first."""
    for page in (mine, theirs):
        page.goto(f"{web.url}/cases/{case.pk}/investigation/write/")
    write(theirs, THEIRS, "observation")
    write(mine, MINE)
    save(theirs)
    save(mine)
    said = mine.inner_text("main")
    assert "Nothing is overwritten." in said
    assert THEIRS in said
    assert mine.input_value("[name=showed]") == MINE
    assert Investigation.objects.get().showed == THEIRS


def standing(case):
    return case.investigations.standing()


def test_mine_is_saved_as_a_new_version_and_theirs_is_kept(two, case):
    web, mine, theirs = two
    at_once(web, case, mine, theirs)
    save(mine, "Save mine as a new version")
    assert standing(case).showed == MINE
    assert standing(case).replaces.showed == THEIRS
    theirs.reload()
    assert MINE in theirs.inner_text("main")
    theirs.locator("summary", has_text="wrote").click()
    assert THEIRS in theirs.inner_text("main")


def test_the_two_are_put_together(two, case):
    web, mine, theirs = two
    at_once(web, case, mine, theirs)
    save(mine, "Put the two texts together")
    assert mine.input_value("[name=showed]") == f"{THEIRS}\n\n{MINE}"
    assert mine.is_checked("[name=methods][value=observation]")
    save(mine)
    assert standing(case).showed == f"{THEIRS}\n\n{MINE}"
    assert standing(case).methods == ["talks", "observation"]


def test_what_is_saved_is_kept(two, case):
    web, mine, theirs = two
    at_once(web, case, mine, theirs)
    save(mine, "Keep what is saved")
    assert "What was saved stands." in mine.inner_text("main")
    assert Investigation.objects.get().showed == THEIRS


def test_it_works_without_scripts(school, programs, new_page, case):
    web = programs.web()
    mine = sign_in(new_page("phone", java_script_enabled=False), web, school.place.principal)
    theirs = sign_in(new_page("phone", java_script_enabled=False), web, school.place.deputy)
    at_once(web, case, mine, theirs)
    save(mine, "Put the two texts together")
    assert mine.input_value("[name=showed]") == f"{THEIRS}\n\n{MINE}"


def test_the_texts_of_a_plan_are_as_safe(two, case):
    web, mine, theirs = two
    plan = PlanFactory(case=case, about=case.involvements.get(), problem="", goal="", together="")
    for page in (mine, theirs):
        page.goto(f"{web.url}/cases/plans/{plan.pk}/texts/")
    theirs.fill("[name=problem]", THEIRS)
    save(theirs, "Save the text")
    mine.fill("[name=problem]", MINE)
    save(mine, "Save the text")
    said = mine.inner_text("main")
    assert "Nothing was overwritten." in said
    assert THEIRS in said
    assert mine.input_value("[name=problem]") == MINE
    plan.refresh_from_db()
    assert plan.problem == THEIRS
    mine.fill("[name=problem]", f"{THEIRS} {MINE}")
    save(mine, "Save the text")
    plan.refresh_from_db()
    assert plan.problem == f"{THEIRS} {MINE}"
