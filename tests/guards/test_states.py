import pytest

from tests.guards import states, tree

WRITES = [
    "case.state = 'closed'",
    "case.state, case.closed_at = 'closed', now",
    "case.state: str = 'closed'",
    "Case.objects.filter(pk=1).update(state='closed')",
    "Case.objects.create(state='closed')",
    "Case.objects.update_or_create(pk=1, defaults={'state': 'closed'})",
    "Case.objects.bulk_update(cases, ['state'])",
    "setattr(case, 'state', 'closed')",
    "cursor.execute(\"UPDATE cases_case SET state = 'closed'\")",
]
READS = [
    "open_cases = Case.objects.filter(state='open')",
    "state = case.state",
    "refused = case.state == 'closed'",
    "form = Form(initial={'state': case.state})",
]


def written(tmp_path, name, line):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n")
    return path


def test_state_is_assigned_in_actions_only():
    assert states.outside_actions(tree.product_modules()) == []


@pytest.mark.parametrize("line", WRITES)
def test_a_view_may_not_write_state(tmp_path, line):
    assert len(states.outside_actions([written(tmp_path, "cases/views.py", line)])) == 1


@pytest.mark.parametrize("line", READS)
def test_a_view_may_read_state(tmp_path, line):
    assert states.outside_actions([written(tmp_path, "cases/views.py", line)]) == []


@pytest.mark.parametrize("name", ["cases/actions.py", "cases/actions/closing.py"])
def test_an_action_may_write_state(tmp_path, name):
    assert states.outside_actions([written(tmp_path, name, WRITES[0])]) == []
