import pytest

from tests.guards import actions, tree


@pytest.mark.parametrize("app", tree.packages())
def test_each_action_is_tested_for_works_state_and_role(app):
    faults = actions.untested(
        app,
        list(actions.actions_of(app)),
        list(actions.tests_of(app)),
        without_state=actions.WITHOUT_STATE,
        without_role=actions.WITHOUT_ROLE,
    )
    assert list(faults) == []


def test_the_exceptions_name_actions_that_exist():
    known = {f"{app}.{name}" for app in tree.packages() for name in actions.actions_of(app)}
    assert {*actions.WITHOUT_STATE, *actions.WITHOUT_ROLE} <= known


WHOLE = ["open_case_writes_the_alert", "open_case_refused_by_state", "open_case_refused_by_role"]


@pytest.mark.parametrize("missing", range(3))
def test_a_missing_test_is_found(missing):
    tests = [name for number, name in enumerate(WHOLE) if number != missing]
    assert len(list(actions.untested("cases", ["open_case"], tests))) == 1


def test_a_test_counts_for_the_action_with_the_longest_name():
    both = ["open_case", "open_case_again"]
    tests = [name.replace("open_case", "open_case_again") for name in WHOLE]
    faults = list(actions.untested("cases", both, tests))
    assert [fault.split(":")[0] for fault in faults] == ["cases.open_case"] * 3


def test_an_exception_needs_no_test_of_that_kind():
    faults = actions.untested(
        "cases", ["open_case"], WHOLE[:1] + WHOLE[2:], without_state=["cases.open_case"]
    )
    assert list(faults) == []


def test_private_and_imported_functions_are_no_actions(tmp_path):
    (tmp_path / "actions").mkdir()
    (tmp_path / "actions" / "__init__.py").write_text("from .opening import open_case\n")
    (tmp_path / "actions" / "opening.py").write_text(
        "def open_case():\n    pass\n\n\ndef _lock():\n    pass\n"
    )
    assert list(actions.actions_of(tmp_path)) == ["open_case"]
