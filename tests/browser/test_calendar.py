"""A teacher puts what there is to do into the calendar of a phone, and comes back from it."""

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.browser.school import School
from tests.browser.signing_in import sign_in
from tests.documents.feeds import parsed, strictly
from tests.evaluations.scene import scene
from tests.factories.accounts import PASSWORD
from tests.servers import PATIENCE, wait_until

SIZES = ["desktop", "phone"]


@pytest.fixture
def web(programs):
    """With a log of who asked for what, as somebody who runs it may want."""
    programs.environment["GUNICORN_CMD_ARGS"] = "--access-logfile -"
    return programs.web()


def fetch(address):
    """As a calendar program, without cookies: the number of the answer, and what it says."""
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=PATIENCE)) as link:
        link.request("GET", parts.path)
        answer = link.getresponse()
        assert answer.headers["Set-Cookie"] is None
        return answer.status, answer.read()


def shown_in_log(web, words):
    lines = web.text().splitlines()
    return [line for line in lines if words in line and "/calendar/….ics" in line]


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("size", SIZES)
def test_a_link_is_made_fetched_and_turned_off(day, web, new_page, size):
    school = School(day)
    measure = scene(school.place, evaluate_on=day).measure
    teacher = school.place.teacher
    page = sign_in(new_page(size), web, teacher)
    page.goto(f"{web.url}/account/")
    with page.expect_navigation():
        page.get_by_role("link", name="calendar you use").click()
    press(page, "Make a private link")
    address = page.locator("main code").inner_text()
    status, body = fetch(address)
    (event,) = parsed(body)
    assert (status, len(strictly(body))) == (200, 1)
    assert event["SUMMARY"] == f"Evaluation, case {measure.case.reference}"
    assert event["DTSTART"].dt == day
    assert [one for one in school.secrets() if one.encode() in body] == []

    later = new_page(size)
    later.goto(event["URL"])
    later.fill("[name=login]", teacher.email)
    later.fill("[name=password]", PASSWORD)
    with later.expect_navigation():
        later.press("[name=password]", "Enter")
    assert later.url == f"{web.url}/evaluations/{measure.pk}/"

    page.goto(f"{web.url}/calendar/")
    press(page, "Turn off the calendar")
    assert fetch(address)[0] == 404
    token = address.rpartition("/")[2].removesuffix(".ics")
    # The server writes a line once the answer has left.
    wait_until(lambda: len(shown_in_log(web, '"GET ')) == 2, "both lines in the log")
    assert len(shown_in_log(web, "Not Found")) == 1
    assert token not in web.text()
