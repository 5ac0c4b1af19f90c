"""Every action has at least three tests, known by their names (docs/developing.md)."""

import ast

from tests.guards import tree

STATE = "refused_by_state"
ROLE = "refused_by_role"

# "app.action": why a refusal of that kind cannot exist.
WITHOUT_STATE = {
    "accounts.drop_kept_forms": "to throw away what is gone already is no fault",
    "accounts.drop_outlived": "what is past its day is thrown away in every state",
    "cases.drop_draft": "to throw away what is gone already is no fault",
    "cases.drop_outlived_drafts": "what is past its day is thrown away in every state",
    "cases.move_cases_of_excluded_leaders": "a case that has moved is not found again",
    "cases.narrow_alerts_of_protected": "an alert that names no unit is not found again",
    "cases.tell_due_handovers": "told once of each date, whatever else is so",
    "cases.tell_due_talks": "told once of each date, whatever else is so",
    "cases.tell_ppt_answers": "told once of each answer, whatever else is so",
    "cases.tell_unanswered_alerts": "told once of each date, whatever else is so",
    "cases.receive_ppt_answer": "to note twice what one has received is no fault",
    "ppt.receive_alerts": "what is refused is said of each, and holds up nothing",
    "ppt.assign_alerts": "as receive_alerts",
    "ppt.write_note": "PPT's own notes are written in every state",
    "cases.lock": "every state can be locked",
    "measures.add_own_measure": "an owner words measures in every state",
    "measures.show_own_measure": "to hide what is hidden already is no fault",
    "pupils.drop_staged_lines": "what is past its day is thrown away in every state",
    "organisations.end_absence": "to come back twice is no fault",
    "organisations.remove_period": "to remove what is gone already is no fault",
}
WITHOUT_ROLE = {
    "cases.move_cases_of_excluded_leaders": "the sweep's, by the system",
    "cases.narrow_alerts_of_protected": "the sweep's, by the system",
    "cases.recount_talks": "the sweep's, by the system",
    "evaluations.prepare_reviews": "the sweep's, by the system",
    "evaluations.recount_reviews": "the sweep's, by the system",
    "measures.recompute_evaluation_dates": "the sweep's, by the system",
    "measures.recompute_planned_starts": "the sweep's, by the system",
    "measures.start_due_measures": "the sweep's, by the system",
    "measures.recompute_shared_evaluation_dates": "the sweep's, by the system",
    "measures.recompute_shared_starts": "the sweep's, by the system",
    "measures.start_due_shared_measures": "the sweep's, by the system",
    "accounts.add_person": "roles are known above; whoever gives the person one is asked there",
    "accounts.give_start_password": "as add_person",
    "accounts.choose_language": "one's own",
    "accounts.keep_form": "one's own",
    "accounts.drop_kept_forms": "one's own",
    "accounts.drop_outlived": "the sweep's, by the system",
    "cases.drop_outlived_drafts": "the sweep's, by the system",
    "documents.renew_feed": "one's own",
    "documents.send_feed": "one's own",
    "documents.turn_off_feed": "one's own",
    "documents.turn_on_feed": "one's own",
    "accounts.correct_address": "organisations.correct_address asks, for whoever gives roles",
    "accounts.close_account": "organisations.close_account asks, as above",
    "accounts.reopen_account": "organisations.reopen_account asks, as above",
    "accounts.rename_person": "asked by the import of those who work at a unit",
    "pupils.drop_staged_lines": "the sweep's, by the system",
}


def actions_of(app):
    """Every public function that is defined in the app's ``actions``."""
    folder = tree.ROOT / app if isinstance(app, str) else app
    for path in [folder / "actions.py", *sorted((folder / "actions").glob("*.py"))]:
        if path.is_file():
            for node in tree.parse(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield node.name


def tests_of(app):
    folder = tree.ROOT / "tests" / app if isinstance(app, str) else app
    for path in folder.rglob("test_*.py"):
        for node in tree.parse(path).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name.removeprefix("test_")


def kinds_tested(actions, tests):
    """For each action the kinds of its tests; a test belongs to the longest name it begins with."""
    found = {action: set() for action in actions}
    for test in tests:
        owners = [name for name in found if test == name or test.startswith(f"{name}_")]
        if owners:
            action = max(owners, key=len)
            rest = test.removeprefix(action).lstrip("_")
            kind = next((kind for kind in (STATE, ROLE) if rest.startswith(kind)), "works")
            found[action].add(kind)
    return found


def untested(app, actions, tests, *, without_state=(), without_role=()):
    for action, kinds in kinds_tested(actions, tests).items():
        label = f"{app}.{action}"
        needed = {"works"}
        needed |= set() if label in without_state else {STATE}
        needed |= set() if label in without_role else {ROLE}
        for kind in sorted(needed - kinds):
            what = f"test_{action}_{kind}" if kind != "works" else f"test_{action}_<what it does>"
            yield f"{label}: no {what} in tests/{app}/"
