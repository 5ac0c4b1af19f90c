"""Four people are kept out of one case, in a real browser: whom it is about, a deputy, somebody at
PPT, and at last the principal. They find nothing of it by any road; of the case beside it, what
they found before.
"""

import pytest
from django.urls import reverse

from cases.models import Case, CaseAccess
from tests.browser.drawing import look
from tests.browser.hand import Hand
from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.notifications import MessageFactory


class Known:
    """A case with all that leads to it: a pupil, a measure that is due, messages about both."""

    def __init__(self, school, number, reference):
        place, today = school.place, school.today
        self.pupil = school.pupils[number]
        self.case = CaseFactory(
            unit=place.school, alert__office=place.office, reference=reference, state="follow_up"
        )
        about = InvolvementFactory(case=self.case, pupil=self.pupil, starts_on=today)
        self.measure = MeasureFactory(
            plan=PlanFactory(case=self.case, about=about),
            title=f"Voksen i gangen {number}",
            running=True,
            evaluate_on=today,
            responsible=place.teacher,
            deputy=place.deputy,
        )
        due = {"kind": "evaluations.EvaluationDue", "thing_id": self.measure.pk}
        for person in (place.teacher, place.deputy, place.principal):
            MessageFactory(person=person, inbox=True, case_id=self.case.pk, **due)
        MessageFactory(person=place.ppt_adviser, inbox=True, thing_id=self.case.alert_id)


class Roads:
    """Every way in which somebody could come upon a case, each giving those that were found."""

    def __init__(self, page, web, cases):
        self.page, self.web, self.cases = page, web, cases

    def all(self):
        assert reverse("overview:search") == "/search/"
        roads = {path: self.by_text(path) for path in ("/cases/", "/cases/?show=all", "/today/")}
        roads["case"] = self.by_address(lambda one: one.case.get_absolute_url())
        for name in ("cases:access", "overview:log", "measures:plan"):
            roads[name] = self.by_address(lambda one, name=name: reverse(name, args=[one.case.pk]))
        roads["evaluation"] = self.by_address(lambda one: f"/evaluations/{one.measure.pk}/")
        roads["alert"] = self.by_address(lambda one: f"/ppt/{one.case.alert_id}/")
        roads["by reference"] = self.by_search(lambda one: one.case.reference)
        roads["by pupil"] = self.by_search(lambda one: one.pupil.name)
        roads["by measure"] = self.by_search(lambda one: one.measure.title)
        roads["same pupil"] = self.by_duplicate()
        return roads

    def counts(self):
        """Alerts at PPT, and messages."""
        return [self.rows(path) for path in ("/ppt/", "/messages/")]

    def go(self, path):
        return self.page.goto(f"{self.web.url}{path}").status

    def text(self):
        return self.page.inner_text("main")

    def shown(self):
        return {one for one in self.cases if one.case.reference in self.text()}

    def by_text(self, path):
        self.go(path)
        return self.shown()

    def by_address(self, path_of):
        return {one for one in self.cases if self.go(path_of(one)) == 200}

    def by_search(self, words_of):
        found = set()
        for one in self.cases:
            self.go("/search/")
            self.page.fill("main [name=words]", words_of(one))
            with self.page.expect_navigation():
                self.page.press("main [name=words]", "Enter")
            links = self.page.locator(f"main a[href*='{one.case.pk}']").count()
            links += self.page.locator(f"main a[href*='{one.measure.pk}']").count()
            found |= {one} if links else set()
        return found

    def by_duplicate(self):
        """A new case is begun for the same pupils: which cases are pointed out?"""
        if self.go("/cases/new/") != 200:
            return set()
        self.page.locator("main summary", has_text="7A").first.click()
        for one in self.cases:
            self.page.locator(f"main [name=pupils][value='{one.pupil.pk}']").first.check()
        with self.page.expect_navigation():
            self.page.locator("main form .form-actions button").first.click()
        return self.shown()

    def rows(self, path):
        return self.page.locator("main .cards > li").count() if self.go(path) == 200 else 0


class Scene:
    def __init__(self, school, web, new_page):
        self.school, self.web, self.new_page = school, web, new_page
        self.hidden, self.open = Known(school, 0, "26-K7F3"), Known(school, 1, "26-M4P9")
        place = school.place
        self.people = (place.teacher, place.deputy, place.ppt_adviser, place.principal)

    def enter(self, person, size="desktop"):
        return sign_in(self.new_page(size), self.web, person)

    def roads(self, person):
        roads = Roads(self.enter(person), self.web, [self.hidden, self.open])
        return roads.all(), roads.counts()

    def at(self, rest):
        return f"{self.web.url}/cases/{self.hidden.case.pk}/{rest}"


def close_for(scene, hand, person):
    hand.page.goto(scene.at("access/close/"))
    look(hand.page, "exclude")
    hand.field("person").select_option(str(person.pk))
    hand.choose("closeness", "close")
    hand.write("reason", "Nær familie.")
    hand.press(hand.page.locator("main form .form-actions button"))


def the_principal_closes_the_case(scene):
    """First for whom it is about, then for the others, at last for herself."""
    place = scene.school.place
    hand = Hand(scene.enter(place.principal))
    hand.page.goto(scene.at("staff/"))
    look(hand.page, "about-staff")
    hand.write("reason", "Eleven forteller om en voksen.")
    hand.send()
    hand.page.goto(scene.at("staff/new/"))
    look(hand.page, "staff-new")
    hand.field("person").select_option(str(place.teacher.pk))
    hand.send()
    for person in (place.deputy, place.ppt_adviser):
        close_for(scene, hand, person)
    look(hand.page, "access")
    close_for(scene, hand, place.principal)
    assert "You do not see this case any more" in hand.page.inner_text("main")
    assert Case.objects.get(pk=scene.hidden.case.pk).held_by == place.owner


def the_owner_answers(scene):
    place = scene.school.place
    hand = Hand(scene.enter(place.owner_adviser))
    hand.page.goto(f"{scene.web.url}/owner/")
    assert hand.page.get_by_role("button", name="Confirm").count() == 4
    look(hand.page, "owner")
    hand.press(hand.page.get_by_role("button", name="Confirm").first)
    hand.press(hand.page.get_by_role("button", name="Received").first)
    hand.page.goto(f"{scene.web.url}/today/")
    look(hand.page, "owner-today")
    hand.page.goto(scene.at("access/"))
    look(hand.page, "access-owner")
    assert CaseAccess.objects.filter(answer="confirmed").count() == 1


def receipt(scene, person):
    """What somebody is told who tells of the same child."""
    hand = Hand(scene.enter(person))
    hand.page.goto(f"{scene.web.url}/concerns/new/")
    hand.write("about", scene.hidden.pupil.name)
    hand.write("what", "Eleven gråt etter gym.")
    hand.send()
    return hand.page.inner_text("main")


@pytest.fixture
def scene(transactional_db, day, programs, new_page):
    new_page.allow("status of (403|404)")
    return Scene(School(day), programs.web(), new_page)


def test_four_people_find_nothing_of_the_case_they_are_kept_out_of(scene):
    before = {person: scene.roads(person) for person in scene.people}
    both, one = {scene.hidden, scene.open}, {scene.open}
    teacher, _deputy, ppt, principal = (before[person][0] for person in scene.people)
    # The control: without the exclusion each of them has roads that lead there.
    assert principal["by reference"] == principal["same pupil"] == principal["/cases/"] == both
    assert teacher["/today/"] == teacher["evaluation"] == teacher["by measure"] == both
    assert ppt["alert"] == both
    the_principal_closes_the_case(scene)
    for person in scene.people:
        roads, counts = scene.roads(person)
        found, counted = before[person]
        assert roads == {road: cases & one for road, cases in found.items()}, person
        assert counts == [number // 2 for number in counted], person
    the_owner_answers(scene)


def test_whoever_is_kept_out_gets_the_ordinary_receipt_for_a_concern(scene):
    place = scene.school.place
    the_principal_closes_the_case(scene)
    assert receipt(scene, place.teacher) == receipt(scene, place.other_teacher)
