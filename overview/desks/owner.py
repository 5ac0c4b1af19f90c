"""What lies on the owner's desk: what was told of cases, and exclusions to answer. Of a case that
the owner does not hold, the reference and the unit are known here, and nothing else."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, When

from audit.reading import note
from cases.models import CaseAccess, OrderedAct, OwnerNotice, PptAlert
from cases.notices.in_sets import LONG_LATE_DAYS, last_day_late
from cases.rules import OPEN_STATES
from organisations.calendar import school_year_of
from organisations.calendars import calendars_for
from organisations.models import Organisation
from organisations.roles import Permission, roles_with
from organisations.viewers import Viewer

MOST = 100
"""Rows of each kind, the newest; those that wait come first."""

WAITS = Case(When(received_at=None, told_in=None, then=0), default=1)


@dataclass(frozen=True)
class Heap:
    """Notices of one kind."""

    kind: str
    heading: str
    notices: list[OwnerNotice]


@dataclass(frozen=True)
class Desk:
    """Three queries, whatever lies there."""

    heaps: list[Heap]
    to_answer: list[CaseAccess]
    standing: list[CaseAccess]
    acts: list[OrderedAct]
    acts_done: list[OrderedAct]
    today: date


def desk_of(viewer: Viewer) -> Desk:
    owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
    found = OwnerNotice.objects.visible_to(viewer).filter(owner__in=owners)
    notices = list(
        found.with_case_for_owner()
        .select_related("told_by", "received_by")
        .order_by(WAITS, "-told_at", "-id")[:MOST]
    )
    rows = CaseAccess.objects.visible_to(viewer).current().exclusions().filter(owner__in=owners)
    exclusions = list(
        rows.with_case_for_owner()
        .select_related("person", "given_by", "answered_by")
        .order_by("answer", "answer_by", "id")[:MOST]
    )
    acts = OrderedAct.objects.visible_to(viewer).filter(owner__in=owners)
    acts = acts.with_unit_for_owner().select_related("done_by")
    acts = list(acts.order_by("-done_on", "due_on", "id")[:MOST])
    return Desk(
        heaps=[
            Heap(kind.value, str(kind.label), [row for row in notices if row.kind == kind])
            for kind in OwnerNotice.Kind
        ],
        to_answer=[row for row in exclusions if not row.answer],
        standing=[row for row in exclusions if row.answer],
        acts=[act for act in acts if act.done_on is None],
        acts_done=[act for act in acts if act.done_on],
        today=viewer.today,
    )


class ForNobody(NamedTuple):
    """Whether something of each waits where nobody may answer it."""

    of_cases: bool
    concerns: bool


_FOR_NOBODY = """
SELECT cases_waiting_for_nobody(%(owners)s::uuid[], %(notices)s::text[], %(today)s) > 0,
       concerns_waiting_for_nobody(%(owners)s::uuid[], %(concerns)s::text[], %(today)s) > 0
"""


def waiting_for_nobody(viewer: Viewer) -> ForNobody:
    """Does something wait at the viewer's owners where nobody may answer it? For whoever gives
    roles there: that person may see none of it, and learns no number of it."""
    owners = [str(owner) for owner in viewer.places_where(Permission.EDIT_PEOPLE)]
    if not owners:
        return ForNobody(of_cases=False, concerns=False)
    asked: dict[str, Any] = {
        "owners": owners,
        "notices": _roles(Permission.READ_OWNER_NOTICES),
        "concerns": _roles(Permission.ANSWER_STAFF_CONCERNS),
        "today": viewer.today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOR_NOBODY, asked)
        return ForNobody(*cursor.fetchone())


class LateUnit(NamedTuple):
    """A unit where something has been overdue for ten open days, and how much: None up to five, for
    a unit that stands here has at least one (docs/adr/0021)."""

    name: str
    number: int | None


def late_units(viewer: Viewer) -> list[LateUnit]:
    """The units of the viewer's owners where something is long overdue; of the others nothing is
    said, and no total is made. The database counts and hides: the owner sees none of the cases."""
    owners = viewer.places_where(Permission.READ_NUMBERS)
    units = list(Organisation.objects.units().filter(parent__in=owners).order_by("name", "id"))
    if not units:
        return []
    days = {
        str(unit): last_day_late(calendar, viewer.today, LONG_LATE_DAYS)
        for unit, calendar in calendars_for(units).items()
    }
    asked: list[Any] = [list(days), list(days.values()), [str(state) for state in OPEN_STATES]]
    asked.append(school_year_of(viewer.today))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM evaluations_late_at(%s::uuid[], %s::date[], %s, %s)", asked)
        late = {str(unit): number for unit, number in cursor.fetchall()}
    return [LateUnit(unit.name, late[str(unit.pk)]) for unit in units if str(unit.pk) in late]


class WithoutOffice(NamedTuple):
    """The units that no PPT office serves, and the alerts that wait at the owner."""

    units: list[Organisation]
    alerts: list[PptAlert]


def without_office(viewer: Viewer) -> WithoutOffice:
    """Each alert that is shown is noted as read: it tells of one case."""
    owners = viewer.places_where(Permission.READ_UNPLACED_ALERTS)
    owners |= viewer.places_where(Permission.EDIT_PEOPLE)
    units = Organisation.objects.units().filter(parent__in=owners).unserved()
    alerts = list(PptAlert.objects.visible_to(viewer).unplaced().for_inbox()[:MOST])
    for alert in alerts:
        note(alert.pk)
    return WithoutOffice(list(units.order_by("name", "id")), alerts)


def _roles(permission: Permission) -> list[str]:
    return [str(role) for role in roles_with(permission)]
