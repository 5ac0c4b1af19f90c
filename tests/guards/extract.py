"""Every string that a person reads, found without gettext's programs; ``make messages``.

``python -m tests.guards.extract`` brings ``locale/*/LC_MESSAGES/django.po`` in line with the
source: new strings are added empty, dropped ones go, translations stay. It writes no date and no
line number, so that a file changes only when its strings do.

The catalogues of kindergartens (``locale/*_Kinder``) follow: they hold only the sentences that need
other words. ``python -m tests.guards.extract kinder`` writes nothing and shows what waits there.
"""

import gettext
import importlib.util
import io
import sys
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from tests.guards import tree

LANGUAGES = ("nb", "nn")
ONE, PLURAL = None, (1, 2)
IN_CONTEXT, PLURAL_IN_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    name + lazy: spec
    for name, spec in {
        "gettext": ONE,
        "ngettext": PLURAL,
        "pgettext": IN_CONTEXT,
        "npgettext": PLURAL_IN_CONTEXT,
    }.items()
    for lazy in ("", "_lazy", "_noop")
} | {"_": ONE}
WIDTH = 98
NOTE = "Translators:"

# What installed packages may say on a page of ours. The pages of allauth are all our own (a test
# sees to that); its messages, mails and forms are not. Django's forms for passwords are unused.
LIBRARIES = {
    "allauth": [
        "account/adapter.py", "account/fields.py", "account/forms.py", "account/internal/**/*.py",
        "account/stages.py", "account/utils.py", "account/views.py", "core/**/*.py",
        "mfa/adapter.py", "mfa/base/*.py", "mfa/internal/**/*.py", "mfa/recovery_codes/**/*.py",
        "mfa/totp/**/*.py", "templates/account/messages/*", "templates/mfa/messages/*",
    ],
    "django": [
        "core/validators.py", "db/models/base.py", "db/models/constraints.py",
        "db/models/fields/__init__.py", "forms/*.py", "utils/dateformat.py", "utils/dates.py",
        "utils/text.py", "utils/timesince.py",
    ],
    "django.contrib.auth": ["password_validation.py"],
    "django.contrib.humanize": ["templatetags/humanize.py"],
}  # fmt: skip
CATALOGUES = ("django/conf", "django/contrib/auth", "django/contrib/humanize", "allauth")
HEADER = {
    "Project-Id-Version": "Tryggspor",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


class Message(NamedTuple):
    context: str | None
    text: str
    plural: str | None


def _source_of(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    # In brackets, the indentation of a page is no matter to the reader of Python.
    return f"(\n{templatize(text, origin=str(path))}\n)"


def messages_in(path):
    """Each message of a module or template, with the notes to its translators."""
    source = io.BytesIO(_source_of(path).encode())
    for _line, found, notes, context in extract("python", source, KEYWORDS, [NOTE]):
        text, plural = found if isinstance(found, tuple) else (found, None)
        yield Message(context, text, plural), notes


def _package(name):
    return Path(importlib.util.find_spec(name).origin).parent


def _library_files():
    for package, patterns in LIBRARIES.items():
        for pattern in patterns:
            yield from sorted(path for path in _package(package).glob(pattern) if path.is_file())


def _translated_by_packages(language):
    known = set()
    for folder in CATALOGUES:
        package, _, rest = folder.partition("/")
        path = _package(package) / rest / "locale" / language / "LC_MESSAGES" / "django.mo"
        if path.is_file():
            with path.open("rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog
            known |= {key[0] if isinstance(key, tuple) else key for key in catalogue}
    return known


def own_messages():
    """Message → (files, notes) of our modules and templates."""
    modules = [path for path in tree.product_modules() if tree.parts(path)[0] != "dev"]
    return collect([*modules, *tree.files(under="templates")])


def collect(paths):
    found = {}
    for path in paths:
        for message, notes in messages_in(path):
            files, all_notes = found.setdefault(message, (set(), []))
            files.add(tree.name(path))
            all_notes.extend(note for note in notes if note not in all_notes)
    return found


def library_messages(language):
    """Messages of installed packages that can show here and that they do not translate."""
    known = _translated_by_packages(language)
    found = {}
    for path in _library_files():
        for message, _notes in messages_in(path):
            key = (
                message.text if message.context is None else f"{message.context}\x04{message.text}"
            )
            if message.text and key not in known:
                found.setdefault(message, ({path.relative_to(_package("django").parent)}, []))
    return {message: ({str(f) for f in files}, notes) for message, (files, notes) in found.items()}


def needed(language):
    """What the catalogue must hold."""
    return _without_doubles(library_messages(language) | own_messages())


def needed_own():
    """What the catalogue must hold of our own words."""
    return _without_doubles(own_messages())


def _without_doubles(found):
    """A text used alone and with a plural is one message, the plural one: gettext finds both in
    it."""
    counted = {(message.context, message.text) for message in found if message.plural}
    return {
        message: rest
        for message, rest in found.items()
        if message.plural or (message.context, message.text) not in counted
    }


def catalogue_path(language):
    return tree.ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def message_of(entry):
    return Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)


def merge(language, wanted, old):
    """A catalogue with exactly the wanted messages, and what the old one says of them."""
    known = {message_of(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = HEADER | {"Language": language}
    for message in sorted(wanted, key=lambda one: (one.text, one.context or "", one.plural or "")):
        files, notes = wanted[message]
        entry = polib.POEntry(
            msgctxt=message.context,
            msgid=message.text,
            occurrences=[(name, "") for name in sorted(files)],
            comment="\n".join(notes),
            flags=["python-format"] if "%" in message.text + (message.plural or "") else [],
        )
        before = known.get(message)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = dict(before.msgstr_plural) if before else {0: "", 1: ""}
        elif before:
            entry.msgstr = before.msgstr
        new.append(entry)
    return new


def read(language):
    path = catalogue_path(language)
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.is_file() else polib.POFile()


def save(catalogue, name):
    catalogue_path(name).parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(catalogue_path(name)))
    waiting = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
    print(f"{name}: {len(catalogue)} messages, {waiting} to translate")


def main(*asked):
    from tests.guards import wordsets  # it reads the catalogues through this module

    if asked == ("kinder",):
        for variant in wordsets.VARIANTS:
            print(f"# {catalogue_path(variant)}\n{wordsets.to_fill(variant)}")
        return
    for language in LANGUAGES:
        save(merge(language, needed(language), read(language)), language)
    for variant in wordsets.VARIANTS:
        save(wordsets.merge(variant), variant)


if __name__ == "__main__":
    main(*sys.argv[1:])
