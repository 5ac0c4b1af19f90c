"""Level 0 of the alert to PPT, on every combination of what it depends on.

What is expected is written here by hand from the design (4.5 and 4.7), never from the code: under
30 in the band, a kindergarten, staff or a protected identity show neither unit, stage nor kind.
"""

from itertools import chain, combinations, product

import pytest

from cases import rules
from cases.models import PptAlert
from cases.models.words import Kind
from organisations.models import Organisation
from tests.cases.opening import class_of, opened
from tests.factories.pupils import PupilAccessFactory

NOTHING = (False, "", ())
# The size of the band beside the answer to "is it small?".
SIZES = {0: True, 1: True, 28: True, 29: True, 30: False, 31: False, 400: False}
# Stages of those concerned beside what may be said of them: one and the same band, or nothing.
STAGES = {
    (): "", (None,): "", (1,): "1-4", (4,): "1-4", (1, 2, 3, 4): "1-4", (5,): "5-7", (7,): "5-7",
    (8,): "8-10", (10,): "8-10", (11,): "11-13", (13,): "11-13", (4, 5): "", (7, 8): "",
    (10, 11): "", (1, 13): "", (6, None): "", (0,): "", (14,): "",
}  # fmt: skip
KINDS = [
    tuple(chosen) for chosen in chain.from_iterable(combinations(Kind.values, n) for n in range(6))
]
YES_NO = (False, True)


def told(**facts):
    content = rules.alert_content(**facts)
    return content.names_unit, content.stage, content.kinds


@pytest.mark.parametrize(("kindergarten", "staff", "protected"), list(product(YES_NO, repeat=3)))
def test_level_0_on_every_combination(kindergarten, staff, protected):
    for (size, is_small), (stages, said), kinds in product(SIZES.items(), STAGES.items(), KINDS):
        hidden = kindergarten or staff or protected or is_small
        assert told(
            is_kindergarten=kindergarten,
            is_about_staff=staff,
            is_protected=protected,
            band=rules.Band(frozenset(stages), size),
            kinds=kinds,
        ) == (NOTHING if hidden else (True, said, kinds)), (size, stages, kinds)


@pytest.mark.parametrize(("small", "size", "is_small"), [(10, 9, True), (10, 10, False)])
def test_the_limit_is_the_owners(small, size, is_small):
    band = rules.Band(frozenset({6}), size)
    facts = {"is_kindergarten": False, "is_about_staff": False, "kinds": ("words",)}
    assert told(band=band, small=small, **facts) == (
        NOTHING if is_small else (True, "5-7", ("words",))
    )


@pytest.mark.parametrize("regime", Organisation.Regime.values)
@pytest.mark.parametrize(("count", "staff", "protected"), list(product((29, 30), YES_NO, YES_NO)))
def test_level_0_of_a_case_that_is_opened(fjellet, regime, count, staff, protected):
    """The same from end to end: what the row holds that PPT reads."""
    is_kindergarten = regime == "kindergarten_act"
    unit = fjellet.kindergarten if is_kindergarten else fjellet.school
    Organisation.objects.filter(pk=unit.pk).update(regime=regime)
    unit.refresh_from_db()
    by = fjellet.head if is_kindergarten else fjellet.principal
    one = class_of(unit, count)[0]
    if protected:
        type(one).objects.filter(pk=one.pk).update(protected=True)
        PupilAccessFactory(pupil=one, person=by)
    opened(unit, by, pupils=[one], described=[], kinds=["words"], is_about_staff=staff)
    alert = PptAlert.objects.get()
    hidden = is_kindergarten or staff or protected or count < 30
    expected = (None, "", []) if hidden else (unit, "5-7", ["words"])
    assert (alert.unit, alert.stage, alert.kinds) == expected
    assert (alert.regime, alert.help_wanted, alert.state) == (regime, "not_said", "new")
