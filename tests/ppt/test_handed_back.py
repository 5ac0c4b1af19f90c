"""A case changes hands while PPT is asked to take on a measure."""

from datetime import timedelta

import pytest

from cases.actions import hand_back_case, hand_case_to_owner
from common.errors import ActionError
from ppt.models import MeasureRequest
from tests.clock import NOW
from tests.ppt.asking import ask, seen_by, take, waiting
from tests.ppt.scene import do

pytestmark = pytest.mark.usefixtures("english")


def test_what_was_asked_before_the_owner_took_the_case_stays_ended_when_it_is_handed_back(fjellet):
    row = waiting(fjellet)
    taken, back = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    do(hand_case_to_owner, fjellet.principal, case=row.case, now=taken)
    do(hand_back_case, fjellet.owner_adviser, case=row.case, now=back, reason="Ny rektor.")
    assert seen_by(fjellet.ppt_adviser, row) == []
    again = MeasureRequest.objects.select_related("case__unit", "case__alert", "measure").get()
    assert not again.stands(fjellet.office)
    with pytest.raises(ActionError, match="not asked for any more"):
        take(row, fjellet.ppt_adviser)
    new = ask(row.measure, fjellet.principal, now=back)
    assert seen_by(fjellet.ppt_adviser, new) == [new.pk]
    row.refresh_from_db()
    assert row.ending == "replaced"
