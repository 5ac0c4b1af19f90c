"""The school's pages about PPT: parts are opened, help is asked for, and it is withdrawn."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Case, PptAlert, PptOpening
from organisations.models import PptService
from tests.clock import NOW, TODAY
from tests.evaluations.scene import scene
from tests.factories.cases import (
    CaseAccessFactory,
    CaseFactory,
    EntryFactory,
    InvolvementFactory,
    SafetyAnswerFactory,
)
from tests.factories.evaluations import EvaluationFactory
from tests.factories.measures import MeasureFactory
from tests.factories.opened import PptOpeningFactory
from tests.factories.organisations import OfficeFactory
from tests.factories.pupils import PupilFactory
from tests.ppt.test_opened import CANARY, case_at, shown, text_of
from tests.scope import acting

FRAME = 7  # session, person, enter, read log (3), leave


@pytest.fixture(autouse=True)
def all_in_english(english):
    """Asked for by every test here."""


def full_of_canaries(place):
    """A case in which every text but the problem and the measure's title says the same word."""
    made = scene(place, why=CANARY, how=CANARY)
    PptAlert.objects.update(office=place.office)
    Case.objects.update(what_happened=CANARY, serious=True, serious_reason=CANARY)
    made.measure.plan.__class__.objects.update(problem="Står alene.", goal=CANARY, together=CANARY)
    EvaluationFactory(measure=made.measure, effect="partly", note=CANARY, not_as_planned=CANARY)
    EntryFactory(case=made.case, text=CANARY)
    SafetyAnswerFactory(involvement=made.pupil, day=TODAY - timedelta(days=14), value=2)
    MeasureFactory(plan=made.measure.plan, title=f"{CANARY} senere", responsible=place.teacher)
    made.case.refresh_from_db()
    return made


def sheet(**more):
    return {
        "token": str(uuid.uuid4()), "ground": "needed", "reason": "PPT skal hjelpe.",
        "until": "30.11.2026", "problem": "Står alene.", "tried": "Trygg voksen: it helped partly",
        "names": "Sárá Nilsen",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "there", "missing"),
    [
        (["problem"], ["Står alene."], ["Completed", "System", "Trygg voksen:", "Unsafe", "Sárá"]),
        (["plan"], ["1 planned, 1 running"], ["Står alene.", "Trygg voksen:", "Unsafe", "Sárá"]),
        (["coverage"], ["The class or group"], ["Står alene.", "Trygg voksen:", "Unsafe", "Sárá"]),
        (["tried"], ["Trygg voksen: it helped partly"], ["Står alene.", "Unsafe", "Sárá"]),
        (["curve"], ["2 Unsafe", "09.11.2026"], ["Står alene.", "Trygg voksen:", "Sárá"]),
        (["place"], ["<dt>Place</dt>"], ["Står alene.", "Trygg voksen:", "Unsafe", "Sárá"]),
    ],
)
def test_each_part_shows_itself_and_nothing_else(fjellet, signed_in, parts, there, missing):
    made = full_of_canaries(fjellet)
    client = signed_in(fjellet.principal)
    address = reverse("opened:open", args=[made.case.pk])
    assert client.post(address, sheet(parts=parts)).status_code == 302
    page = shown(signed_in(fjellet.ppt_adviser), made.case)
    assert [one for one in there if one not in page] == []
    assert [one for one in [*missing, CANARY] if one in page] == []
    assert PptOpening.objects.get().parts == parts


def test_a_name_is_pointed_out_beside_its_text_and_what_was_typed_is_kept(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    address = reverse("opened:open", args=[made.case.pk])
    client = signed_in(fjellet.principal)
    wrong = sheet(parts=["problem"], problem="Sárá står alene.")
    page = text_of(client.post(address, wrong))
    assert "“Sárá Nilsen” stands under “The problem”. Take the name out." in page
    assert "Sárá står alene." in page
    assert "the words are no names" not in page
    page = text_of(client.post(address, sheet(parts=["problem"], problem="Det er sárá sin tur.")))
    assert "I have read it: the words are no names" in page
    passed = sheet(parts=["problem"], problem="Det er sárá sin tur.", no_names="on")
    assert client.post(address, passed).status_code == 302


def test_the_form_asks_for_what_is_missing(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    address = reverse("opened:open", args=[made.case.pk])
    client = signed_in(fjellet.principal)

    def said(**more):
        return text_of(client.post(address, sheet(**more)))

    assert "Choose what PPT is to see." in said()
    assert "You have written here, but not chosen this part." in said(parts=["plan"], tried="Nytt.")
    assert "Write what PPT is to read, or do not choose" in said(parts=["problem"], problem="")
    assert "Write who has agreed." in said(parts=["plan"], ground="consent")
    assert "Choose that the family has agreed" in said(parts=["plan"], consent_from="Mor")
    assert "you have decided that PPT must know the names" in said(parts=["names"])
    assert not PptOpening.objects.exists()


def test_asking_for_help_with_and_without_parts(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    address = reverse("opened:ask", args=[made.case.pk])
    client = signed_in(fjellet.principal)
    empty = {"token": str(uuid.uuid4()), "until": "30.11.2026"}
    first = {name: sheet()[name] for name in ("problem", "names")}
    first["tried"] = "Trygg voksen: it helped partly"
    assert "Choose what help you want." in text_of(client.post(address, empty | first))
    asked = empty | first | {"help_wanted": "meeting"}
    assert "but chosen nothing" in text_of(client.post(address, asked | {"reason": "Fordi."}))
    response = client.post(address, asked)
    assert response["Location"] == reverse("opened:case", args=[made.case.pk])
    assert PptAlert.objects.get().help_wanted == "meeting"
    assert not PptOpening.objects.exists()
    assert "Say what lets PPT know" in text_of(client.post(address, asked | {"parts": ["plan"]}))
    with_parts = sheet(parts=["plan"], help_wanted="advice") | {"tried": first["tried"]}
    assert client.post(address, with_parts).status_code == 302
    assert PptOpening.objects.get().parts == ["plan"]
    # Whoever does not lead asks, and opens nothing.
    deputys = signed_in(fjellet.deputy)
    assert "What is PPT to see?" not in text_of(deputys.get(address))
    assert deputys.post(address, with_parts | {"help_wanted": "meeting"}).status_code == 302
    assert PptOpening.objects.count() == 1


def test_ask_refused_by_state_where_no_office_serves(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    PptAlert.objects.update(office=None)
    address = reverse("opened:ask", args=[made.case.pk])
    client = signed_in(fjellet.principal)
    page = text_of(client.post(address, {"help_wanted": "meeting"}, follow=True))
    assert "No PPT office serves this place. The owner is told." in page
    assert "They call you" not in page
    assert address not in page
    assert PptAlert.objects.get().contact_wanted_at is None


def test_the_form_says_what_must_be_filled_in_when(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    said = text_of(signed_in(fjellet.principal).get(reverse("opened:ask", args=[made.case.pk])))
    assert said.count("Must be filled in if you choose this part") == 3
    assert said.count("Must be filled in if the family has agreed") == 3
    assert said.count("Must be filled in if PPT is to see something") == 3


def test_the_page_says_which_case_it_is_and_when_ppt_received(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    adviser = fjellet.ppt_adviser
    PptAlert.objects.update(state="help_offered", received_by=adviser, received_at=NOW)
    address = reverse("opened:case", args=[made.case.pk])
    said = text_of(signed_in(fjellet.principal).get(address))
    assert f">PPT, case {made.case.reference}</h1>" in said
    assert "<dd>Help offered</dd>" in said
    assert f"<dt>Acknowledged</dt> <dd>{adviser.name}, Monday 23 November 2026" in said


def test_the_page_of_the_case_says_what_is_open_and_how_it_is_withdrawn(fjellet, signed_in):
    case = case_at(fjellet)
    row = PptOpeningFactory(case=case, agreed=True, opened_by=fjellet.principal)
    client = signed_in(fjellet.principal)
    for address in (reverse("opened:case", args=[case.pk]), f"/cases/{case.pk}/access/"):
        page = text_of(client.get(address))
        assert "The problem" in page
        assert "Sunday 23 May 2027" in page
    way = reverse("opened:withdraw", args=[case.pk, row.pk])
    assert way in text_of(client.get(reverse("opened:case", args=[case.pk])))
    assert "Write why it is withdrawn." in text_of(client.post(way, {"reason": ""}))
    assert client.post(way, {"reason": "De vil ikke mer."}).status_code == 302
    page = text_of(client.get(reverse("opened:case", args=[case.pk])))
    assert "De vil ikke mer." in page
    assert way not in page
    assert "Nobody there sees anything" in text_of(client.get(f"/cases/{case.pk}/access/"))
    assert "already been ended" in text_of(client.post(way, {"reason": "Igjen."}))


def test_the_text_for_a_referral_gathers_what_was_tried(fjellet, signed_in):
    made = full_of_canaries(fjellet)
    page = text_of(signed_in(fjellet.deputy).get(reverse("opened:referral", args=[made.case.pk])))
    days = "From 23.11.2026, still going on · The one exposed"
    assert f"<li>Trygg voksen: it helped partly<br>{days}</li>" in page
    assert "needs consent" in page
    assert CANARY not in page
    made.measure.__class__.objects.filter(pk=made.measure.pk).update(
        state="finished", evaluate_on=None, ends_on=TODAY + timedelta(days=7),
        target_groups=["exposed", "class"],
    )  # fmt: skip
    page = text_of(signed_in(fjellet.deputy).get(reverse("opened:referral", args=[made.case.pk])))
    assert "<br>23.11.2026–30.11.2026 · The one exposed, The class or group</li>" in page
    # What is opened is the sentence alone.
    form = text_of(signed_in(fjellet.principal).get(reverse("opened:open", args=[made.case.pk])))
    assert ("it helped partly" in form, "23.11.2026–" in form) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_many_as_for_one(
    fjellet, signed_in, count, django_assert_num_queries
):
    case = case_at(fjellet)
    for number in range(count):
        PptOpeningFactory(
            case=case, opened_at=NOW - timedelta(days=number),
            **({"ended_at": NOW, "ending": "replaced"} if number else {}),
        )  # fmt: skip
    client = signed_in(fjellet.principal)
    address = reverse("opened:case", args=[case.pk])
    client.get(address)
    # The case, its alert, what was opened and what PPT was asked to take on, answers.
    with django_assert_num_queries(FRAME + 5):
        assert text_of(client.get(address)).count('<li class="card">') == count


def protect(row):
    hidden = PupilFactory(unit=row.case.unit, name="Sárá Nilsen", protected=True)
    InvolvementFactory(case=row.case, pupil=hidden)


def serve_elsewhere(row):
    office = OfficeFactory(parent=row.case.unit.parent)
    PptService.objects.update_or_create(serves=row.case.unit, defaults={"office": office})


def let_time_go(row):
    type(row).objects.update(until=TODAY - timedelta(days=1))


def end_the_case(row):
    Case.objects.update(state="closed", ended_reason="Trygt.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (protect, "has got a protected identity"),
        (serve_elsewhere, "Another PPT office serves you now"),
        (let_time_go, "Over"),
        (end_the_case, "The case has ended."),
    ],
)
def test_the_school_is_told_what_ppt_sees_now(fjellet, signed_in, change, said):
    row = PptOpeningFactory(
        case=case_at(fjellet), content={"names": "Sárá Nilsen"}, opened_by=fjellet.principal
    )
    addresses = reverse("opened:case", args=[row.case_id]), f"/cases/{row.case_id}/access/"
    page, seeing = [text_of(signed_in(fjellet.principal).get(one)) for one in addresses]
    assert "Open to PPT" in page
    assert "and what was opened until" in seeing
    assert "Sárá Nilsen" in shown(signed_in(fjellet.ppt_adviser), row.case)
    change(row)
    page, seeing = [text_of(signed_in(fjellet.principal).get(one)) for one in addresses]
    assert said in page
    assert "Open to PPT" not in page
    assert "and what was opened until" not in seeing
    assert "Sárá Nilsen" not in shown(signed_in(fjellet.ppt_adviser), row.case)


def test_whoever_does_not_see_the_case_is_not_told_why(fjellet, strand):
    row = PptOpeningFactory(case=case_at(fjellet))
    CaseAccessFactory(case=row.case, person=fjellet.case_worker)
    asked = "SELECT cases_closed_to_ppt(%s, %s)"
    for by, told in (
        (fjellet.principal, ""), (fjellet.case_worker, None), (fjellet.ppt_adviser, None),
        (strand.principal, None),
    ):  # fmt: skip
        with acting(by, TODAY), connection.cursor() as cursor:
            cursor.execute(asked, [row.pk, TODAY])
            assert cursor.fetchone() == (told,)


def test_in_a_kindergarten_it_speaks_of_the_kindergarten(fjellet, signed_in):
    case = CaseFactory(unit=fjellet.kindergarten, alert__office=fjellet.office)
    PptOpeningFactory(case=case)
    client = signed_in(fjellet.head)
    for name in ("case", "open", "ask", "referral"):
        page = client.get(reverse(f"opened:{name}", args=[case.pk]))
        main = text_of(page).partition("<main")[2].partition(">")[2]
        words = re.sub("<[^>]+>", " ", main).lower()
        assert [word for word in ("pupil", "school", "class") if f" {word}" in words] == [], name
