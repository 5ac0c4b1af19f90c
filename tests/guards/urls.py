"""Every address of the product, read from the URLconf."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver, reverse

SAMPLES = {
    "UUIDConverter": uuid.UUID(int=0),
    "IntConverter": 0,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
}


@dataclass(frozen=True)
class Address:
    """One pattern: its full name, and the class name of the converter of each argument."""

    name: str
    route: str
    converters: tuple[tuple[str, str], ...]
    view: Callable = field(compare=False)

    def path(self, **given):
        """The path, with a value that names nothing for every argument that is not given."""
        sample = {name: SAMPLES.get(kind, "x") for name, kind in self.converters}
        return reverse(self.name, kwargs=sample | given)


def _walk(patterns, namespaces=(), route="", converters=()):
    for pattern in patterns:
        here = route + str(pattern.pattern)
        found = converters + tuple(
            (name, type(converter).__name__)
            for name, converter in pattern.pattern.converters.items()
        )
        if isinstance(pattern, URLPattern):
            groups = getattr(pattern.pattern, "regex", None)
            named = groups.groupindex if groups is not None else {}
            missing = tuple((name, "regex") for name in named if name not in dict(found))
            name = ":".join([*namespaces, pattern.name or ""])
            yield Address(name, here, found + missing, pattern.callback)
        else:
            inside = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, inside, here, found)


def all_addresses(resolver=None):
    return list(_walk((resolver or get_resolver()).url_patterns))


def all_url_names(resolver=None):
    """The name of every address, sorted; a test's table of expected answers must hold them all."""
    return sorted({address.name for address in all_addresses(resolver)})
