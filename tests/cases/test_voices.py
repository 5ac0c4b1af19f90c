"""Those whom the case is about are heard, or it is said why not."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from audit.models import Event
from cases.actions import record_hearing
from cases.models import Hearing
from common.errors import ActionError
from tests.cases.involving import ENDED
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.voices import HearingFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")

HELD = {
    "outcome": "held", "heard_on": TODAY, "heard_by": "Anne", "how": "talk",
    "own_words": "Det er verst i garderoben.",
}  # fmt: skip


@pytest.fixture
def row(fjellet):
    return InvolvementFactory(case__unit=fjellet.school)


def hear(row, by, **more):
    given = {"token": uuid.uuid4(), **(HELD if "outcome" not in more else {})} | more
    with acting(by, TODAY):
        return record_hearing(involvement=row, by=by, now=NOW, **given)


def test_record_hearing_keeps_the_words_apart_from_what_adults_think(fjellet, row):
    made = hear(row, fjellet.deputy, own_words=" Det er verst.\r\nI dusjen. ", adults_think="Enig.")
    made.refresh_from_db()
    assert (made.own_words, made.adults_think) == ("Det er verst.\nI dusjen.", "Enig.")
    assert (made.heard_on, made.heard_by, made.how, made.written_by) == (
        TODAY, "Anne", "talk", fjellet.deputy,
    )  # fmt: skip
    event = Event.objects.get(name="hearing.recorded")
    assert (event.data, event.case_id) == ({"outcome": "held"}, row.case_id)


def test_record_hearing_of_a_talk_before_the_pupil_was_part_of_the_case(fjellet, row):
    made = hear(row, fjellet.deputy, heard_on=date(2026, 3, 2))
    row.refresh_from_db()
    assert (made.heard_on, row.starts_on) == (date(2026, 3, 2), TODAY)
    with pytest.raises(ActionError):
        hear(row, fjellet.deputy, heard_on=date(2025, 11, 19))


def test_record_hearing_respects_a_no_and_the_choice_of_another_adult(fjellet, row):
    made = hear(row, fjellet.principal, outcome="declined", rather_with=" helsesykepleier ")
    assert (made.declined, made.rather_with, made.heard_on, made.own_words) == (
        True, "helsesykepleier", None, "",
    )  # fmt: skip


def test_record_hearing_says_why_somebody_was_not_heard(fjellet, row):
    made = hear(row, fjellet.principal, outcome="not_heard", not_heard_reason="Er syk.")
    assert (made.not_heard_reason, made.declined, made.heard_on) == ("Er syk.", False, None)


def test_record_hearing_leaves_out_what_does_not_belong_to_the_outcome(fjellet, row):
    made = hear(
        row, fjellet.principal, **(HELD | {"outcome": "not_heard", "not_heard_reason": "X"})
    )
    assert (made.own_words, made.heard_by, made.how) == ("", "", "")


def test_record_hearing_anew_is_a_new_row(fjellet, row):
    for _time in range(2):
        hear(row, fjellet.principal)
    assert row.hearings.count() == 2


def test_record_hearing_from_the_same_sheet_is_one(fjellet, row):
    token = uuid.uuid4()
    assert hear(row, fjellet.principal, token=token) == hear(row, fjellet.principal, token=token)
    for by, words in ((fjellet.principal, "Noe annet."), (fjellet.deputy, HELD["own_words"])):
        with pytest.raises(ActionError):
            hear(row, by, token=token, **(HELD | {"own_words": words}))
    assert Hearing.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"own_words": ""},
        {"own_words": "…"},
        {"own_words": "a\u202eb"},
        {"own_words": "x" * 10_001},
        {"adults_think": "x" * 10_001},
        {"heard_on": None},
        {"heard_on": TODAY + timedelta(days=1)},
        {"heard_on": date(2025, 11, 19)},
        {"heard_on": date(1999, 1, 1)},
        {"heard_by": ""},
        {"heard_by": "x" * 121},
        {"how": ""},
        {"how": "telepathy"},
        {"outcome": "not_heard"},
        {"outcome": "rumour"},
        {"outcome": "declined", "rather_with": "x" * 121},
    ],
)
def test_record_hearing_refused_by_state_of_what_is_told(fjellet, row, wrong):
    with pytest.raises(ActionError):
        hear(row, fjellet.principal, **(HELD | wrong))
    assert not Hearing.objects.exists()


def test_record_hearing_refused_by_state_of_a_group(fjellet, row):
    group = InvolvementFactory(case=row.case, pupil=None, described="noen", group_size=5)
    with pytest.raises(ActionError, match="not heard as one"):
        hear(group, fjellet.principal)


@pytest.mark.parametrize("ended", ENDED)
def test_record_hearing_refused_by_state(fjellet, ended):
    row = InvolvementFactory(case=CaseFactory(unit=fjellet.school, **ended))
    with pytest.raises(ActionError):
        hear(row, fjellet.principal)


def test_record_hearing_refused_by_role(fjellet, strand, row):
    refused_to(
        (fjellet.teacher, fjellet.other_principal, fjellet.ppt_adviser, strand.principal),
        lambda by: hear(row, by),
    )


def test_a_hearing_is_never_changed_or_taken_away(fjellet, row):
    made = HearingFactory(involvement=row)
    rows = Hearing.objects.filter(pk=made.pk)
    for touch in (lambda: rows.update(own_words="X"), lambda: rows._raw_delete("default")):
        with (
            acting(fjellet.principal, TODAY),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            touch()


@pytest.mark.parametrize(
    "half",
    [
        {"own_words": ""},
        {"declined": True},
        {"not_heard_reason": "Syk."},
        {"rather_with": "Kari"},
        {"heard_on": None},
    ],
)
def test_the_database_knows_three_outcomes(row, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        HearingFactory(involvement=row, **half)
