"""A file of people who work at the unit. It gives nobody access: roles are given by hand."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from accounts.actions import add_person, rename_person
from accounts.models import Person
from organisations.models import Membership
from organisations.roles import Role
from pupils.intake.seen import Lines, Seen


class StaffLines(Lines):
    """Somebody new becomes a person without any role. A name is corrected only of those who are
    staff at this unit and nothing else: leaders, people of other places, and those who were added
    somewhere and have no role yet are left as they are."""

    def load(self, rows):
        addresses = {row.values["email"] for row in rows}
        roles = Membership.objects.filter(person=OuterRef("pk"))
        here = roles.current(self.today).at(self.unit).filter(role=Role.STAFF)
        more = roles.not_over(self.today).exclude(organisation=self.unit, role=Role.STAFF)
        found = (
            Person.objects.annotate(
                address=Lower("email"),
                works_here=Exists(here),
                has_more=Exists(more),
            )
            .filter(address__in=addresses)
            .order_by("pk")
        )
        self.people = {person.address: person for person in found}

    def compare(self, row):
        values = row.values
        self.once(row, values["email"])
        person = self.people.get(values["email"])
        details = {"name": values["name"]}
        if person is None:
            return Seen(row, "new", details)
        ours = person.works_here and not person.has_more
        if ours and person.name != values["name"]:
            return Seen(row, "changed", details, person)
        return Seen(row, "unchanged", details, person)

    def enter(self, seen, by, now):
        """Somebody new gets an account without password and role, and so no way in."""
        for one in seen:
            name = one.row.values.get("name", "")
            if one.outcome == "new":
                add_person(email=one.row.values["email"], name=name, by=by, now=now)
            elif one.outcome == "changed":
                rename_person(person=one.found, name=name, by=by, now=now)
