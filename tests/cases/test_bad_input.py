"""Whatever is typed or sent: a sentence at the field, the text kept, and never a 500."""

import threading
import uuid
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, CaseDraft, Entry, PptAlert
from notifications.models import Message
from tests.cases.opening import class_of
from tests.cases.sheets import STEPS, begun, page, part, send, sheet
from tests.factories.cases import CaseFactory
from tests.factories.pupils import PupilFactory
from tests.plugin_database import AppClient

LONG = "x" * 1_000_000


@pytest.fixture
def principal(client, fjellet):
    client.force_login(fjellet.principal)
    return fjellet.principal


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("known_on", "31.02.2026"), ("known_on", "i går"), ("known_on", "20.11.1925"),
        ("known_on", "20.11.0100"),
        ("known_on", "9999-12-31"), ("known_on", ""),
        ("known_on", None), ("known_on", LONG), ("known_on", "20.11.2025\x00"),
        ("known_time", "25.00"), ("known_time", "\x00"), ("known_time", LONG),
        ("raised_on", "32.13.2025"), ("raised_on", "01.01.1999"), ("raised_on", "19.11.2025"),
        ("what_happened", ""), ("what_happened", "   "), ("what_happened", "...!"),
        ("what_happened", None), ("what_happened", LONG), ("what_happened", "a\x00b"),
        ("what_happened", "abc\u202egnp.exe"), ("what_happened", "\u2066skjult\u2069"),
        ("described", "x" * 121), ("described", LONG), ("described", "a\x07"),
        ("kinds", ["exclusion", "\x00"]), ("kinds", ["words"] * 3 + ["gossip"]),
        ("places", ["play_outdoors"]), ("places", [LONG]),
        ("source", None), ("source", "rumour"), ("source", "pupil\x00"),
        ("role", "violating"), ("role", None),
        ("serious", None), ("serious", ""), ("serious", "maybe"), ("serious", "\u202eyes"),
        ("needs_today", "a\x00"), ("needs_today", LONG),
        ("about", None), ("about", "somebody"),
        ("help_wanted", "money"), ("help_wanted", None),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_at_its_field_and_the_text_is_kept(client, principal, field, sent):
    beside = {1: "described", 2: "what_happened", 3: "needs_today"}
    typed, step = "Dette skrev jeg, og det skal ikke bli borte.", step_of(field)
    keep = {} if field == beside[step] else {beside[step]: typed}
    response = send(client, sheet(**(keep | {field: sent})))
    shown = unescape(page(response))
    assert response.status_code == 200
    assert f'id="id_{field}_error"' in shown
    assert 'class="ds-error-summary' in shown
    if keep:
        assert typed in shown
    elif sent:
        assert sent.strip() in shown
    assert Case.objects.count() == PptAlert.objects.count() == Message.objects.count() == 0


def step_of(field):
    return next(step for step, fields in STEPS.items() if field in fields)


@pytest.mark.parametrize("field", ["known_on", "raised_on"])
def test_a_date_ahead_is_told_at_its_field(client, monday, principal, field):
    response = send(client, sheet(**{field: "24.11.2026"}))
    assert f'id="id_{field}_error"' in page(response)
    assert Case.objects.count() == 0


def test_a_time_ahead_is_told_at_its_field(client, monday, principal):
    fields = sheet(known_on="23.11.2026", known_time="10.01")
    assert 'id="id_known_time_error"' in page(send(client, fields))


def test_serious_without_a_reason_is_told_at_the_reason(client, principal):
    response = send(client, sheet(serious="yes"))
    assert 'id="id_serious_reason_error"' in page(response)
    assert Case.objects.count() == 0


def test_nobody_chosen_is_told_at_the_list_and_the_summary_leads_there(client, principal, fjellet):
    class_of(fjellet.school, 2)
    shown = page(send(client, sheet(described="")))
    assert 'id="id_pupils_error"' in shown
    assert 'href="#id_pupils_0"' in shown
    assert shown.count('id="id_pupils_0"') == 1


def test_pupils_who_are_not_in_the_list_are_refused(client, principal, fjellet, strand):
    own = class_of(fjellet.school, 1)[0]
    for wrong in (
        str(uuid.uuid4()),
        "1",
        "\x00",
        LONG,
        "' OR 1=1 --",
        str(PupilFactory(unit=fjellet.other_school).pk),
        str(PupilFactory(unit=strand.school).pk),
        str(PupilFactory(unit=fjellet.school, protected=True).pk),
        str(PupilFactory(unit=fjellet.school, left_on=timezone.localdate()).pk),
    ):
        response = send(client, sheet(pupils=[str(own.pk), wrong]))
        assert response.status_code == 200
        assert 'id="id_pupils_error"' in page(response)
    assert Case.objects.count() == 0


def test_a_pupil_who_left_while_the_case_was_written_is_told_at_the_list(
    client, principal, fjellet
):
    pupil = class_of(fjellet.school, 1)[0]
    address, fields = begun(client), sheet(pupils=[str(pupil.pk)], described="")
    for step in (1, 2):
        client.post(f"{address}{step}/", part(fields, step))
    type(pupil).objects.filter(pk=pupil.pk).update(left_on=timezone.localdate())
    response = client.post(f"{address}3/", part(fields, 3), follow=True)
    assert 'id="id_pupils_error"' in page(response)
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": ""}, {"version": "-1"}, {"version": "9" * 5000}, {"version": "\x00"},
        {"window": ""}, {"window": "\x00"}, {"window": LONG},
    ],
)  # fmt: skip
@pytest.mark.parametrize("to", ["1/", "save/"])
def test_a_sheet_without_its_number_is_no_500_and_loses_nothing(client, principal, wrong, to):
    address = begun(client)
    response = client.post(f"{address}{to}", part(sheet(), 1) | wrong)
    assert response.status_code in (200, 302, 409)
    if response.status_code == 409 and to == "1/":
        assert "en elev vi ikke kjenner" in page(response)


@pytest.mark.parametrize("step", ["0", "4", "\x00", "", LONG, "1.5"])
def test_a_step_that_is_none_is_not_there(client, principal, step):
    address = begun(client)
    assert client.post(f"{address}save/", part(sheet(), 1) | {"step": step}).status_code == 404
    assert client.get(f"{address}4/").status_code == 404
    assert client.get(f"{address}0/").status_code == 404


def test_more_than_the_service_takes_in_is_said(client, principal):
    response = send(client, sheet(what_happened="x" * 17_000_000))
    assert response.status_code == 413
    response = send(client, sheet(pupils=[str(number) for number in range(20_100)]))
    assert response.status_code == 413
    response = send(client, sheet(pupils=[str(number) for number in range(1_100)]))
    assert (response.status_code, CaseDraft.objects.filter(typed__contains="1099").count()) == (
        200, 0,
    )  # fmt: skip
    assert Case.objects.count() == 0


def test_markup_is_shown_as_it_was_typed(client, principal):
    address, evil = begun(client), "<script>alert(1)</script>"
    send(client, sheet(what_happened=evil, described=evil, serious=None), address)
    for step in (1, 2, 3):
        shown = page(client.get(f"{address}{step}/"))
        assert evil not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("happened_on", "31.02.2026"), ("happened_on", "1.1.1900"), ("happened_on", "\x00"),
        ("text", ""), ("text", LONG), ("text", "a\x00"), ("text", "\u202e"), ("kind", "rumour"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_told_at_its_field(client, principal, fjellet, field, sent):
    case = CaseFactory(unit=fjellet.school)
    fields = {
        "kind": "note", "happened_on": "20.11.2025", "text": "Vi snakket sammen.",
        "token": str(uuid.uuid4()),
    } | {field: sent}  # fmt: skip
    response = client.post(f"/cases/{case.pk}/entries/new/", fields)
    assert response.status_code == 200
    assert f'id="id_{field}_error"' in page(response)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("reason", ["", LONG, "a\x00", "\u2067", "--"])
def test_a_wrong_reason_is_told_at_its_field(client, principal, fjellet, reason):
    case = CaseFactory(unit=fjellet.school, state="follow_up")
    response = client.post(f"/cases/{case.pk}/steps/close/", {"reason": reason})
    assert response.status_code == 200
    assert 'id="id_reason_error"' in page(response)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("about", "to"), [("nobody", "3/"), ("leader", "confirm/")])
def test_a_double_click_makes_one_case(fjellet, about, to):
    """Also where the case is out of sight for the one who opened it."""
    first, fields = AppClient(), sheet(about=about)
    first.force_login(fjellet.principal)
    address, answers, gate = begun(first), [], threading.Barrier(20)
    for step in (1, 2, 3) if about == "leader" else (1, 2):
        first.post(f"{address}{step}/", part(fields, step))

    def click():
        browser = AppClient()
        try:
            browser.force_login(fjellet.principal)
            gate.wait()
            response = browser.post(f"{address}{to}", part(fields, 3))
            answers.append((response.status_code, response.get("Location")))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case = Case.objects.get()
    shown = case.get_absolute_url() if about == "nobody" else "/today/"
    assert answers == [(302, shown)] * 20
    assert (PptAlert.objects.count(), Message.objects.filter(kind="cases.PptAlerted").count()) == (
        1, 4,
    )  # fmt: skip
