"""A version of a plan in words, and what differs between two: with the names of that time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.dates import in_words
from measures import rules
from measures.models import Measure
from measures.models.words import Level, Target

LABELS = {
    "problem": gettext_lazy("The problem"),
    "goal": gettext_lazy("The goal"),
    "together": gettext_lazy("How the measures work together"),
    "title": gettext_lazy("Measure"),
    "why": gettext_lazy("Why it fits"),
    "how": gettext_lazy("How it is done here"),
    "target_groups": gettext_lazy("Who it is for"),
    "level": gettext_lazy("Level"),
    "responsible": gettext_lazy("Carried out by"),
    "deputy": gettext_lazy("Deputy"),
    "concerns": gettext_lazy("Whom it concerns"),
    "starts_on": gettext_lazy("Starts"),
    "ends_on": gettext_lazy("Ends"),
    "after": gettext_lazy("Comes after"),
    "follows": gettext_lazy("When it starts after others"),
    "interval_weeks": gettext_lazy("Weeks between evaluations"),
    "first_evaluation_on": gettext_lazy("First evaluation"),
    "digital": gettext_lazy("Digital"),
    "prevents": gettext_lazy("Prevents"),
    "formal_decision": gettext_lazy("Needs a formal decision"),
    "restorative": gettext_lazy("Restorative talk"),
}
DATES = ("starts_on", "first_evaluation_on")
CODES: dict[str, Mapping[str, Any]] = {
    "target_groups": dict(Target.choices),
    "level": dict(Level.choices),
    "follows": dict(Measure.Follows.choices),
}
# Said of a measure only where it says something.
SILENT = ("follows", "title")


@dataclass(frozen=True)
class Line:
    """One thing that differs."""

    label: Any
    before: str
    after: str


@dataclass(frozen=True)
class Described:
    """A measure of a version."""

    title: str
    is_shared: bool
    facts: list[tuple[Any, str]]


@dataclass(frozen=True)
class Renewed:
    """A measure that differs."""

    title: str
    lines: list[Line]


class Version:
    """What a version says. ``names`` are those of ids that it keeps without a name."""

    def __init__(self, content: rules.Content, names: Mapping[str, str]):
        self.content = content
        self._names = names
        self._titles = {one["id"]: one["title"] for one in self._all}

    @property
    def _all(self) -> list[rules.Content]:
        return [*self.content.get("measures", []), *self.content.get("references", [])]

    @property
    def sentence(self) -> str:
        return rules.read_back([_part(one) for one in self._all])

    @property
    def texts(self) -> list[tuple[Any, str]]:
        return [
            (LABELS[name], self.content.get(name, "")) for name in ("problem", "goal", "together")
        ]

    @property
    def set_aside(self) -> list[tuple[Any, str]]:
        kept = self.content.get("set_aside", {})
        return [(CODES["target_groups"][group], reason) for group, reason in kept.items()]

    @property
    def measures(self) -> list[Described]:
        return [self.describe(one) for one in self._all]

    def describe(self, one: rules.Content) -> Described:
        facts = [
            (label, self.say(name, one.get(name)))
            for name, label in LABELS.items()
            if name not in SILENT and (one.get(name) or name == "ends_on")
        ]
        return Described(one["title"], "level" not in one, facts)

    def say(self, name: str, value: Any) -> str:
        """The value of a field in words."""
        if name in rules.PEOPLE:
            return self._person(value)
        if name in DATES or name == "ends_on":
            nothing = _("Runs all the time") if name == "ends_on" else _("Nothing")
            return in_words(date.fromisoformat(value)) if value else nothing
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return ", ".join(self._each(name, one) for one in value) or _("Nothing")
        if value in (None, ""):
            return _("As usual") if name == "interval_weeks" else _("Nothing")
        return str(CODES.get(name, {}).get(value, value))

    def _each(self, name: str, value: str) -> str:
        if name == "after":
            return str(self._titles.get(value, _("a measure that was taken out")))
        if name == "concerns":
            return self._names.get(value, _("somebody who is no longer here"))
        return str(CODES[name].get(value, value))

    def _person(self, value: Any) -> str:
        if not value:
            return _("Nobody")
        kept = value.get("name", "") if isinstance(value, Mapping) else ""
        unknown = _("somebody who is no longer here")
        return kept or self._names.get(rules.person_id(value), unknown)


class Comparison:
    """What differs between an older and a newer version, in words."""

    def __init__(self, before: Version, after: Version, found: rules.Compared):
        self.before, self.after, self.found = before, after, found

    @property
    def summary(self) -> str:
        """How much differs: "1 measure is added. 2 measures are changed." """
        counts = (len(self.found.added), len(self.found.removed), len(self.found.changed))
        added, removed, changed = counts
        said = [
            ngettext("%(n)s measure is added.", "%(n)s measures are added.", added) % {"n": added},
            ngettext("%(n)s measure is taken out.", "%(n)s measures are taken out.", removed)
            % {"n": removed},
            ngettext("%(n)s measure is changed.", "%(n)s measures are changed.", changed)
            % {"n": changed},
        ]
        told = [sentence for count, sentence in zip(counts, said, strict=True) if count]
        if self.found.texts:
            told.append(_("The texts of the plan are changed."))
        if self.found.set_aside:
            told.append(_("Other groups are set aside, or for another reason."))
        return " ".join(told) or _("Nothing differs.")

    @property
    def texts(self) -> list[Line]:
        return [self._line(LABELS[one.field], one) for one in self.found.texts]

    @property
    def set_aside(self) -> list[Line]:
        named, nothing = CODES["target_groups"], _("Not set aside")
        return [
            Line(named[one.field], one.before or nothing, one.after or nothing)
            for one in self.found.set_aside
        ]

    @property
    def added(self) -> list[Described]:
        return [self.after.describe(one) for one in self.found.added]

    @property
    def removed(self) -> list[Described]:
        return [self.before.describe(one) for one in self.found.removed]

    @property
    def changed(self) -> list[Renewed]:
        return [
            Renewed(
                one.after["title"],
                [self._line(LABELS[each.field], each) for each in one.differences],
            )
            for one in self.found.changed
        ]

    def _line(self, label: Any, one: rules.Difference) -> Line:
        said = self.before.say(one.field, one.before), self.after.say(one.field, one.after)
        return Line(label, *said)


def _part(one: rules.Content) -> rules.Part:
    ends_on = one.get("ends_on")
    return rules.Part(
        one["id"],
        one["title"],
        date.fromisoformat(one["starts_on"]),
        date.fromisoformat(ends_on) if ends_on else None,
        frozenset(one.get("after", ())),
    )
