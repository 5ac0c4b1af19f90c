"""A case about a pupil with protected identity: who can open it, and what PPT is told."""

import uuid

import pytest

from cases.actions import (
    add_involvement,
    name_involved,
    narrow_alerts_of_protected,
    open_case,
)
from cases.models import Case, PptAlert
from common.errors import ActionError
from evaluations.sweep import sweep
from pupils.models import Pupil
from tests.cases.holding import do
from tests.cases.opening import class_of, opened, told
from tests.cases.sheets import begun, page, part, sheet
from tests.clock import NOW, TODAY
from tests.factories.pupils import PupilAccessFactory
from tests.plugin_database import as_worker

NAME = "Kanari Fugl"


@pytest.fixture
def hidden(fjellet):
    """One in a class that is large enough to be named to PPT; open to the principal alone."""
    pupil = class_of(fjellet.school, 40)[0]
    Pupil.objects.filter(pk=pupil.pk).update(protected=True, name=NAME)
    PupilAccessFactory(pupil=pupil, person=fjellet.principal)
    return Pupil.objects.get(pk=pupil.pk)


def test_the_alert_goes_and_is_as_that_of_a_small_unit(fjellet, hidden):
    case = opened(fjellet.school, fjellet.principal, pupils=[hidden], described=[])
    assert case.involvements.get().pupil_id == hidden.pk
    alert = PptAlert.objects.get()
    assert (alert.office, alert.unit, alert.stage, alert.kinds) == (fjellet.office, None, "", [])


def test_the_control_another_pupil_of_the_class_is_told_of_with_unit_and_stage(fjellet, hidden):
    other = Pupil.objects.exclude(pk=hidden.pk).first()
    opened(fjellet.school, fjellet.principal, pupils=[other], described=[])
    alert = PptAlert.objects.get()
    assert (alert.unit, alert.stage, alert.kinds) == (fjellet.school, "5-7", ["exclusion"])


@pytest.mark.parametrize("role", ["deputy", "case_worker"])
def test_nobody_who_is_not_named_opens_a_case_by_the_pupils_id(fjellet, hidden, role):
    by = getattr(fjellet, role)
    with pytest.raises(ActionError):
        opened(fjellet.school, by, pupils=[hidden])
    # Past the walls of the database, the code's own question is left.
    asked = {"unit": fjellet.school, "by": by, "now": NOW, "token": uuid.uuid4()}
    with pytest.raises(ActionError):
        open_case(**asked, **told(pupils=[hidden]))
    assert not Case.objects.exists()


def test_the_pupil_is_offered_to_the_one_who_is_named_alone(fjellet, hidden, signed_in):
    for person, offered in ((fjellet.principal, True), (fjellet.deputy, False)):
        client = signed_in(person)
        address = begun(client)
        assert (NAME in page(client.get(f"{address}1/"))) == offered
        chosen = part(sheet(pupils=[str(hidden.pk)], described=None), 1)
        response = client.post(f"{address}1/", chosen)
        assert response.status_code == (302 if offered else 200)


# ---------------------------------------------------------------- who comes in later
def told_to_ppt(case):
    alert = PptAlert.objects.get(pk=case.alert_id)
    return alert.unit, alert.stage, alert.kinds


@pytest.fixture
def case(fjellet, hidden):
    """About somebody else of the class, so that its alert names the school."""
    other = Pupil.objects.exclude(pk=hidden.pk).first()
    case = opened(fjellet.school, fjellet.principal, pupils=[other], described=["en elev"])
    assert told_to_ppt(case)[0] == fjellet.school
    return case


def test_the_alert_names_the_school_no_more_when_such_a_pupil_is_added(fjellet, hidden, case):
    added = {"token": uuid.uuid4(), "starts_on": TODAY, "role": "violating"}
    do(add_involvement, fjellet.principal, case=case, described="enda en", **added)
    assert told_to_ppt(case)[0] == fjellet.school
    added["token"] = uuid.uuid4()
    do(add_involvement, fjellet.principal, case=case, pupils=[hidden], **added)
    assert told_to_ppt(case) == (None, "", [])


def test_nor_when_somebody_turns_out_to_be_such_a_pupil(fjellet, hidden, case):
    row = case.involvements.get(pupil=None)
    do(name_involved, fjellet.principal, involvement=row, on=TODAY, pupil=hidden)
    assert told_to_ppt(case) == (None, "", [])


def test_narrow_alerts_of_protected_is_part_of_the_daily_round(fjellet, hidden, case):
    pupil = case.involvements.exclude(pupil=None).get().pupil_id
    another = Pupil.objects.exclude(pk__in=[pupil, hidden.pk]).earliest("pk")
    other = opened(fjellet.school, fjellet.principal, pupils=[another], described=[])
    Pupil.objects.filter(pk=pupil).update(protected=True)
    with as_worker():
        assert sweep(NOW)["narrowed"] == 1
    assert told_to_ppt(case) == (None, "", [])
    assert told_to_ppt(other)[0] == fjellet.school
    with as_worker():
        assert narrow_alerts_of_protected(now=NOW) == 0
