"""A state changes in actions only; elsewhere nobody would ask permission or write the log."""

import ast
import re

from tests.guards import tree

WRITERS = {
    "update", "create", "acreate", "aupdate", "get_or_create", "update_or_create",
    "bulk_create", "setattr",
}  # fmt: skip
UPDATE_IN_SQL = re.compile(r"\bUPDATE\b.*\bSET\b.*\bstate\s*=", re.IGNORECASE | re.DOTALL)
MAY_CHANGE_STATE = {"tests", "migrations"}


def may_change_state(path):
    inside = set(tree.parts(path))
    return path.stem == "actions" or inside & {"actions", *MAY_CHANGE_STATE}


def _targets(node):
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _names_state(target):
    if isinstance(target, ast.Tuple | ast.List):
        return any(_names_state(part) for part in target.elts)
    return isinstance(target, ast.Attribute) and target.attr == "state"


def _writes_state(call):
    called = call.func
    name = getattr(called, "attr", getattr(called, "id", ""))
    if name == "setattr":
        return any(isinstance(arg, ast.Constant) and arg.value == "state" for arg in call.args)
    if name == "bulk_update":
        return any(
            isinstance(node, ast.Constant) and node.value == "state" for node in ast.walk(call)
        )
    return name in WRITERS and any(
        keyword.arg == "state" or (keyword.arg == "defaults" and _has_key(keyword.value))
        for keyword in call.keywords
    )


def _has_key(node):
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant) and key.value == "state" for key in node.keys
    )


def _is_update_in_sql(node):
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and UPDATE_IN_SQL.search(node.value)
    )


def changes_of_state(path):
    for node in ast.walk(tree.parse(path)):
        if any(_names_state(target) for target in _targets(node)):
            yield f"{tree.name(path)}:{node.lineno} assigns .state"
        elif isinstance(node, ast.Call) and _writes_state(node):
            yield f"{tree.name(path)}:{node.lineno} writes state"
        elif _is_update_in_sql(node):
            yield f"{tree.name(path)}:{node.lineno} updates state in SQL"


def outside_actions(paths):
    return [
        fault for path in paths if not may_change_state(path) for fault in changes_of_state(path)
    ]
