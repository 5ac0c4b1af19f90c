"""How long things may be. The figures are the design's; the tail is what makes code hard to read.

A line counts as it stands, blank lines, comments and docstrings included: that is what a reader
scrolls past. A decorator is not part of the function.
"""

import ast

from tests.guards import tree

MODULE = 300
FUNCTION = 40
VIEW = 25
TEST = 40
TEMPLATE = 80
MODULES_IN_AN_APP = 15

# Not written to be read from top to bottom.
NO_MODULE_LIMIT = {"migrations"}


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path):
    for node in ast.walk(tree.parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def is_view_module(path):
    return path.stem == "views" or "views" in tree.parts(path)


def limit_of(path, function):
    if "tests" in tree.parts(path) and function.startswith("test_"):
        return TEST
    return VIEW if is_view_module(path) else FUNCTION


def too_long_modules(paths):
    return [
        f"{tree.name(path)}: {lines(path)} lines, at most {MODULE}"
        for path in paths
        if lines(path) > MODULE and not NO_MODULE_LIMIT & set(tree.parts(path))
    ]


def too_long_functions(paths):
    return [
        f"{tree.name(path)}:{line} {name}: {length} lines, at most {limit_of(path, name)}"
        for path in paths
        if "migrations" not in tree.parts(path)
        for name, line, length in functions(path)
        if length > limit_of(path, name)
    ]


def too_long_templates(paths):
    return [
        f"{tree.name(path)}: {lines(path)} lines, at most {TEMPLATE}"
        for path in paths
        if lines(path) > TEMPLATE
    ]


def modules_of(app):
    """What a newcomer sees when opening the app's folder: modules, and packages as one each."""
    modules = [path for path in app.glob("*.py") if path.stem != "__init__"]
    packages = [path for path in app.iterdir() if any(path.glob("*.py"))]
    return sorted(path.stem for path in modules + packages if path.name != "__pycache__")


def too_wide_apps(apps):
    return [
        f"{tree.name(app)}: {len(modules_of(app))} modules, at most {MODULES_IN_AN_APP}"
        for app in apps
        if len(modules_of(app)) > MODULES_IN_AN_APP
    ]
