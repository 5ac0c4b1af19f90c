from cases.models import Case
from tests.clock import TODAY
from tests.factories.cases import CaseFactory
from tests.scope import acting


def test_other_units_case_is_not_there(fjellet, strand):
    case = CaseFactory(unit=fjellet.school)
    with acting(fjellet.principal, TODAY):
        assert list(Case.objects.all()) == [case]
    with acting(strand.principal, TODAY):
        assert list(Case.objects.all()) == []
