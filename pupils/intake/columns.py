"""Which column of a file is what. Pure: headings in, a mapping from field to heading out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pupils.models import PupilImport

Kind = PupilImport.Kind


@dataclass(frozen=True)
class Field:
    """What a column may hold, and the headings that mean it in Bokmål, Nynorsk and English."""

    name: str
    label: Any
    headings: str

    def known(self) -> set[str]:
        return {plain(heading) for heading in self.headings.split("|")}


# The parts of a name: whole in one column, or in two.
_GIVEN = "fornavn|førenamn|fornamn|first name|given name"
_FAMILY = "etternavn|etternamn|slektsnavn|last name|family name|surname"
_BORN = "fødselsdato|fødselsdag|født|fødd|fødd dato|date of birth|birth date|birthday|born|dob"
_ID = "elev-id|elevid|elevnummer|elevnr|elev nr|barn-id|kilde-id|kjelde-id|id|ekstern id|pupil id"
_ID += "|student id|source id|brukerid|brukarid|systemid"

FIELDS: dict[str, tuple[Field, ...]] = {
    Kind.CLASSES: (
        Field(
            "name",
            _("Name of the class"),
            "klasse|klassenavn|klassenamn|navn|namn|gruppe|gruppenavn|avdeling|class|name|group",
        ),
        Field("stage", _("Year level"), "trinn|årstrinn|steg|årssteg|stage|year level|grade|level"),
        Field(
            "teachers",
            _("Contact teacher’s e-mail address"),
            "kontaktlærer|kontaktlærar|kontaktlærers e-post|kontaktlærars e-post|e-post|epost"
            "|e-postadresse|contact teacher|contact teacher's e-mail|e-mail|email|teacher",
        ),
    ),
    Kind.PUPILS: (
        Field("name", _("Name"), "navn|namn|name|elev|elevnavn|elevnamn|barn|fullt navn|pupil"),
        Field("given_name", _("Given name"), _GIVEN),
        Field("family_name", _("Family name"), _FAMILY),
        Field("group", _("Class"), "klasse|klassenavn|gruppe|basisgruppe|avdeling|class|group"),
        Field("born_on", _("Date of birth"), _BORN),
        Field(
            "language",
            pgettext_lazy("of a pupil", "Language"),
            "målform|hovedmål|hovudmål|språk|language|opplæringsmål",
        ),
        Field("source_id", _("Id in the school’s own system"), _ID),
    ),
    Kind.GUARDIANS: (
        Field("pupil_id", _("The pupil’s id in the school’s own system"), _ID),
        Field("pupil_name", _("The pupil’s name"), "elev|elevnavn|elevens navn|elevens namn|barn"),
        Field("pupil_given_name", _("The pupil’s given name"), "elevens fornavn|elevens førenamn"),
        Field("pupil_family_name", _("The pupil’s family name"), "elevens etternavn"),
        Field("pupil_born_on", _("The pupil’s date of birth"), _BORN + "|elevens fødselsdato"),
        Field(
            "name",
            _("The guardian’s name"),
            "foresatt|føresett|foresattes navn|forelder|navn|namn|name|guardian|parent",
        ),
        Field("given_name", _("The guardian’s given name"), _GIVEN),
        Field("family_name", _("The guardian’s family name"), _FAMILY),
        Field(
            "relation",
            _("Relation to the pupil"),
            "relasjon|tilknytning|tilknyting|slektskap|rolle|relation|relationship",
        ),
        Field(
            "parental_responsibility",
            _("Has parental responsibility"),
            "foreldreansvar|har foreldreansvar|parental responsibility",
        ),
        Field("language", pgettext_lazy("of a guardian", "Language"), "språk|morsmål|language"),
    ),
    Kind.STAFF: (
        Field("name", _("Name"), "navn|namn|name|ansatt|tilsett|employee|fullt navn"),
        Field("given_name", _("Given name"), _GIVEN),
        Field("family_name", _("Family name"), _FAMILY),
        Field("email", _("E-mail address"), "e-post|epost|e-postadresse|e-mail|email|mail"),
    ),
}

_NAME = (("name",), ("given_name", "family_name"))
_PUPIL = (
    ("pupil_id",),
    ("pupil_name", "pupil_born_on"),
    ("pupil_given_name", "pupil_family_name", "pupil_born_on"),
)
# Of each of these groups, one way must be chosen whole; and what to say when none is.
NEEDED: dict[str, tuple[tuple[tuple[tuple[str, ...], ...], Any], ...]] = {
    Kind.CLASSES: (((("name",),), _("Choose the column with the name of the class.")),),
    Kind.PUPILS: (
        (_NAME, _("Choose the column with the name, or both given name and family name.")),
        (
            (("source_id",), ("born_on",)),
            _("Choose the date of birth or the id: a name alone does not say who it is."),
        ),
    ),
    Kind.GUARDIANS: (
        (_PUPIL, _("Choose the pupil’s id, or both the pupil’s name and date of birth.")),
        (_NAME, _("Choose the column with the guardian’s name.")),
        ((("relation",),), _("Choose the column with the relation.")),
        (
            (("parental_responsibility",),),
            _("Choose the column that says who has parental responsibility."),
        ),
    ),
    Kind.STAFF: (
        (_NAME, _("Choose the column with the name, or both given name and family name.")),
        ((("email",),), _("Choose the column with the e-mail address.")),
    ),
}


def plain(heading: str) -> str:
    """A heading without what people write in different ways."""
    return re.sub(r"[\W_]+", "", heading).casefold()


def guess(
    kind: str, headings: Sequence[str], remembered: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The heading of each field as far as it is certain: as chosen last time, else by its words.

    A column stands for one field only. A whole name goes before one in two columns.
    """
    free = list(headings)
    found: dict[str, str] = {}
    fields = {one.name: one.known() for one in FIELDS[kind]}

    def take(field: str, words: set[str]) -> None:
        heading = next((one for one in free if plain(one) in words), None)
        if heading is not None:
            found[field] = heading
            free.remove(heading)

    for field, heading in (remembered or {}).items():
        if field in fields:
            take(field, {plain(heading)})
    for field, words in fields.items():
        if field not in found and not _said(field, found):
            take(field, words)
    return found


def _said(field: str, found: Mapping[str, str]) -> bool:
    """Is the name told already, in the other way?"""
    whole = field.replace("given_", "").replace("family_", "")
    return field != whole and whole in found


def missing(kind: str, mapping: Mapping[str, str]) -> list[Any]:
    """What to say about each column that has to be chosen and is not."""
    return [
        sentence
        for ways, sentence in NEEDED[kind]
        if not any(all(mapping.get(field) for field in way) for way in ways)
    ]


def needed(kind: str) -> list[Any]:
    """What has to be chosen, in sentences."""
    return [sentence for _ways, sentence in NEEDED[kind]]


def always_needed(kind: str) -> dict[str, Any]:
    """The fields for which nothing else can stand, each with what to say when it is not chosen."""
    return {ways[0][0]: said for ways, said in NEEDED[kind] if len(ways) == 1 == len(ways[0])}


def twice(mapping: Mapping[str, str]) -> list[str]:
    """Headings that stand for more than one thing."""
    chosen = [heading for heading in mapping.values() if heading]
    return sorted({heading for heading in chosen if chosen.count(heading) > 1})
