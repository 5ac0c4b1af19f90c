"""A file of guardians beside the pupils and guardians we know."""

from collections import defaultdict

from common.sorting import sort_key
from pupils.intake.cells import Wrong
from pupils.intake.matching import name_key
from pupils.intake.pupils import known_pupils
from pupils.intake.seen import Lines, Seen, protected_among
from pupils.models import Guardian

FACTS = ("relation", "parental_responsibility", "language")


class GuardianLines(Lines):
    """New guardians, and new facts about those who are there. What the school has decided about
    information to a guardian is no matter of a file, and nobody is taken away."""

    def load(self, rows):
        asked = [_asked(row) for row in rows]
        self.known = known_pupils(self.unit, [(one[0], one[1]) for one in asked])
        hidden = protected_among(self.unit, asked)
        self.hidden = {rows[place].number for place in hidden}
        everyone = {one.pk for found in self.known.values() for one in found}
        self.guardians = defaultdict(list)
        for guardian in Guardian.objects.filter(pupil__in=everyone):
            self.guardians[guardian.pupil_id, name_key(guardian.name)].append(guardian)

    def compare(self, row):
        values = row.values
        pupil = self._pupil(row)
        if pupil is None:
            return Seen(row, "unchanged")
        key = (pupil.pk, name_key(values["name"]))
        self.once(row, key)
        if len(self.guardians[key]) > 1:
            raise Wrong("several_guardians")
        details = {"name": values["name"], "pupil": pupil.name}
        if not self.guardians[key]:
            return Seen(row, "new", details, pupil, {name: values[name] for name in FACTS})
        (guardian,) = self.guardians[key]
        # A language that the file does not tell stays as it is.
        told = {name: values[name] for name in FACTS if values[name] != ""}
        changed = {name: new for name, new in told.items() if getattr(guardian, name) != new}
        return Seen(row, "changed" if changed else "unchanged", details, guardian, changed)

    def _pupil(self, row):
        """The one pupil that is meant; None for one whose identity is protected, and whom no file
        touches."""
        source_id, key, born_on = _asked(row)
        known = [one for one in self.known[source_id, key] if not one.protected]
        found = [one for one in known if source_id and one.source_id == source_id]
        if not found and row.number in self.hidden:
            return None
        if not found and born_on is not None:
            wanted = name_key(row.values["pupil_name"])
            found = [
                one
                for one in known
                if name_key(one.name) == wanted
                and one.born_on == born_on
                and not (source_id and one.source_id)
            ]
        if not found:
            raise Wrong("no_such_pupil")
        if len(found) > 1:
            raise Wrong("several")
        if found[0].left_on is not None:
            raise Wrong("pupil_has_left")
        return found[0]

    def enter(self, seen, by, now):
        changed = [one for one in seen if one.outcome == "changed"]
        for one in changed:
            for name, value in one.values.items():
                setattr(one.found, name, value)
        Guardian.objects.bulk_update([one.found for one in changed], FACTS, batch_size=200)
        Guardian.objects.bulk_create(
            Guardian(
                pupil=one.found,
                name=one.row.values["name"],
                imported_in=self.job,
                **one.values,
            )
            for one in seen
            if one.outcome == "new"
        )


def _asked(row):
    values = row.values
    return values["pupil_id"], sort_key(values["pupil_name"]), values["pupil_born_on"]
