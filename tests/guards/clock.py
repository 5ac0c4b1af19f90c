"""Only the edge reads the clock; everything below is told what time it is, so that a whole year
can be played through in a test."""

import ast

from tests.guards import tree

EDGE = {"views", "tasks", "middleware", "context", "commands", "dev", "config"}
READ_THE_CLOCK = {"now", "today", "utcnow", "localdate", "localtime", "time_ns"}


def reads(path):
    for node in ast.walk(tree.parse(path)):
        if not isinstance(node, ast.Call) or node.args or node.keywords:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in READ_THE_CLOCK:
            yield f"{tree.name(path)}:{node.lineno} {ast.unparse(node)}"


def is_edge(path):
    return bool(EDGE & {*tree.parts(path), path.stem})


def below_the_edge(paths):
    return [fault for path in paths if not is_edge(path) for fault in reads(path)]
