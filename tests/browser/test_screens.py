"""Every page, by everyone whose page it is, at two widths, in the practice municipality.

With SCREENSHOTS=folder each page is also drawn into it, whole, and into its folder ``shown`` what
README shows, as the window shows it. `make screenshots` does that.
"""

import time
from datetime import date

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import resolve
from django.utils import timezone

from config.demo import places, stories
from config.demo.people import PASSWORD
from evaluations.sweep import sweep
from organisations.roles import Role
from tests.browser.drawing import FOLDER, draw, heighten
from tests.browser.faults import axe_faults, faults_of_size
from tests.browser.screens import NO_PAGE, Screens, names_of_people_and_places
from tests.browser.signing_in import sign_in
from tests.factories.organisations import MembershipFactory
from tests.guards.urls import all_url_names
from tests.plugin_browser import SIZES
from tests.plugin_database import as_app, as_worker

STORED = "JSON.stringify([localStorage, sessionStorage, location.href, document.title])"
MAIN_BUTTON = "main .ds-button:not([data-variant])"
WITH_A_MAIN_BUTTON = {
    "today", "today-principal", "case", "cases", "new-case", "entry", "measure-new", "plan-none",
    "plan-texts", "ppt-inbox", "kindergarten-new-case",
}  # fmt: skip
# On a phone this is seen without scrolling: the next step, and all of an evaluation.
IN_SIGHT = {"evaluation": "main form.form"} | dict.fromkeys(WITH_A_MAIN_BUTTON, MAIN_BUTTON)
SHOWN_IN_README = {"today", "case", "plan", "evaluation", "new-case", "ppt-inbox"}
SAMPLED_IN_NYNORSK = {"today-principal", "cases", "new-case-errors", "case", "plan", "measure-new"}
# Where a sign-in or a press on a button leads.
REACHED = {"hide", "mfa_authenticate"}
WITHOUT_200 = {"health", "not-found"}


@pytest.fixture
def day():
    """In the middle of a term, so that the pages are the same whenever the test runs."""
    return date(2026, 11, 25)


@pytest.fixture
def made(transactional_db, programs):
    """The municipality after this day's sweep, with a deputy who works at two schools."""
    now = timezone.now() + programs.ahead()
    with as_app():
        made = places.settle(now, timezone.localdate(now))
        stories.play(made)
    MembershipFactory(
        person=made.people["inspektor"], organisation=made.places["elva"], role=Role.DEPUTY
    )
    with as_worker():
        sweep(now)
    return made


class Looking:
    """Looks at one page after the other, and remembers what is wrong with which."""

    def __init__(self, web, made, language):
        self.web = web
        self.secrets = names_of_people_and_places(made)
        self.language = language
        self.wrong = {}
        self.visited = set()
        self.looks = 0

    def at(self, page, screen):
        answer = page.goto(self.web.url + screen.path)
        if answer.status != 200 and screen.name not in WITHOUT_200:
            self.wrong[f"status of {screen.name}"] = answer.status
        self.visited.add(self.address(page))
        if screen.press:
            self.press(page, screen)
        self.look(page, screen.name)

    def address(self, page):
        return resolve(page.url.removeprefix(self.web.url).partition("?")[0]).view_name

    def press(self, page, screen):
        form = "main form" if screen.name.endswith("-errors") else "form.hide"
        with page.expect_navigation():
            # Not the buttons that lead back, or away from the form.
            others = ":not([name=then], [name=place])"
            page.locator(f"{form} button[type=submit]{others}").last.click()

    def asked_by_axe(self):
        """At one width, and the next page at the other: axe takes half of the time. At both where
        they are drawn."""
        self.looks += 1
        return list(SIZES) if FOLDER else [list(SIZES)[self.looks % 2]]

    def look(self, page, name):
        self.visited.add(self.address(page))
        stored = page.evaluate(STORED)
        found = [secret for secret in self.secrets if secret in stored]
        if page.locator("html").get_attribute("lang") != self.language:
            found.append("another language")
        by_axe = self.asked_by_axe()
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)
            if size == "phone" and name in IN_SIGHT and below_the_window(page, IN_SIGHT[name]):
                found.append(f"{IN_SIGHT[name]} is out of sight")
            if name in SHOWN_IN_README:
                draw(page, f"shown/{name}-{viewport['width']}")
            heighten(page, viewport["width"])
            named = axe_faults(page) if size in by_axe else []
            found += [f"{size}: {fault}" for fault in named + faults_of_size(page)]
            draw(page, f"{name}-{viewport['width']}")
        if found:
            self.wrong[name] = found


def below_the_window(page, what):
    box = page.locator(what).first.bounding_box()
    return box is None or box["y"] + box["height"] > SIZES["phone"]["height"]


def set_up_an_app(person):
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


# So that processes share the work: every third of the leader's pages, every other of each other's.
SHARES = {"rektor": 3, "others": 2}
PARTS = [(whose, part) for whose, shares in SHARES.items() for part in range(shares)]


@pytest.mark.parametrize(("whose", "part"), PARTS)
def test_every_page_is_without_faults(whose, part, made, programs, new_page):
    new_page.allow("status of (404|503)")
    start, web = time.monotonic(), programs.web()
    looking = Looking(web, made, "nb")
    for who, theirs in Screens(made).items():
        if (who == "rektor") != (whose == "rektor"):
            continue
        page = new_page()
        if who:
            sign_in(page, web, made.people[who], PASSWORD)
        if who == "saksbehandler":
            set_up_an_app(made.people[who])
        for screen in theirs[part :: SHARES[whose]]:
            looking.at(page, screen)
    if (whose, part) == ("others", 0):
        coded = sign_in(new_page(), web, made.people["saksbehandler"], PASSWORD)
        looking.look(coded, "sign-in-code")
    print(f"measured: {len(looking.visited)} addresses in {time.monotonic() - start:.0f} s")
    assert looking.wrong == {}


def test_some_pages_are_without_faults_in_nynorsk(made, programs, new_page):
    """After a press on the button that changes the language."""
    looking = Looking(programs.web(), made, "nn")
    page = sign_in(new_page(), looking.web, made.people["rektor"], PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Nynorsk").click()
    for screen in Screens(made)["rektor"]:
        if screen.name in SAMPLED_IN_NYNORSK:
            looking.at(page, type(screen)(f"nn-{screen.name}", screen.path))
    assert looking.wrong == {}


def test_every_page_has_a_screen(made):
    shown = {resolve(screen.path.partition("?")[0]).view_name for theirs in Screens(made).values()
             for screen in theirs}  # fmt: skip
    assert sorted(set(all_url_names()) - shown - NO_PAGE - REACHED) == []
