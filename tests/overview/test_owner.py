"""The owner's desk: what was told, exclusions to answer, and what is due."""

from datetime import timedelta

import pytest

from audit.models import Reading
from cases.actions import exclude_person, tell_owner
from cases.models import Case, CaseAccess, OwnerNotice
from measures.models import Measure
from tests.cases.holding import WHY, do, second_adviser
from tests.clock import TODAY
from tests.evaluations.scene import scene
from tests.factories.authorities import OrderedActFactory
from tests.factories.cases import CaseAccessFactory, CaseFactory
from tests.factories.owner import OwnerNoticeFactory

pytestmark = pytest.mark.usefixtures("english")


def told(place, kind="serious", **case):
    case = CaseFactory(unit=place.school, **case)
    reason = f"Grunnen: {kind}."
    return do(tell_owner, place.principal, case=case, kind=kind, reason=reason)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_notices_stand_each_kind_in_its_list_without_the_case(fjellet, signed_in):
    notices = {kind: told(fjellet, kind) for kind in ("serious", "staff")}
    client = signed_in(fjellet.owner_adviser)
    page = client.get("/owner/")
    heaps = {heap.kind: heap.notices for heap in page.context["desk"].heaps}
    assert heaps == {
        "serious": [notices["serious"]], "staff": [notices["staff"]], "closed_unsafe": [],
        "voided": [], "file_removed": [],
    }  # fmt: skip
    for notice in notices.values():
        assert notice.case.reference in text_of(page)
        assert notice.reason in text_of(page)
        assert notice.case.what_happened not in text_of(page)
        assert client.get(f"/cases/{notice.case_id}/").status_code == 404
    assert "Fjellet skole" in text_of(page)


def test_reading_the_desk_is_logged_for_each_case(fjellet, signed_in):
    notice = told(fjellet)
    row = do(
        exclude_person, fjellet.principal, case=CaseFactory(unit=fjellet.school),
        person=fjellet.deputy, reason=WHY,
    )  # fmt: skip
    Reading.objects.all().delete()
    signed_in(fjellet.owner_adviser).get("/owner/")
    read = Reading.objects.filter(person_id=fjellet.owner_adviser.pk, page="overview:owner")
    alerts = {notice.case.alert_id, row.case.alert_id}
    found = set(read.values_list("case_id", flat=True))
    assert found == {notice.case_id, row.case_id} | alerts, "alerts that no office got, too"


def test_a_notice_is_received_with_one_press(fjellet, signed_in):
    notice = told(fjellet)
    client = signed_in(fjellet.owner_adviser)
    assert "Receive what a school" in text_of(client.get("/today/"))
    answer = client.post(f"/cases/notices/{notice.pk}/receive/", follow=True)
    assert "By Dag Fjellet" in text_of(answer)
    assert OwnerNotice.objects.get().received_by == fjellet.owner_adviser
    assert "Receive what a school" not in text_of(client.get("/today/"))


def test_an_exclusion_is_confirmed_or_lifted_and_is_seen_to_be_late(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school)
    late = CaseAccessFactory(
        case=case, person=fjellet.deputy, answer_by=TODAY - timedelta(days=1), given_by=fjellet.head
    )
    client = signed_in(fjellet.owner_adviser)
    page = text_of(client.get("/owner/"))
    assert "Overdue" in page
    assert case.reference in page
    day = text_of(client.get("/today/"))
    assert "Confirm or lift an exclusion" in day
    assert "Overdue 1 day" in day
    answer = client.post(f"/cases/exclusions/{late.pk}/confirm/", follow=True)
    assert "Exclusions that are confirmed" in text_of(answer)
    lift = f"/cases/exclusions/{late.pk}/lift/"
    assert case.reference in text_of(client.get(lift))
    assert "Write why it is lifted." in text_of(client.post(lift, {"reason": ""}))
    assert client.post(lift, {"reason": "Ikke i slekt."}).url == "/owner/"
    assert CaseAccess.objects.get().answer == "lifted"
    again = client.post(lift, {"reason": "Ikke i slekt."})
    assert "already been lifted" in text_of(again)


def test_an_adviser_who_is_excluded_sees_neither_notice_nor_exclusion(fjellet, signed_in):
    notice = told(fjellet)
    row = CaseAccessFactory(case=notice.case, person=fjellet.owner_adviser)
    client = signed_in(fjellet.owner_adviser)
    for page in ("/owner/", "/today/", "/messages/"):
        assert notice.case.reference not in text_of(client.get(page))
        assert "Receive what" not in text_of(client.get(page))
    assert client.get("/owner/").context["desk"].to_answer == []
    assert "The owner must know" not in text_of(client.get("/messages/"))
    assert client.post(f"/cases/notices/{notice.pk}/receive/").status_code == 404
    assert client.post(f"/cases/exclusions/{row.pk}/confirm/").status_code == 404


def test_what_one_told_oneself_is_received_by_somebody_else(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.school, held_by=fjellet.owner)
    notice = do(tell_owner, fjellet.owner_adviser, case=case, kind="serious", reason=WHY)
    client = signed_in(fjellet.owner_adviser)
    assert "You told the owner of this yourself" in text_of(client.get("/owner/"))
    answer = client.post(f"/cases/notices/{notice.pk}/receive/", follow=True)
    assert "Somebody else must receive it" in text_of(answer)
    assert "nobody has been told" in text_of(client.get("/today/"))
    second_adviser(fjellet)
    client.post(f"/cases/{case.pk}/notices/{notice.pk}/again/")
    assert "nobody has been told" not in text_of(client.get("/today/"))


def test_whoever_gives_roles_learns_that_something_waits_for_nobody(fjellet, signed_in):
    notice = told(fjellet)
    client = signed_in(fjellet.owner_administrator)
    assert client.get("/owner/").context["for_nobody"] == (0, 0)
    CaseAccessFactory(case=notice.case, person=fjellet.owner_adviser)
    page = client.get("/owner/")
    # The notice, and the exclusion of the only one who could answer it.
    assert page.context["for_nobody"] == (True, False)
    assert page.context["desk"] is None
    assert notice.case.reference not in text_of(page)


def test_a_measure_whose_responsible_one_is_excluded_is_a_task(fjellet, signed_in):
    one = scene(fjellet)
    do(exclude_person, fjellet.principal, case=one.case, person=fjellet.teacher, reason=WHY)
    client = signed_in(fjellet.principal)
    page = text_of(client.get("/today/"))
    assert "Choose somebody else for the measure: Trygg voksen" in page
    assert "answers for something in this case" in text_of(
        client.get(f"/cases/{one.case.pk}/access/")
    )
    Measure.objects.update(responsible=fjellet.other_teacher)
    assert "Choose somebody else" not in text_of(client.get("/today/"))


def test_what_was_ordered_stands_on_the_desk_with_the_reference_alone(fjellet, strand, signed_in):
    act = OrderedActFactory(county_case__case__unit=fjellet.school, act="Flere voksne ute.")
    other = OrderedActFactory(county_case__case__unit=strand.school, act="En annen plan.")
    client = signed_in(fjellet.owner_adviser)
    page = text_of(client.get("/owner/"))
    assert fjellet.school.name in text_of(client.get("/today/"))
    for said in ("Ordered by the county governor", act.reference, "Flere voksne ute.",
                 f"<strong>{fjellet.school.name}</strong>",
                 f"/cases/acts/{act.pk}/done/"):  # fmt: skip
        assert said in page
    for hidden in (other.reference, "En annen plan.", act.case.what_happened):
        assert hidden not in page
    act.done_on, act.done_by, act.how = TODAY, fjellet.principal, "Ute fra mandag."
    act.save()
    page = text_of(client.get("/owner/"))
    assert "Everything that was ordered is done." in page
    assert "Ute fra mandag." in page
    CaseAccessFactory(case=act.case, person=fjellet.owner_adviser)
    assert act.reference not in text_of(client.get("/owner/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_takes_three_queries_however_many_rows(
    fjellet, signed_in, django_assert_num_queries, rows
):
    for _row in range(rows):
        notice = OwnerNoticeFactory(case__unit=fjellet.school)
        CaseAccessFactory(case=notice.case, answer_by=TODAY)
        OrderedActFactory(county_case__case=notice.case)
        Case.objects.filter(pk=notice.case_id).update(held_by=fjellet.owner)
    client = signed_in(fjellet.owner_adviser)
    client.get("/owner/")
    with django_assert_num_queries(7 + 10):
        client.get("/owner/")
