"""Somebody is no longer part of the case. What was done stays, with its dates."""

import random
from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.models import Involvement
from common.errors import ActionError
from tests.cases.involving import ENDED, FRIDAY, add, change, end, name, unnamed
from tests.clock import TODAY
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.pupils import PupilFactory
from tests.factories.voices import TrustedAdultFactory
from tests.scope import refused_to

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def case(fjellet):
    case = CaseFactory(unit=fjellet.school)
    unnamed(case, described="alltid med")
    return case


def test_end_involvement_keeps_it_with_its_dates(fjellet, case):
    row = InvolvementFactory(case=case, role="bystander", starts_on=FRIDAY)
    assert end(row, fjellet.case_worker) == end(row, fjellet.case_worker) == row
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on) == (FRIDAY, TODAY)
    assert Event.objects.get(name="involvement.ended").data == {"role": "bystander"}


def test_end_involvement_ends_the_trusted_adult_or_hands_it_on(fjellet, case):
    first = InvolvementFactory(case=case, role="exposed")
    other = InvolvementFactory(case=case, role="violating", pupil=first.pupil)
    trusted = TrustedAdultFactory(involvement=first)
    end(first, fjellet.principal)
    trusted.refresh_from_db()
    assert (trusted.involvement, trusted.ends_on) == (other, None)
    end(other, fjellet.principal)
    trusted.refresh_from_db()
    assert (trusted.ends_on, trusted.talk_on, trusted.ended_for) == (TODAY, None, "over")


def test_end_involvement_of_a_described_one_hands_nothing_to_another(fjellet, case):
    row = unnamed(case)
    trusted = TrustedAdultFactory(involvement=row)
    end(row, fjellet.principal)
    trusted.refresh_from_db()
    assert (trusted.involvement, trusted.ended_for) == (row, "over")


def test_end_involvement_refused_by_state_of_a_running_plan(fjellet, case):
    row = InvolvementFactory(case=case)
    InvolvementFactory(case=case, role="exposed")
    measure = MeasureFactory(plan=PlanFactory(case=case, about=row), running=True)
    with pytest.raises(ActionError, match="Finish or stop"):
        end(row, fjellet.principal)
    type(measure).objects.update(state="finished", evaluate_on=None)
    assert end(row, fjellet.principal).ends_on == TODAY


def test_end_involvement_refused_by_state_of_the_last_one(fjellet):
    row = InvolvementFactory(case__unit=fjellet.school)
    with pytest.raises(ActionError, match="nobody else"):
        end(row, fjellet.principal)


@pytest.mark.parametrize(
    "day", [TODAY + timedelta(days=1), FRIDAY - timedelta(days=1), date(1999, 1, 1)]
)
def test_end_involvement_refused_by_state_of_the_day(fjellet, case, day):
    row = InvolvementFactory(case=case, starts_on=FRIDAY)
    with pytest.raises(ActionError):
        end(row, fjellet.principal, on=day)


@pytest.mark.parametrize("ended", ENDED)
def test_end_involvement_refused_by_state(fjellet, ended):
    case = CaseFactory(unit=fjellet.school, **ended)
    row = InvolvementFactory(case=case)
    unnamed(case)
    with pytest.raises(ActionError):
        end(row, fjellet.principal)


def test_end_involvement_refused_by_role(fjellet, strand, case):
    row = InvolvementFactory(case=case)
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal), lambda by: end(row, by)
    )


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_nobody_has_a_role_twice_and_no_line_is_broken(fjellet, case, seed):
    """Random walks: each open role is one, each line of rows is one, and none overlaps itself."""
    chance = random.Random(seed)
    pupils = PupilFactory.create_batch(3, unit=fjellet.school)
    roles = Involvement.Role.values
    for _step in range(25):
        open_rows = list(case.involvements.filter(ends_on=None))
        row = chance.choice(open_rows)
        asked = chance.choice(
            [
                lambda: add(case, fjellet.principal, pupils=[chance.choice(pupils)],
                            role=chance.choice(roles)),
                lambda: add(case, fjellet.principal, described="noen", role=chance.choice(roles)),
                lambda row=row: change(row, fjellet.principal, role=chance.choice(roles)),
                lambda row=row: name(row, fjellet.principal, chance.choice(pupils)),
                lambda row=row: end(row, fjellet.principal),
            ]
        )  # fmt: skip
        try:
            asked()
        except ActionError:
            continue
    found = list(case.involvements.all())
    held = [(row.pupil_id, row.role) for row in found if row.pupil_id and row.ends_on is None]
    assert len(held) == len(set(held))
    before = [row.continues_id for row in found if row.continues_id]
    assert len(before) == len(set(before))
    by_id = {row.pk: row for row in found}
    for row in found:
        if row.continues_id:
            earlier = by_id[row.continues_id]
            assert earlier.ends_on is not None
            assert earlier.ends_on <= row.starts_on
    assert case.involvements.filter(ends_on=None).exists()
