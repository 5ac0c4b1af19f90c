"""A file of classes beside the classes of the school year."""

from django.db.models.functions import Lower

from organisations.permissions import people_with
from organisations.roles import Permission
from pupils.intake.cells import Wrong
from pupils.intake.matching import name_key
from pupils.intake.seen import Lines, Seen
from pupils.models import Group
from pupils.rules import stage_of


class ClassLines(Lines):
    """New classes; other year levels and further contact teachers of those that are there. A
    contact teacher must work at the unit already: no file gives anybody a role."""

    def __init__(self, pupil_import, today):
        super().__init__(pupil_import, today)
        groups = Group.objects.filter(unit=self.unit, school_year=self.year)
        self.groups = {
            name_key(group.name): group for group in groups.prefetch_related("contact_teachers")
        }

    def load(self, rows):
        asked = {address for row in rows for address in row.values["teachers"]}
        at_work = people_with(Permission.TAKE_PART, at=self.unit, today=self.today)
        found = at_work.annotate(address=Lower("email")).filter(address__in=asked)
        self.teachers = {person.address: person for person in found}

    def compare(self, row):
        values, key = row.values, name_key(row.values["name"])
        self.once(row, key)
        if any(address not in self.teachers for address in values["teachers"]):
            raise Wrong("no_such_teacher")
        wanted = [self.teachers[address] for address in values["teachers"]]
        group = self.groups.get(key)
        details = {"name": values["name"]}
        if group is None:
            return Seen(row, "new", details, values={"teachers": wanted})
        named = set(group.contact_teachers.all())
        changed: dict = {}
        if values["stage"] is not None and values["stage"] != group.stage:
            changed["stage"] = values["stage"]
        if further := [person for person in wanted if person not in named]:
            changed["teachers"] = further
        return Seen(row, "changed" if changed else "unchanged", details, group, changed)

    def enter(self, seen, by, now):
        for one in seen:
            if one.outcome not in ("new", "changed"):
                continue
            group = one.found or self._added(one)
            if "stage" in one.values and one.found:
                group.stage = one.values["stage"]
                group.save(update_fields=["stage"])
            group.contact_teachers.add(*one.values.get("teachers", ()))

    def _added(self, one):
        name, stage = one.row.values["name"], one.row.values["stage"]
        if stage is None and self.unit.kind == "school":
            stage = stage_of(name)
        group = Group(
            unit=self.unit,
            name=name,
            school_year=self.year,
            stage=stage,
            imported_in=self.job,
        )
        group.save()
        return group
