"""The sheet of a new case on its pages: saved by the script, found on Min dag, thrown away."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case, CaseDraft
from tests.cases.sheets import begun, page, part, send, sheet
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseDraftFactory


@pytest.fixture
def principal(fjellet, signed_in):
    return signed_in(fjellet.principal)


def test_the_script_saves_and_is_told_when(principal):
    address = begun(principal)
    answer = principal.post(f"{address}save/", part(sheet(), 2))
    assert (answer.status_code, answer.json()) == (200, {"version": 1, "said": "Saved 10.00"})
    assert "Noen stenger eleven ute." in page(principal.get(f"{address}2/"))
    assert "Saved 10.00" in page(principal.get(f"{address}2/"))


def test_another_window_is_told_and_overwrites_only_knowingly(principal):
    address = begun(principal)
    principal.post(f"{address}save/", part(sheet(what_happened="Nyest"), 2))
    older = part(sheet(what_happened="Eldst"), 2, window=str(uuid.uuid4()))
    answer = principal.post(f"{address}save/", older)
    assert (answer.status_code, answer.json()) == (409, {"said": "Opened in another window."})
    answer = principal.post(f"{address}2/", older)
    shown = page(answer)
    assert answer.status_code == 409
    assert "Eldst" in shown
    assert "Opened in another window" in shown
    assert "data-asleep" in shown
    assert "Nyest" in page(principal.get(f"{address}2/"))
    # Pressed once more on the page that said so.
    version = CaseDraft.objects.get().version
    assert f'name="version" value="{version}"' in shown
    principal.post(f"{address}2/", older | {"version": version})
    assert "Eldst" in page(principal.get(f"{address}2/"))


def test_drafts_stand_in_min_dag_newest_first_and_only_ones_own(fjellet, principal):
    mine = [
        CaseDraftFactory(
            unit=fjellet.school, person=fjellet.principal, saved_at=NOW - timedelta(hours=hours)
        )
        for hours in (30, 1)
    ]
    CaseDraftFactory(unit=fjellet.school, person=fjellet.deputy)
    CaseDraftFactory(unit=fjellet.school, person=fjellet.principal, version=0)
    response = principal.get("/today/")
    assert list(response.context["drafts"]) == mine[::-1]
    assert "New case, saved 09.00" in page(response)
    assert "New case, saved 22.11.2026 04.00" in page(response)


def test_a_draft_is_thrown_away_after_one_question(fjellet, principal):
    draft = CaseDraftFactory(unit=fjellet.school, person=fjellet.principal)
    address = f"/cases/new/{draft.pk}/throw-away/"
    assert principal.get(address).status_code == 200
    assert CaseDraft.objects.count() == 1
    assert principal.post(address)["Location"] == "/today/"
    assert CaseDraft.objects.count() == 0
    assert principal.post(address).status_code == 404


def test_a_draft_of_somebody_else_is_not_there(fjellet, signed_in):
    draft = CaseDraftFactory(unit=fjellet.school, person=fjellet.principal)
    client = signed_in(fjellet.deputy)
    for rest in ("1/", "confirm/", "throw-away/"):
        assert client.get(f"/cases/new/{draft.pk}/{rest}").status_code == 404
    for rest in ("1/", "save/", "confirm/", "throw-away/"):
        answer = client.post(f"/cases/new/{draft.pk}/{rest}", part(sheet(), 1))
        assert answer.status_code == 404


def test_a_draft_of_a_place_where_one_works_no_more_is_not_there(fjellet, principal):
    draft = CaseDraftFactory(unit=fjellet.school, person=fjellet.principal)
    fjellet.principal.memberships.update(ends_on=TODAY - timedelta(days=1))
    assert principal.get(f"/cases/new/{draft.pk}/1/").status_code == 404


def test_a_sheet_sent_again_by_somebody_who_is_excluded_now_is_not_there(fjellet, principal):
    address = begun(principal)
    case = Case.objects.get(pk=send(principal, address=address)["Location"].split("/")[2])
    CaseAccessFactory(case=case, person=fjellet.principal)
    for step in (1, 3):
        assert principal.post(f"{address}{step}/", part(sheet(), step)).status_code == 404


def test_a_page_with_errors_goes_on_from_what_it_has_saved(fjellet, principal):
    """The same window sends again with the number that the page gave it."""
    address = begun(principal)
    shown = page(principal.post(f"{address}1/", part(sheet(described=""), 1)))
    number = re.search(r'name="version" value="(\d+)"', shown)[1]
    window = re.search(r'name="window" value="([^"]+)"', shown)[1]
    again = part(sheet(), 1, version=number, window=window)
    assert principal.post(f"{address}save/", again).status_code == 200
    assert principal.post(f"{address}1/", again)["Location"] == f"{address}2/"


# ---------------------------------------------------------------- a session that ends
@pytest.fixture
def hand(client, fjellet):
    """The principal on a day whose clock goes on."""
    client.force_login(fjellet.principal)
    return client


def end_session(client):
    session = client.session
    session["seen"] = session["started"] = int(timezone.now().timestamp()) - 11 * 3600
    session.save()


def sign_in_again(client, person):
    client.force_login(person)
    session = client.session
    session["kept"] = True
    session.save()


@pytest.mark.parametrize("to", ["2/", "save/"])
def test_a_session_that_ends_in_the_middle_keeps_the_text(hand, fjellet, to):
    """Whether it was sent with the button or while somebody typed."""
    address = begun(hand)
    hand.post(f"{address}1/", part(sheet(), 1))
    end_session(hand)
    late = part(sheet(what_happened="Dette skrev jeg sist."), 2)
    headers = {"referer": f"http://testserver{address}2/"}
    response = hand.post(f"{address}{to}", late, headers=headers)
    assert response["Location"].endswith(f"next={address}2/")
    assert CaseDraft.objects.get().typed.count("sist") == 0
    sign_in_again(hand, fjellet.principal)
    shown = page(hand.get(f"{address}2/"))
    assert "Dette skrev jeg sist." in shown
    assert "error-summary" not in shown
    hand.post(f"{address}2/", part(sheet(what_happened="Dette skrev jeg til slutt."), 2))
    assert "Dette skrev jeg til slutt." in page(hand.get(f"{address}2/"))


def test_kept_text_does_not_come_before_what_was_saved_later(hand, fjellet):
    address = begun(hand)
    hand.post(f"{address}1/", part(sheet(), 1))
    end_session(hand)
    headers = {"referer": f"http://testserver{address}2/"}
    hand.post(f"{address}2/", part(sheet(what_happened="Eldst"), 2), headers=headers)
    sign_in_again(hand, fjellet.principal)
    hand.post(f"{address}save/", part(sheet(what_happened="Nyest"), 2))
    assert "Nyest" in page(hand.get(f"{address}2/"))
