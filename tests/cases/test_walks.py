"""Random walks over everything that can be done with a case: no forbidden state is ever reached,
and no promise is broken on the way."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from audit.models import Event
from cases.models import Case
from cases.rules import OPEN_STATES
from config.doctor import PROMISES, findings
from tests.cases.walking import MOVES, Walk
from tests.clock import NOW, TODAY
from tests.factories.audit import EventFactory
from tests.factories.cases import CaseFactory, InvolvementFactory

WHO = ["principal", "principal", "principal", "deputy", "teacher", "owner_adviser"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*MOVES, "measure"]),
        st.sampled_from(WHO),
        st.sampled_from([0, 0, 1, 20, 90]),
        st.integers(1, 5),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=25,
    max_size=40,
)
# Nobody sweeps, delivers or evaluates in these walks.
ASIDE = ("e-mail", "evaluation", "works where", "alert", "talk that is due", "version")


def walked(place, state, steps):
    case = CaseFactory(
        unit=place.school, alert__office=place.office, followed_until=TODAY, state=state
    )
    EventFactory(target_id=case.pk, at=NOW)
    walk = Walk(place, case, InvolvementFactory(case=case), NOW)
    for name, who, days, value, told in steps:
        if name == "measure":
            walk.measure()
        else:
            walk.move(name, getattr(place, who), days, value, told)
    return walk


def broken(now):
    return {
        found.promise for found in findings(now) if not any(word in found.promise for word in ASIDE)
    }


@pytest.mark.hypothesis
def test_no_walk_reaches_a_forbidden_state_or_breaks_a_promise(fjellet):
    taken: Counter = Counter()

    # A walk that fails is shown as it was walked: to shorten it would take minutes.
    @settings(max_examples=12, phases=[Phase.generate])
    @given(st.sampled_from(OPEN_STATES), STEPS)
    def walks(state, steps):
        with transaction.atomic():
            walk = walked(fjellet, state, steps)
            taken.update(walk.taken)
            assert broken(walk.now) == set()
            transaction.set_rollback(True)

    walks()
    print(f"measured: {sum(taken.values())} steps taken: {dict(taken)}")
    # The control: many of the steps that were tried were taken, and of the kinds that matter.
    assert sum(taken.values()) > 60
    assert len(taken) > 8


@pytest.mark.parametrize("how", ["closed", "void"])
def test_a_walk_finds_a_state_that_was_set_past_the_actions(fjellet, how):
    """The control: whoever goes round the actions is found out."""
    with pytest.raises((AssertionError, Event.DoesNotExist)):
        walked_past(fjellet, how)


def walked_past(place, how):
    case = CaseFactory(unit=place.school, followed_until=TODAY)
    walk = Walk(place, case, InvolvementFactory(case=case), NOW)
    before = walk.look()
    Case.objects.filter(pk=case.pk).update(state=how, ended_reason="Forbi alt.")
    walk.check(before)


def test_the_promises_that_are_asked_are_there():
    assert [name for name in PROMISES if not any(word in name for word in ASIDE)]
