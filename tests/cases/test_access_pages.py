"""The page about who can see a case, and the forms that lead from it."""

import uuid
from datetime import timedelta

import pytest

from cases.models import Case, CaseAccess, OwnerNotice, StaffConcerned
from tests.cases.holding import holder, second_adviser
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.organisations import AbsenceFactory, member
from tests.factories.owner import OwnerNoticeFactory, StaffConcernedFactory

pytestmark = pytest.mark.usefixtures("english")


def at(case, rest=""):
    return f"/cases/{case.pk}/{rest}"


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_who_sees_the_case_and_why(fjellet, signed_in):
    one = scene(fjellet)
    CaseAccessFactory(
        case=one.case, person=fjellet.owner_adviser, kind="granted", reason="Gir råd."
    )
    resting = CaseAccessFactory(case=one.case, kind="granted")
    CaseAccessFactory(case=one.case, person=fjellet.deputy)
    seen = signed_in(fjellet.principal).get(at(one.case, "access/")).context["seen"]
    assert {row.person: row.why for row in seen.whole} == {
        fjellet.principal: ["Principal"],
        fjellet.case_worker: ["Case worker"],
        fjellet.owner_adviser: ["May read the case: Gir råd."],
    }
    assert {row.person: row.why for row in seen.parts} == {
        fjellet.teacher: ["Carries out “Trygg voksen”"]
    }
    assert [row.person for row in seen.resting] == [resting.person]
    assert [row.person for row in seen.exclusions] == [fjellet.deputy]
    assert seen.office == fjellet.office


@pytest.mark.parametrize("ends_on", [None, TODAY + timedelta(days=4)])
def test_the_page_says_who_stands_in_for_somebody(fjellet, signed_in, ends_on):
    one = scene(fjellet)
    AbsenceFactory(
        person=fjellet.teacher, organisation=fjellet.school, substitute=fjellet.other_teacher,
        starts_on=TODAY, ends_on=ends_on,
    )  # fmt: skip
    seen = signed_in(fjellet.principal).get(at(one.case, "access/")).context["seen"]
    until = " until 27 November 2026" if ends_on else ""
    why = {row.person: row.why for row in seen.parts}[fjellet.other_teacher]
    assert why == [f"Stands in for Bjørn Fjellet{until}"]
    CaseAccessFactory(case=one.case, person=fjellet.other_teacher)
    seen = signed_in(fjellet.principal).get(at(one.case, "access/")).context["seen"]
    assert fjellet.other_teacher not in {row.person for row in seen.parts}
    assert seen.excluded_and_needed == []


def test_who_is_excluded_and_needed_is_replaced_where_the_part_stands(fjellet, signed_in):
    one = scene(fjellet)
    plan, people = (f'href="/cases/{one.case.pk}/{page}/"' for page in ("plan", "people"))

    def warned():
        page = signed_in(fjellet.principal).get(at(one.case, "access/")).content.decode()
        start = page.index('id="excluded"')
        shown = page[start : page.index("</section>", start)]
        return plan in shown, people in shown

    assert warned() == (False, False)
    CaseAccessFactory(case=one.case, person=fjellet.deputy)  # the trusted adult
    assert warned() == (False, True)
    CaseAccess.objects.update(person=fjellet.teacher)  # the one who carries out the measure
    assert warned() == (True, False)


def test_the_page_says_what_waits_and_what_is_over(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, serious=True, serious_reason="Redd.")
    CaseAccessFactory(case=case, person=fjellet.deputy, answer_by=TODAY - timedelta(days=1))
    CaseAccessFactory(
        case=case, person=fjellet.case_worker, answer="lifted", answer_reason="Ikke i slekt.",
        answered_by=fjellet.owner_adviser, answered_at=NOW, ended_at=NOW,
    )  # fmt: skip
    OwnerNoticeFactory(
        case=case, receivers=[fjellet.owner_adviser.pk], received_by=fjellet.owner_adviser,
        received_at=NOW,
    )  # fmt: skip
    page = text_of(signed_in(fjellet.principal).get(at(case, "access/")))
    for said in (
        "The owner has not answered in time", "Ikke i slekt.", "Sent to: Dag Fjellet.",
        "By Dag Fjellet, Monday 23 November 2026, week 48, at 10.00.", "recommended deadline",
        "The Education Act § 12-4", "Mark the case as not serious",
    ):  # fmt: skip
        assert said in page, said
    assert "Nobody at the owner has been told" not in page


def test_it_stands_in_red_that_nobody_has_been_told(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, serious=True, serious_reason="Redd.")
    OwnerNoticeFactory(case=case)
    client = signed_in(fjellet.principal)
    page = text_of(client.get(at(case, "access/")))
    assert "Nobody at the owner has been told" in page
    assert "by telephone or in person" in page
    day = text_of(client.get("/today/"))
    assert "Tell the owner in another way: nobody has been told" in day
    notice = OwnerNotice.objects.get()
    form = {"happened_on": "23.11.2026", "text": "Ringte ordføreren.", "token": str(uuid.uuid4())}
    assert client.post(at(case, f"notices/{notice.pk}/told/"), form).status_code == 302
    page = text_of(client.get(at(case, "access/")))
    assert "Nobody at the owner has been told" not in page
    assert "Ringte ordføreren." in page
    assert "Tell the owner in another way" not in text_of(client.get("/today/"))


def test_serious_is_confirmed_on_a_page_that_names_the_receivers(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, serious=None)
    second_adviser(fjellet)
    client = signed_in(fjellet.principal)
    page = text_of(client.get(at(case, "serious/")))
    for said in ("Dag Fjellet, owner’s adviser", "Frida Fjellet, owner’s adviser",
                 "Send to the owner", "Law"):  # fmt: skip
        assert said in page, said
    assert not OwnerNotice.objects.exists()
    assert client.post(at(case, "serious/"), {"reason": ""}).status_code == 200
    assert not OwnerNotice.objects.exists()
    answer = client.post(at(case, "serious/"), {"reason": "Eleven er redd."}, follow=True)
    assert "The owner is told." in text_of(answer)
    assert Case.objects.get().serious is True


def test_serious_says_beforehand_that_it_would_go_to_nobody(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner, serious=None)
    client = signed_in(fjellet.owner_adviser)
    page = text_of(client.get(at(case, "serious/")))
    assert "Nobody at the owner can be told here" in page
    assert "Send to the owner" not in page
    answer = client.post(at(case, "serious/"), {"reason": "Eleven er redd."}, follow=True)
    assert "Nobody at the owner has been told" in text_of(answer)
    assert client.post(at(case, "not-serious/"), {"reason": "En annen."}).status_code == 302
    assert Case.objects.get().serious is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["principal", "deputy"])
def test_excluding_the_leader_leads_out_of_the_case(fjellet, signed_in, who):
    case = CaseFactory(unit=fjellet.school)
    client = signed_in(getattr(fjellet, who))
    form = {"person": fjellet.principal.pk, "closeness": "close", "reason": "Onkel."}
    answer = client.post(at(case, "access/close/"), form, follow=True)
    assert answer.redirect_chain[0] == ("/", 302)
    assert "You do not see this case any more" in text_of(answer)
    assert holder(case) == fjellet.owner
    assert client.get(at(case)).status_code == 404
    assert client.post(at(case, "access/close/"), form).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["access/hand-over/", "staff/"])
def test_handing_the_case_over_leads_out_of_it(fjellet, signed_in, way):
    case = CaseFactory(unit=fjellet.school)
    client = signed_in(fjellet.principal)
    assert client.get(at(case, way)).status_code == 200
    said = {"leader": "on", "reason": "En elev sier det.", "sure": "on"}
    for missing in ("reason", "sure") if "hand" in way else ("reason",):
        assert client.post(at(case, way), said | {missing: ""}).status_code == 200
    assert holder(case) == fjellet.school
    answer = client.post(at(case, way), said)
    assert answer.url == "/"
    assert holder(case) == fjellet.owner
    assert client.get(at(case, "access/")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_owner_hands_the_case_back(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    client = signed_in(fjellet.owner_adviser)
    assert "The owner holds this case" in text_of(client.get(at(case, "access/")))
    assert "Held by the owner" in text_of(client.get(at(case)))
    assert client.post(at(case, "access/hand-back/"), {"reason": "Ny rektor."}).url == "/"
    assert holder(case) == fjellet.school


def test_the_picker_offers_the_unit_its_owner_and_its_ppt_office_alone(fjellet, strand, signed_in):
    case = CaseFactory(unit=fjellet.school)
    CaseAccessFactory(case=case, person=fjellet.deputy)
    page = signed_in(fjellet.principal).get(at(case, "access/close/"))
    offered = set(page.context["form"].fields["person"].queryset)
    here = [
        "principal", "case_worker", "teacher", "other_teacher", "school_administrator",
        "ppt_adviser", "ppt_leader", "owner_adviser", "owner_administrator",
        "data_protection_officer",
    ]  # fmt: skip
    assert offered == {getattr(fjellet, role) for role in here}
    wrong = {"person": strand.teacher.pk, "closeness": "close", "reason": "Tante."}
    answer = signed_in(fjellet.principal).post(at(case, "access/close/"), wrong)
    assert "Choose somebody in the list." in text_of(answer)


def test_a_picker_remembers_nothing_of_the_one_before(fjellet, strand, signed_in):
    """Forms of two places after one another in the same process."""
    offered = {}
    for place in (strand, fjellet):
        case = CaseFactory(unit=place.school)
        CaseAccessFactory(case=case, person=place.deputy)
        for way in ("access/read/", "access/close/", "staff/new/"):
            form = signed_in(place.principal).get(at(case, way)).context["form"]
            offered[place.school, way] = dict(form.fields["person"].choices)
    here = offered[fjellet.school, "access/read/"]
    assert here[fjellet.teacher.pk] == "Bjørn Fjellet (Staff, Fjellet skole)"
    for way in ("access/read/", "access/close/", "staff/new/"):
        assert strand.teacher.pk not in offered[fjellet.school, way]
        assert (fjellet.deputy.pk in offered[fjellet.school, way]) is (way == "staff/new/")


def test_a_grant_and_a_part_are_given_and_ended(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    client = signed_in(fjellet.principal)
    form = {"person": fjellet.teacher.pk, "reason": "Skal skrive referat."}
    assert client.post(at(case, "access/read/"), form).url == at(case, "access/")
    row = CaseAccess.objects.get()
    assert client.post(at(case, f"access/{row.pk}/end/")).url == at(case, "access/")
    row.refresh_from_db()
    assert row.ended_at == NOW
    Case.objects.update(held_by=fjellet.owner)
    client = signed_in(fjellet.owner_adviser)
    assert client.post(at(case, "access/part/"), form).url == at(case, "access/")
    assert CaseAccess.objects.current().get().kind == "takes_part"
    assert client.post(at(case, "access/part/"), form).status_code == 200


def test_whom_a_staff_case_is_about_has_two_dates(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    client = signed_in(fjellet.principal)
    assert client.post(at(case, "staff/"), {"reason": "En elev sier det."}).status_code == 302
    token = str(uuid.uuid4())
    both = {"person": fjellet.teacher.pk, "described": "en vikar", "token": token}
    assert "Not both" in text_of(client.post(at(case, "staff/new/"), both))
    form = {"person": fjellet.teacher.pk, "described": "", "token": token}
    for _twice in range(2):
        assert client.post(at(case, "staff/new/"), form).url == at(case, "access/")
    row = StaffConcerned.objects.get()
    assert CaseAccess.objects.get().person == fjellet.teacher
    for what in ("informed", "heard"):
        path = at(case, f"staff/{row.pk}/{what}/")
        assert client.get(path).status_code == 200
        assert client.post(path, {"day": "23.11.2026"}).url == at(case, "access/")
    row.refresh_from_db()
    assert (row.informed_on, row.heard_on) == (TODAY, TODAY)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_however_many_rows(
    fjellet, signed_in, django_assert_num_queries, rows
):
    one = scene(fjellet)
    for _row in range(rows):
        CaseAccessFactory(case=one.case)
        CaseAccessFactory(
            case=one.case, person=member("owner_adviser", fjellet.owner), kind="granted"
        )
        OwnerNoticeFactory(case=one.case, receivers=[fjellet.owner_adviser.pk])
        StaffConcernedFactory(case=one.case, person=member("staff", fjellet.school), described="")
    client = signed_in(fjellet.principal)
    client.get(at(one.case, "access/"))
    with django_assert_num_queries(7 + 1 + 12):
        client.get(at(one.case, "access/"))
