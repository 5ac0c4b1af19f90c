"""How it was looked into: the newest text stands, and two people never overwrite each other."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Event
from cases.actions import Superseded, write_investigation
from cases.models import Investigation
from common.errors import ActionError
from tests.cases.involving import ENDED
from tests.clock import NOW, TODAY
from tests.factories.cases import CaseFactory
from tests.factories.voices import InvestigationFactory
from tests.scope import acting, refused_to


@pytest.fixture
def case(fjellet):
    return CaseFactory(unit=fjellet.school)


def write(case, by, **more):
    given = {"token": uuid.uuid4(), "methods": ["talks"], "showed": "Det skjer etter gym."} | more
    with acting(by, TODAY):
        return write_investigation(case=case, by=by, now=NOW, **given)


def test_write_investigation_and_write_it_anew(fjellet, case):
    first = write(case, fjellet.deputy, methods=["observation", "talks"])
    assert (first.methods, first.replaces) == (["talks", "observation"], None)
    second = write(case, fjellet.principal, showed="Det skjer i dusjen.", seen=first.pk)
    assert (second.replaces, case.investigations.standing()) == (first, second)
    events = Event.objects.filter(name="investigation.written").values_list("data", flat=True)
    assert sorted(events, key=len) == [
        {"methods": ["talks", "observation"]}, {"methods": ["talks"]},
    ]  # fmt: skip


def test_write_investigation_refused_by_state_of_another_text(fjellet, case):
    """Of two who have read the same, the second is shown what the first has written."""
    read = write(case, fjellet.deputy)
    first = write(case, fjellet.principal, showed="A", seen=read.pk)
    with pytest.raises(Superseded) as refused:
        write(case, fjellet.deputy, showed="B", seen=read.pk)
    assert refused.value.current == first
    assert write(case, fjellet.deputy, showed="A og B", seen=first.pk).replaces == first
    assert Investigation.objects.count() == 3


def test_write_investigation_refused_by_state_when_both_begin(fjellet, case):
    first = write(case, fjellet.deputy)
    with pytest.raises(Superseded) as refused:
        write(case, fjellet.principal, showed="Noe annet.")
    assert refused.value.current == first
    with pytest.raises(ActionError):
        write(CaseFactory(unit=fjellet.school), fjellet.principal, seen=first.pk)


def test_write_investigation_without_a_change_is_none(fjellet, case):
    first = write(case, fjellet.deputy)
    assert write(case, fjellet.principal) == write(case, fjellet.principal, seen=first.pk) == first


def test_write_investigation_from_the_same_sheet_is_one(fjellet, case):
    token = uuid.uuid4()
    first = write(case, fjellet.deputy, token=token)
    assert write(case, fjellet.deputy, token=token) == first
    for by, text in ((fjellet.deputy, "Annet."), (fjellet.principal, "Enda noe annet.")):
        with pytest.raises(ActionError):
            write(case, by, token=token, showed=text, seen=first.pk)
    assert Investigation.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"showed": ""},
        {"showed": "—"},
        {"showed": "x" * 10_001},
        {"showed": "a\u202eb"},
        {"methods": []},
        {"methods": ["magic"]},
    ],
)
def test_write_investigation_refused_by_state_of_what_is_told(fjellet, case, wrong):
    with pytest.raises(ActionError):
        write(case, fjellet.principal, **wrong)


@pytest.mark.parametrize("ended", ENDED)
def test_write_investigation_refused_by_state(fjellet, ended):
    with pytest.raises(ActionError):
        write(CaseFactory(unit=fjellet.school, **ended), fjellet.principal)


def test_write_investigation_refused_by_role(fjellet, strand, case):
    refused_to(
        (fjellet.teacher, fjellet.other_principal, strand.principal), lambda by: write(case, by)
    )


def test_the_database_keeps_one_line_of_texts(case):
    first = InvestigationFactory(case=case)
    for replaces in (None, first):
        InvestigationFactory(case=case, replaces=first) if replaces else None
        with pytest.raises(IntegrityError), transaction.atomic():
            InvestigationFactory(case=case, replaces=replaces)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_text_stands_and_none_is_lost(fjellet, case):
    gate, made, refused = threading.Barrier(20), [], []

    def run(number):
        try:
            gate.wait()
            made.append(write(case, fjellet.principal, showed=f"Tekst {number}"))
        except Superseded as shown:
            refused.append(shown.current)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), refused) == (1, made * 19)
