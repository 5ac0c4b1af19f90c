"""With many alerts at other offices and many that are over, PPT's desk reads by index."""

from django.db import connection
from django.utils import timezone

from tests.config.test_explain import (  # noqa: F401
    an_answer_for_each_alert,
    copied,
    scans,
    vacuumed,
)
from tests.factories.cases import CaseFactory, PptAlertFactory
from tests.factories.organisations import OfficeFactory
from tests.factories.ppt import NoteFactory, PptAnswerFactory
from tests.plugin_database import AppClient, as_app

PAGES = ("/ppt/", "/ppt/?show=new", "/ppt/?show=received", "/ppt/?show=mine", "/ppt/?kind=words")
OF_THE_DESK = {"cases_pptalert", "cases_pptanswer", "ppt_note"}


def asked(page, person):
    client = AppClient()
    client.force_login(person)
    with as_app(), connection.cursor() as cursor:
        cursor.execute("SELECT enter(%s, %s)", [person.pk, timezone.localdate()])
    return [one for one in scans(client, page) if one[0] in OF_THE_DESK]


def test_the_desk_and_what_ppt_answers_are_read_by_index(vacuumed, fjellet):  # noqa: F811
    elsewhere = PptAlertFactory(unit=fjellet.school, office=OfficeFactory(), kinds=["words"])
    PptAnswerFactory(alert=elsewhere)
    NoteFactory(alert=elsewhere)
    number = {"id": "gen_random_uuid()", "number": "'x' || n"}
    copied("cases_pptalert", **number)
    fresh = {"id": "gen_random_uuid()", "form_token": "gen_random_uuid()"}
    an_answer_for_each_alert()
    copied("ppt_note", **fresh)
    case = CaseFactory(unit=fjellet.school, alert__office=fjellet.office)
    PptAnswerFactory(alert=case.alert, received_at=None)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {page: asked(page, fjellet.ppt_adviser) for page in PAGES}
    found["alert"] = asked(f"/ppt/{case.alert_id}/", fjellet.ppt_adviser)
    found["my day"] = asked("/today/", fjellet.principal)
    found["case"] = asked(case.get_absolute_url(), fjellet.principal)
    found["case ppt"] = asked(f"/cases/{case.pk}/ppt/", fjellet.principal)
    assert {page: seen for page, seen in found.items() if seen} == {}
