"""What a template of ours may hold, and that each of them is used."""

import ast
import importlib.util
import re
from pathlib import Path

from django.template.backends.django import get_installed_libraries
from django.template.library import import_library

from tests.guards import tree

TEMPLATES = tree.ROOT / "templates"
PACK = "tryggspor"
# Overrides of what allauth renders by name; each must exist in the package too.
OVERRIDES = ("account", "mfa", "allauth", "socialaccount")
# Rendered by name by a package, from the top folder.
BY_NAME = {"403_csrf.html": "django", "429.html": "allauth"}
SHARED = ("components", PACK)

COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)
TAG = re.compile(r"{%-?\s*(\w+)(.*?)%}")
NAMED = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg))["']""")
FILTER = re.compile(r"\|\s*(\w+)")
UNSAFE = re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off|{%\s*filter\s+.*\bsafe\b")
SAFE_IN_PYTHON = {"mark_safe", "SafeString", "SafeText", "SafeData"}
INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\s(?:on\w+|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "a <style> element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline <script>": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
}
SPLIT_TAG = re.compile(r"{(?:%(?!.*%})|{(?!.*}})|#(?!.*#}))")


def all_templates():
    return [path for path in tree.files(under="templates") if path.is_file()]


def read(path):
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def inline_parts(text):
    bare = re.sub(r"{%.*?%}|{{.*?}}", "", text)
    return [what for what, pattern in INLINE.items() if pattern.search(bare)]


def unsafe_parts(text):
    return [found.group() for found in UNSAFE.finditer(text)]


def split_tags(text):
    """Django renders a tag that runs over two lines as text."""
    return [number for number, line in enumerate(text.splitlines(), 1) if SPLIT_TAG.search(line)]


def unsafe_calls(path):
    for node in ast.walk(tree.parse(path)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in SAFE_IN_PYTHON:
                yield name


def included(text):
    for tag, rest in TAG.findall(text):
        if tag == "include":
            yield from NAMED.findall(rest)


def wrongly_named_partials(texts):
    names = {name for text in texts for name in included(text)}
    return sorted(
        name
        for name in names
        if not Path(name).name.startswith("_") and Path(name).parts[0] not in SHARED
    )


def unused_loads(text):
    """Names that ``{% load %}`` asks for and that nothing in the template uses."""
    tags = {tag for tag, rest in TAG.findall(text)}
    filters = set(FILTER.findall(text))
    known = get_installed_libraries()
    for tag, rest in TAG.findall(text):
        if tag != "load":
            continue
        words = rest.split()
        if "from" in words:
            yield from (word for word in words[: words.index("from")] if word not in tags | filters)
            continue
        for word in words:
            library = import_library(known[word])
            if not (tags & set(library.tags) or filters & set(library.filters)):
                yield word


def _patterns_in_python(path):
    """String literals, and f-strings with each hole standing for one part of a path."""
    for node in ast.walk(tree.parse(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value).replace("%s", "[^/]+")
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                re.escape(part.value) if isinstance(part, ast.Constant) else "[^/]+"
                for part in node.values
            )


def names_in_use(templates, modules):
    """Patterns of all template names that a template or a module speaks of."""
    ends = (r"\.html", r"\.txt", r"\.xml", r"\.svg")
    for path in templates:
        yield from (re.escape(name) for name in NAMED.findall(read(path)))
    for path in modules:
        yield from (text for text in _patterns_in_python(path) if text.endswith(ends))


def package(name):
    return Path(importlib.util.find_spec(name).origin).parent


def is_rendered_by_a_package(name):
    top, _, rest = name.partition("/")
    if top in OVERRIDES:
        return (package("allauth") / "templates" / name).is_file()
    if top == PACK:
        sources = (
            path.read_text(encoding="utf-8") for path in package("crispy_forms").rglob("*.py")
        )
        return any(rest in source for source in sources)
    return name in BY_NAME


def pages_left_to_allauth(addresses):
    """Pages in use whose template is the package's: not in our frame, and not in nynorsk."""
    for address in addresses:
        view = getattr(address.view, "view_class", None)
        page = getattr(view, "template_name", None)
        if page and view.__module__.startswith("allauth.") and not (TEMPLATES / page).is_file():
            yield page


def unused(names, patterns):
    used = re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")
    return sorted(
        name for name in names if not used.fullmatch(name) and not is_rendered_by_a_package(name)
    )
