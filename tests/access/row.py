"""A row of the table of who gets what: how it is asked, and who gets a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

VIEWERS = {
    "principal", "deputy", "case_worker", "teacher", "other_teacher", "school_administrator",
    "other_principal", "head", "ppt_adviser", "ppt_leader", "owner_adviser",
    "owner_administrator", "data_protection_officer", "excluded", "excluded_teacher", "granted",
    "former", "stranger", "strange_teacher", "strange_ppt", "strange_owner",
}  # fmt: skip
ALL = frozenset(VIEWERS)


def some(names: str) -> frozenset[str]:
    chosen = frozenset(names.split())
    assert chosen <= ALL, chosen - ALL
    return chosen


def of(thing: str, argument: str = "pk") -> Callable[[Any], dict]:
    """The address of a thing of the first municipality."""
    return lambda world: {argument: world.things[thing].pk}


@dataclass(frozen=True)
class Row:
    """Who gets a page (``ok``), who may look but not do (``forbidden``); the rest find nothing."""

    method: str
    url: str
    ok: frozenset[str]
    arguments: Callable[[Any], dict] = lambda world: {}
    data: Callable[[Any], dict] = lambda world: {}
    forbidden: frozenset[str] = field(default_factory=frozenset)
    # The person may change rows of his or her own by asking (read messages, preferences).
    own_rows: bool = False
    # Of the lists of a unit layer 2 asks only whether one works there: who of them may is layer
    # 1's alone (docs/scope.md), and whoever is excluded from one case works there too.
    of_unit: bool = False

    def expected(self, viewer: str) -> str:
        if viewer in self.ok:
            return "ok"
        return "forbidden" if viewer in self.forbidden else "missing"


def fits(expected: str, response, method: str) -> bool:
    """A page is 200, or a redirect that is not to sign in; after a POST also a refusal in words."""
    if expected == "missing":
        return response.status_code == 404
    if expected == "forbidden":
        return response.status_code == 403
    return response.status_code in ((200, 302) if method == "GET" else (200, 302, 409))


def both(url, arguments, ok, forbidden=frozenset()):
    """The form is shown to, and taken from, the same people."""
    return [Row(method, url, ok, arguments, forbidden=forbidden) for method in ("GET", "POST")]
