"""Nobody writes into the log of a case that is closed to the writer, whatever the code forgets."""

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction

from audit.models import Event
from cases import actions
from tests.cases.holding import WHY, do
from tests.clock import TODAY
from tests.factories.cases import CaseFactory
from tests.scope import acting

SQL = """
INSERT INTO audit_event (id, at, name, person_id, case_id, target, target_id, data, number)
VALUES (%s, now(), 'case.closed', %s, %s, 'cases.Case', %s, '{}', 0)
"""


def forge(by, case):
    """In plain SQL, as whoever finds a way around the product would do it."""
    asked = [uuid.uuid4(), by.pk, case and case.pk, case.pk if case else by.pk]
    with acting(by, TODAY), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [value and str(value) for value in asked])


@pytest.mark.parametrize("who", ["principal", "teacher", "owner_adviser", "ppt_adviser"])
def test_a_stranger_writes_no_event_into_a_case(fjellet, strand, who):
    with pytest.raises(ProgrammingError):
        forge(getattr(strand, who), CaseFactory(unit=fjellet.school))
    assert not Event.objects.exists()


def test_nor_does_whoever_is_excluded_from_it(fjellet):
    case = CaseFactory(unit=fjellet.school)
    do(actions.exclude_person, fjellet.deputy, case=case, person=fjellet.case_worker, reason=WHY)
    with pytest.raises(ProgrammingError):
        forge(fjellet.case_worker, case)


def test_what_is_no_cases_is_everybodys_own_and_the_owner_writes_of_what_it_was_told(fjellet):
    case = CaseFactory(unit=fjellet.school)
    forge(fjellet.ppt_adviser, None)
    with pytest.raises(ProgrammingError):
        forge(fjellet.owner_adviser, case)
    do(actions.mark_serious, fjellet.principal, case=case, reason=WHY)
    forge(fjellet.owner_adviser, case)
    forge(fjellet.principal, case)
