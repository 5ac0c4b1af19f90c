"""Another unit, with one of each thing, and a fingerprint of all that belongs to it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tests.access.test_catalogue import OPEN_TABLES
from tests.factories.cases import CaseFactory, EntryFactory, InvolvementFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.pupils import PlacementFactory


@dataclass(frozen=True)
class Neighbour:
    """A place with a case of its own; ``ids`` are what somebody elsewhere might put into a form."""

    place: Any
    ids: dict[str, str]

    def fingerprint(self):
        """What stands in every table about the place, its case and its people."""
        with connection.cursor() as cursor:
            cursor.execute(_question(), {"case": self.ids["case"], "places": self._places()})
            return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()

    def _places(self):
        place = self.place
        units = (place.owner, place.school, place.other_school, place.kindergarten, place.office)
        return [str(unit.pk) for unit in units]


def neighbour_at(place):
    """A case with a pupil, a plan and a measure at the place."""
    case = CaseFactory(unit=place.school, alert__office=place.office, created_by=place.principal)
    placement = PlacementFactory(group__unit=place.school)
    involved = InvolvementFactory(case=case, pupil=placement.pupil)
    plan = PlanFactory(case=case, about=involved)
    return neighbour_of(place, case, MeasureFactory(plan=plan, responsible=place.teacher))


def neighbour_of(place, case, measure):
    """The same of a case that stands already."""
    involved = measure.plan.about
    ids = {
        "case": case.pk,
        "pupils": involved.pupil_id,
        "about": involved.pk,
        "after": measure.pk,
        "responsible": place.teacher.pk,
        "corrects": EntryFactory(case=case).pk,
    }
    return Neighbour(place, {name: str(pk) for name, pk in ids.items()})


BY_PLACE = {
    "cases_case": "held_by_id = ANY (%(places)s::uuid[])",
    "cases_pptalert": "owner_id = ANY (%(places)s::uuid[])",
    "ppt_note": "office_id = ANY (%(places)s::uuid[])",
    "organisations_membership": "organisation_id = ANY (%(places)s::uuid[])",
    "organisations_organisation": "id = ANY (%(places)s::uuid[])",
    "organisations_schoolyear": "organisation_id = ANY (%(places)s::uuid[])",
    "pupils_pupil": "unit_id = ANY (%(places)s::uuid[])",
    "pupils_group": "unit_id = ANY (%(places)s::uuid[])",
}
_asked: list[str] = []


def _question():
    if not _asked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
                "AND column_name = 'case_id' AND table_name NOT LIKE 'audit%%'"
            )
            rules = dict.fromkeys(
                sorted({name for (name,) in cursor.fetchall()} - OPEN_TABLES), "case_id = %(case)s"
            )
        rules |= BY_PLACE
        parts = [
            f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) "
            f"FROM {table} t WHERE {rule}"
            for table, rule in rules.items()
        ]
        _asked.append(" UNION ALL ".join(parts))
    return _asked[0]
