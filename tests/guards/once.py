"""Words that a module takes when it is read: they stay in the language of that moment, whoever
reads them later. Such words are ``gettext_lazy``."""

import ast

from tests.guards import tree

AT_ONCE = {"gettext", "ngettext", "pgettext", "npgettext"}


def frozen(path):
    """Texts translated outside every function."""
    found = tree.parse(path)
    names = {
        alias.asname or alias.name
        for node in ast.walk(found)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in AT_ONCE
    }
    return [
        f"{tree.name(path)}:{call.lineno} {ast.unparse(call)}"
        for call in _when_read(found)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in names
    ]


def _when_read(node):
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _when_read(child)
