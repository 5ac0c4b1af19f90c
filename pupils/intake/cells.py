"""One line of a file in the terms of its columns, or what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from common.dates import parse_date
from common.text import TextRefused, clean_text
from pupils.intake.tables import UNREADABLE, Line

OLDEST = 110
LANGUAGES = {
    "nb": "nb", "bokmål": "nb", "norsk bokmål": "nb", "bm": "nb",
    "nn": "nn", "nynorsk": "nn", "norsk nynorsk": "nn", "nyn": "nn",
    "en": "en", "english": "en", "engelsk": "en",
}  # fmt: skip
YES = {"ja", "j", "yes", "y", "true", "sann", "1", "x", "har"}
NO = {"nei", "n", "no", "false", "usann", "0", "har ikke", "har ikkje"}
LENGTHS = {"name": 120, "pupil_name": 120, "group": 40, "class": 40, "relation": 60, "language": 40}
Fault = tuple[str, dict[str, Any]]


@dataclass
class Row:
    """One line: its number in the file, what it says, and the first thing that is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    fault: Fault | None = None


class Wrong(Exception):
    """A cell that cannot be used: a code of ``sentences.FAULTS``, and what the sentence names."""

    def __init__(self, code: str, **named: Any):
        super().__init__(code)
        self.fault: Fault = (code, named)


class Reader:
    """Reads the lines of one file, whose columns are chosen."""

    def __init__(self, kind: str, headings: Sequence[str], mapping: Mapping[str, str], today: date):
        self.read = {
            "classes": self._class,
            "pupils": self._pupil,
            "guardians": self._guardian,
            "staff": self._staff,
        }[kind]
        self.places = {
            name: headings.index(heading)
            for name, heading in mapping.items()
            if heading in headings
        }
        self.columns = len(headings)
        self.today = today

    def row(self, line: Line) -> Row:
        number, cells = line
        try:
            if len(cells) > self.columns:
                raise Wrong("too_many_cells")
            return Row(number, self.read(cells))
        except Wrong as wrong:
            return Row(number, fault=wrong.fault)

    def _class(self, cells):
        return {
            "name": self._required(cells, "name", "class"),
            "stage": self._stage(cells),
            "teachers": self._addresses(self._text(cells, "teachers")),
        }

    def _pupil(self, cells):
        found = {
            "name": self._name(cells),
            "source_id": self._id(cells, "source_id"),
            "born_on": self._born(cells, "born_on"),
            "group": self._required(cells, "group", "group") if "group" in self.places else None,
            "language": self._language(cells),
        }
        if not found["source_id"] and found["born_on"] is None:
            raise Wrong("unknown_who")
        return found

    def _guardian(self, cells):
        found = {
            "pupil_id": self._id(cells, "pupil_id"),
            "pupil_name": self._name(cells, "pupil_", needed=False),
            "pupil_born_on": self._born(cells, "pupil_born_on"),
            "name": self._name(cells),
            "relation": self._required(cells, "relation", "relation"),
            "parental_responsibility": self._yes_or_no(cells),
            "language": self._text(cells, "language", "language"),
        }
        if not found["pupil_id"] and not (found["pupil_name"] and found["pupil_born_on"]):
            raise Wrong("unknown_pupil")
        return found

    def _staff(self, cells):
        name = self._name(cells)
        addresses = self._addresses(self._text(cells, "email"))
        if len(addresses) != 1:
            raise Wrong("no_address" if addresses else "no_email")
        return {"name": name, "email": addresses[0]}

    def _text(self, cells, name, length="name") -> str:
        place = self.places.get(name)
        if place is None or place >= len(cells):
            return ""
        if UNREADABLE in cells[place]:
            raise Wrong("unreadable")
        try:
            text = clean_text(cells[place], lines=False)
        except TextRefused as refused:
            raise Wrong("unreadable") from refused
        if len(text) > LENGTHS.get(length, 120):
            raise Wrong("too_long", most=LENGTHS.get(length, 120))
        return text

    def _required(self, cells, name, length) -> str:
        text = self._text(cells, name, length)
        if not text:
            raise Wrong(f"no_{length}")
        return text

    def _name(self, cells, prefix="", *, needed=True) -> str:
        """Whole, or put together of given name and family name. A name has letters."""
        text = self._text(cells, f"{prefix}name")
        if not text:
            parts = (self._text(cells, f"{prefix}{part}_name") for part in ("given", "family"))
            text = " ".join(part for part in parts if part)
        if not text and needed:
            raise Wrong("no_name")
        if text and not any(character.isalpha() for character in text):
            raise Wrong("name_without_letters")
        if len(text) > LENGTHS["name"]:
            raise Wrong("too_long", most=LENGTHS["name"])
        return text

    def _id(self, cells, name) -> str:
        text = self._text(cells, name)
        if len(text) > 64:
            raise Wrong("too_long", most=64)
        return text

    def _born(self, cells, name) -> date | None:
        text = self._text(cells, name)
        if not text:
            return None
        day = parse_date(text.partition("T")[0].partition(" 00:00")[0])
        if day is None:
            raise Wrong("no_date")
        if day > self.today or day.year < self.today.year - OLDEST:
            raise Wrong("impossible_date")
        return day

    def _language(self, cells) -> str | None:
        if "language" not in self.places:
            return None
        text = self._text(cells, "language").casefold()
        if text and text not in LANGUAGES:
            raise Wrong("unknown_language")
        return LANGUAGES.get(text, "")

    def _yes_or_no(self, cells) -> bool:
        text = self._text(cells, "parental_responsibility").casefold()
        if text in YES:
            return True
        if text in NO:
            return False
        raise Wrong("neither_yes_nor_no")

    def _stage(self, cells) -> int | None:
        text = self._text(cells, "stage").removesuffix(".").casefold()
        for word in ("trinn", "steg", "vg", "."):
            text = text.replace(word, "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 13):
            raise Wrong("no_stage")
        return int(text)

    def _addresses(self, text) -> list[str]:
        """One or more e-mail addresses, divided by comma, semicolon or space."""
        found = text.replace(";", " ").replace(",", " ").split()
        for address in found:
            try:
                validate_email(address)
            except ValidationError as fault:
                raise Wrong("no_address") from fault
        return [address.lower() for address in found]
