"""A file of pupils beside the pupils we know."""

import uuid
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from common.sorting import sort_key
from organisations.calendar import school_year_span
from pupils.intake.cells import Row, Wrong
from pupils.intake.matching import match, name_key
from pupils.intake.seen import Lines, Seen, protected_among
from pupils.models import Group, Placement, Pupil
from pupils.rules import stage_of

FACTS = ("name", "born_on", "language", "source_id")
ONE_DAY = timedelta(days=1)


def known_pupils(unit, asked, *, made_in=None) -> dict[tuple[str, str], list[Pupil]]:
    """All that may be meant by the asked (id, sort key), two queries. What the import itself has
    made is no answer to its later lines."""
    found: dict[tuple[str, str], list[Pupil]] = defaultdict(list)
    here = Pupil.objects.filter(unit=unit)
    if made_in is not None:
        here = here.exclude(imported_in=made_in)
    ids = {one for one, _key in asked if one}
    by_id = {one.source_id: one for one in here.filter(source_id__in=ids)} if ids else {}
    by_key = defaultdict(list)
    for one in here.filter(sort_key__in={key for _id, key in asked}):
        by_key[one.sort_key].append(one)
    for source_id, key in asked:
        own = by_id.get(source_id)
        found[source_id, key] = [one for one in by_key[key] if one != own] + ([own] if own else [])
    return found


class PupilLines(Lines):
    """New, unchanged, changed, moved, come back; who is not in the file is told by ``matched``."""

    def __init__(self, pupil_import, today):
        super().__init__(pupil_import, today)
        groups = Group.objects.filter(unit=self.unit, school_year=self.year)
        self.groups = {group.name: group for group in groups}
        self.written = {name_key(name): name for name in self.groups}
        self.new_groups: set[str] = set()
        self.starts_on = max(today, school_year_span(self.year)[0])
        self.matched: set[uuid.UUID] = set()
        self.with_id: dict[tuple[str, date | None], int] = {}

    def load(self, rows):
        self.asked = {row.number: _asked(row) for row in rows}
        asked = list(self.asked.values())
        self.known = known_pupils(self.unit, [(one[0], one[1]) for one in asked], made_in=self.job)
        hidden = protected_among(self.unit, asked)
        self.hidden = {rows[place].number: certain for place, certain in hidden.items()}
        everyone = {one.pk for found in self.known.values() for one in found}
        self.placements = defaultdict(list)
        for placement in (
            Placement.objects.filter(Q(ends_on=None) | Q(ends_on__gte=self.today))
            .filter(pupil__in=everyone)
            .select_related("group")
        ):
            self.placements[placement.pupil_id].append(placement)

    def compare(self, row):
        source_id, key, born_on = self.asked[row.number]
        self._refuse_again(row)
        known = [one for one in self.known[source_id, key] if not one.protected]
        is_known = any(source_id and one.source_id == source_id for one in known)
        hidden = row.number in self.hidden and not is_known
        found = None if hidden else match(row.values["name"], key, born_on, source_id, known)
        group = self._group_name(row.values["group"])
        if group and group not in self.groups:
            self.new_groups.add(group)
        if hidden:
            return self._hidden(row)
        if found is None:
            values = {name: row.values[name] for name in FACTS}
            return Seen(row, "new", {"name": row.values["name"], "to": group}, values=values)
        self.once(row, found.pk)
        self.matched.add(found.pk)
        return self._known(row, found)

    def _refuse_again(self, row):
        """Two lines about the same pupil, also when the first is wrong for another reason. Two ids
        are two pupils, whatever they are called."""
        source_id, _key, born_on = self.asked[row.number]
        named = (name_key(row.values["name"]), born_on)
        if source_id:
            self.once(row, source_id)
        elif named in self.with_id:
            raise Wrong("same_line", line=self.with_id[named])
        if not source_id or named in self.lines:
            self.once(row, named)
        else:
            self.with_id.setdefault(named, row.number)

    def _hidden(self, row):
        """Somebody whose identity is protected: no file touches that pupil, and none tells."""
        if not self.hidden[row.number]:
            raise Wrong("maybe_known")
        return Seen(row, "unchanged")

    def _known(self, row, found):
        # What the file does not tell takes nothing away.
        told = {name: row.values[name] for name in FACTS if row.values[name]}
        values = {name: value for name, value in told.items() if getattr(found, name) != value}
        old, move = self._move(row, found)
        details: dict[str, Any] = {"name": row.values["name"]}
        if move:
            details |= {"from": old.group.name if old else "", "to": self._group_name(move)}
            values |= {"group": move, "old": old}
        if found.left_on is not None:
            values["back"] = True
        outcome = "back" if found.left_on else ("moved" if old else "placed") if move else ""
        outcome = outcome or ("changed" if values else "unchanged")
        return Seen(row, outcome, details, found, values)

    def _move(self, row, found) -> tuple[Placement | None, str | None]:
        """The placement of this year that ends, and the class that the pupil comes to."""
        group = row.values["group"]
        if not group:
            return None, None
        of_year = [one for one in self.placements[found.pk] if one.group.school_year == self.year]
        wanted = self._group_name(group)
        if any(one.group.name == wanted for one in of_year):
            return None, None
        if len(of_year) > 1:
            raise Wrong("in_several")
        return (of_year[0] if of_year else None), group

    def _group_name(self, name: str | None) -> str:
        """As the class is written already, whether the file writes 7a or 7A."""
        if not name or name in self.groups:
            return name or ""
        return self.written.get(name_key(name), name)

    def enter(self, seen, by, now):
        self._enter_groups(seen)
        self._enter_new([one for one in seen if one.outcome == "new"])
        known = [one for one in seen if one.found is not None and one.values]
        self._enter_changes(known)
        self._enter_moves([one for one in known if "group" in one.values])

    def _enter_groups(self, seen):
        """Classes that nobody has entered yet, each once, as the first line writes it."""
        made = []
        for one in seen:
            name = one.row.values["group"]
            wanted = name and (one.outcome == "new" or "group" in one.values)
            if not wanted or self._group_name(name) in self.groups:
                continue
            self.groups[name] = Group(
                unit=self.unit,
                name=name,
                school_year=self.year,
                stage=stage_of(name) if self.unit.kind == "school" else None,
                imported_in=self.job,
            )
            self.written[name_key(name)] = name
            made.append(self.groups[name])
        Group.objects.bulk_create(made)

    def _enter_new(self, seen):
        pupils = [
            Pupil(
                unit=self.unit,
                name=one.values["name"],
                sort_key=sort_key(one.values["name"]),
                born_on=one.values["born_on"],
                language=one.values["language"] or "",
                source_id=one.values["source_id"],
                imported_in=self.job,
            )
            for one in seen
        ]
        Pupil.objects.bulk_create(pupils)
        self._place(
            (pupil, one.row.values["group"], None)
            for pupil, one in zip(pupils, seen, strict=True)
            if one.row.values["group"]
        )

    def _enter_changes(self, seen):
        for one in seen:
            for name in FACTS:
                if name in one.values:
                    setattr(one.found, name, one.values[name])
            one.found.sort_key = sort_key(one.found.name)
            if "back" in one.values:
                one.found.left_on = one.found.left_in = None
        Pupil.objects.bulk_update(
            [one.found for one in seen],
            [*FACTS, "sort_key", "left_on", "left_in"],
            batch_size=200,
        )

    def _enter_moves(self, seen):
        """The old class is left the day before. Who comes to a new school year leaves the last."""
        ended = []
        for one in seen:
            for old in self.placements[one.found.pk]:
                earlier = old.group.school_year < self.year and old.ends_on is None
                if old == one.values["old"] or earlier:
                    ended.append((old, old.ends_on))
                    old.ends_on = max(old.starts_on, self.starts_on - ONE_DAY)
                    old.ended_in = self.job
        until = {old.pk: day for old, day in ended if day and day >= self.starts_on}
        rows = [old for old, _day in ended]
        Placement.objects.bulk_update(rows, ["ends_on", "ended_in"], batch_size=200)
        self._place(
            (one.found, one.values["group"], until.get(getattr(one.values["old"], "pk", None)))
            for one in seen
        )

    def _place(self, placed):
        Placement.objects.bulk_create(
            Placement(
                pupil=pupil,
                group=self.groups[self._group_name(group)],
                starts_on=self.starts_on,
                ends_on=until,
                imported_in=self.job,
            )
            for pupil, group, until in placed
        )


def _asked(row: Row) -> tuple[str, str, Any]:
    return row.values["source_id"], sort_key(row.values["name"]), row.values["born_on"]
