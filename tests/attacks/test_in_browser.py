"""What only a real browser can show: the Back button, and markup that somebody has saved."""

from urllib.parse import urlencode

import pytest

from cases.models import Case, CaseDraft, Entry, Involvement
from concerns.models import Concern
from measures.models import Measure, Plan
from pupils.models import Pupil
from tests.access import world
from tests.factories.accounts import PASSWORD

EVIL = "<img src=x onerror=\"window.evil='yes'\"><script>window.evil='yes'</script>'\"{{7*7}}"


@pytest.fixture
def built(transactional_db, settings):
    settings.DEMO = True
    return world.build()


@pytest.fixture
def enter(live_server):
    def signed_in(page, person, path):
        page.goto(f"{live_server.url}/account/sign-in/?next={path}")
        page.fill("[name=login]", person.email)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
        assert page.url == live_server.url + path
        return page

    return signed_in


@pytest.mark.parametrize("scripts", [True, False])
def test_back_after_sign_out_shows_nothing(new_page, built, enter, live_server, scripts):
    page = new_page(java_script_enabled=scripts)
    enter(page, built.here.principal, built.things["case"].get_absolute_url())
    assert world.MARKER in page.content()
    page.goto(f"{live_server.url}/account/sign-out/")
    with page.expect_navigation(url="**/account/sign-in/**"):
        page.click("main form button")
    page.go_back()
    page.go_back()
    assert world.MARKER not in page.content()


def test_markup_that_was_saved_is_shown_as_text(new_page, built, enter, live_server):
    """The policy for content would stop the script; a complaint from the browser would be a
    failure too."""
    case, plan = built.things["case"], built.things["plan"]
    Case.objects.update(what_happened=EVIL, serious=True, serious_reason=EVIL)
    Entry.objects.update(text=EVIL)
    Pupil.objects.update(name=EVIL[:120])
    Involvement.objects.filter(pupil=None).update(described=EVIL[:120])
    Plan.objects.update(problem=EVIL, goal=EVIL, together=EVIL)
    Measure.objects.update(title=EVIL[:120], why=EVIL, how=EVIL)
    built.here.teacher.name = EVIL[:120]
    built.here.teacher.save()
    measure, draft = built.things["measure"], built.things["draft"]
    Concern.objects.update(what=EVIL, about=EVIL[:120])
    CaseDraft.objects.update(typed=urlencode({"described": EVIL, "what_happened": EVIL}))
    page = new_page()
    enter(page, built.here.principal, "/today/")
    plan_page = f"/cases/{case.pk}/plan/{plan.pk}/"
    for path in (
        "/today/?all=1", "/cases/?show=all", case.get_absolute_url(), plan_page,
        f"/cases/new/{draft.pk}/1/", f"/cases/new/{draft.pk}/2/", f"/cases/new/{draft.pk}/3/",
        f"/cases/{case.pk}/concerns/",
        f"/cases/measures/{measure.pk}/change/", f"/cases/measures/{measure.pk}/stop/",
        f"/cases/plans/{plan.pk}/texts/", f"/cases/plans/{plan.pk}/complete/",
        f"/cases/plans/{plan.pk}/measures/new/", f"/evaluations/{measure.pk}/",
        f"/cases/{case.pk}/entries/{built.things['entry'].pk}/correct/", "/messages/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}{path}")
        assert page.evaluate("window.evil") is None, path
        assert page.locator("main img[src=x]").count() == 0, path
