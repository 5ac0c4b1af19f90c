"""Concerns and cases: a case is opened for one, one is added to a case, another place is told."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Event
from cases import actions
from cases.models import Case, CaseConcern, CaseDraft
from common.errors import ActionError
from tests.cases.opening import opened
from tests.cases.sheets import begun, page, send, sheet
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.concerns import ConcernFactory
from tests.scope import acting

TOLD_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def concern_at(place, **more):
    """Told by a teacher on the Friday before."""
    facts = {"reporter": place.teacher, "told_at": TOLD_AT, "what": "Hun gråt i garderoben."}
    return ConcernFactory(unit=place.school, **facts | more)


# ---------------------------------------------------------------- a case is opened for it
def test_open_case_takes_its_concern_on(fjellet):
    concern = concern_at(fjellet)
    case = opened(fjellet.school, fjellet.principal, concern=concern)
    concern.refresh_from_db()
    row = CaseConcern.objects.get(case=case)
    assert (row.concern, row.direction, row.added_by) == (concern, "received", fjellet.principal)
    assert (concern.state, concern.handled_by) == ("taken_on", fjellet.principal)
    # The principal was told when the concern was sent, and the plan is due from then.
    assert (case.told_at, case.plan_due_on) == (TOLD_AT, date(2026, 11, 27))
    assert Event.objects.filter(case_id=case.pk, name="case.concern_added").count() == 1


def test_open_case_refused_by_state_of_a_concern_that_has_its_answer(fjellet):
    concern = concern_at(fjellet, taken_on=True)
    with pytest.raises(ActionError):
        opened(fjellet.school, fjellet.principal, concern=concern)
    elsewhere = ConcernFactory(unit=fjellet.other_school, owner=fjellet.owner)
    with pytest.raises((ActionError, PermissionDenied)):
        opened(fjellet.school, fjellet.principal, concern=elsewhere)
    assert Case.objects.count() == CaseConcern.objects.count() == 0


@pytest.mark.parametrize("route", ["owner", "staff"])
def test_open_case_by_the_owner_for_what_waits_there_lies_with_the_owner(fjellet, route):
    concern = concern_at(fjellet, route=route)
    by = fjellet.owner_adviser
    case = opened(fjellet.school, by, concern=concern, is_about_leader=route == "owner")
    assert (case.unit, case.held_by, case.created_by) == (fjellet.school, fjellet.owner, by)
    assert (case.alert.contact_role, case.alert.unit) == ("owner_adviser", None)
    with acting(fjellet.principal, TODAY):
        assert Case.objects.count() == 0


def test_what_was_told_to_the_owner_alone_is_about_nobody_until_somebody_says_so(
    fjellet, signed_in
):
    """It may be about a leader: nothing is filled in, and PPT is told as if it were."""
    concern = concern_at(fjellet, route="owner")
    client = signed_in(fjellet.owner_adviser)
    address = begun(client, f"/cases/new/?concern={concern.pk}")
    assert not client.get(f"{address}3/").context["form"]["about"].value()
    send(client, sheet(about="nobody", known_on="20.11.2026"), address)
    client.post(f"{address}confirm/")
    alert = Case.objects.get().alert
    assert (alert.unit, alert.stage, alert.kinds) == (None, "", [])


def test_open_case_refused_by_role_of_the_owner_for_what_waits_at_the_unit(fjellet, strand):
    concern = concern_at(fjellet)
    with pytest.raises(PermissionDenied):
        opened(fjellet.school, fjellet.owner_adviser, concern=concern)
    with pytest.raises(PermissionDenied):
        opened(fjellet.school, strand.owner_adviser, concern=concern_at(fjellet, route="owner"))
    assert Case.objects.count() == 0


def test_a_concern_fills_in_the_sheet(fjellet, signed_in):
    concern = concern_at(fjellet, told_by="pupil", needs_today="Følge hjem.", about="Ola i 6B")
    client = signed_in(fjellet.principal)
    address = begun(client, f"/cases/new/?concern={concern.pk}")
    first = page(client.get(f"{address}1/"))
    assert "Ola i 6B" in first
    assert 'value="20.11.2026"' in first
    assert 'value="13.00"' in first
    assert "Hun gråt i garderoben." in page(client.get(f"{address}2/"))
    assert "Følge hjem." in page(client.get(f"{address}3/"))
    assert begun(client, f"/cases/new/?concern={concern.pk}") == address
    fields = sheet(what_happened=concern.what, needs_today="Følge hjem.", known_on="20.11.2026")
    send(client, fields, address)
    case = Case.objects.get()
    assert (case.told_at, case.case_concerns.get().concern) == (TOLD_AT, concern)
    assert client.get(f"/cases/new/?concern={concern.pk}")["Location"].endswith(f"/{concern.pk}/")


def test_the_owners_adviser_opens_a_case_from_the_page_and_sees_no_pupils(fjellet, signed_in):
    concern = concern_at(fjellet, route="owner", about="Ola i 6B")
    client = signed_in(fjellet.owner_adviser)
    address = begun(client, f"/cases/new/?concern={concern.pk}")
    assert 'value="Ola i 6B"' in page(client.get(f"{address}1/"))
    send(client, sheet(about="leader", known_on="20.11.2026"), address)
    response = client.post(f"{address}confirm/")
    case = Case.objects.get()
    assert (response["Location"], case.held_by) == (case.get_absolute_url(), fjellet.owner)
    assert client.get(case.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("who", ["teacher", "other_principal", "owner_adviser", "ppt_adviser"])
def test_a_sheet_for_a_concern_that_one_does_not_answer_is_not_there(fjellet, signed_in, who):
    concern = concern_at(fjellet)
    client = signed_in(getattr(fjellet, who))
    assert client.get(f"/cases/new/?concern={concern.pk}").status_code == 404
    assert client.get("/cases/new/?concern=noe").status_code == 404
    assert CaseDraft.objects.count() == 0


# ---------------------------------------------------------------- it is added to a case
def added(case, concern, by):
    with acting(by, TODAY):
        return actions.add_concern(case=case, concern=concern, by=by, now=NOW)


def test_add_concern_takes_it_on_in_the_case_once(fjellet):
    case, concern = CaseFactory(unit=fjellet.school), concern_at(fjellet)
    row = added(case, concern, fjellet.principal)
    assert (row.case, row.concern, row.direction) == (case, concern, "received")
    assert added(case, concern, fjellet.principal) == row
    concern.refresh_from_db()
    assert (concern.state, CaseConcern.objects.count()) == ("taken_on", 1)


def test_the_one_who_told_gets_the_same_words_either_way(fjellet, signed_in):
    first, second = (concern_at(fjellet) for _each in range(2))
    opened(fjellet.school, fjellet.principal, concern=first)
    added(CaseFactory(unit=fjellet.school), second, fjellet.principal)
    client = signed_in(fjellet.teacher)
    shown = [page(client.get(one.get_absolute_url())) for one in (first, second)]
    mains = [one.partition("<main")[2].partition("</main>")[0] for one in shown]
    assert mains[0].replace(str(first.pk), "") == mains[1].replace(str(second.pk), "")


@pytest.mark.parametrize("state", ["closed", "void"])
def test_add_concern_refused_by_state_of_the_case(fjellet, state):
    case = CaseFactory(unit=fjellet.school, state=state, ended_reason="Slutt.")
    with pytest.raises(ActionError):
        added(case, concern_at(fjellet), fjellet.principal)


def test_add_concern_refused_by_state_of_the_concern(fjellet):
    case, other = CaseFactory(unit=fjellet.school), CaseFactory(unit=fjellet.school)
    concern = concern_at(fjellet)
    added(other, concern, fjellet.principal)
    answered = concern_at(fjellet, answered=True)
    elsewhere = ConcernFactory(unit=fjellet.kindergarten, owner=fjellet.owner)
    for wrong in (concern, answered, elsewhere):
        with pytest.raises((ActionError, PermissionDenied)):
            added(case, wrong, fjellet.principal)
    assert case.case_concerns.count() == 0


@pytest.mark.parametrize("who", ["teacher", "other_principal", "owner_adviser", "ppt_adviser"])
def test_add_concern_refused_by_role(fjellet, who):
    case, concern = CaseFactory(unit=fjellet.school), concern_at(fjellet)
    with pytest.raises(PermissionDenied):
        added(case, concern, getattr(fjellet, who))


def test_add_concern_about_staff_is_refused_by_role_for_those_who_do_not_answer_it(fjellet):
    case, concern = CaseFactory(unit=fjellet.school), concern_at(fjellet, route="staff")
    with pytest.raises(PermissionDenied):
        added(case, concern, fjellet.deputy)
    assert added(case, concern, fjellet.principal).case == case


def test_the_page_offers_open_cases_of_the_place_that_one_sees(fjellet, signed_in):
    concern = concern_at(fjellet)
    own = CaseFactory(unit=fjellet.school)
    closed = CaseFactory(unit=fjellet.school, state="closed", ended_reason="Slutt.")
    away = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    hidden = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=hidden, person=fjellet.principal)
    client, address = signed_in(fjellet.principal), f"/cases/concerns/{concern.pk}/add/"
    shown = page(client.get(address))
    assert own.reference in shown
    for case in (closed, away, hidden):
        assert case.reference not in shown
        assert client.post(address, {"case": str(case.pk)}).status_code == 200
    assert client.post(address, {"case": str(own.pk)})["Location"] == own.get_absolute_url()
    assert client.get(address)["Location"] == concern.get_absolute_url()
