"""What is looked over when a case goes on in a new school year: who carries out what, and which
classes the case names by what they were called before."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from accounts.models import Person
from cases.models import Case, Handover
from measures.models import Measure, PlanReference, SharedMeasure
from measures.querysets import people_for_shared, people_who_may_carry_out
from organisations.roles import Permission
from organisations.viewers import Viewer
from pupils.models import Group, Placement
from pupils.rules import class_next_year, names_class


@dataclass(frozen=True)
class OldClass:
    """A class of before that the case names, and what it has probably become."""

    group: Group
    proposed: UUID | None


@dataclass(frozen=True)
class NewYear:
    """Eight queries, however much there is."""

    measures: list[Measure]
    shared: list[SharedMeasure]
    people: list[Person]
    people_for_shared: list[Person]
    classes: list[OldClass]
    offered: list[Group]
    # Measures whose own words name a class of before: only a person can word them anew.
    naming: list[Measure]

    @property
    def is_empty(self) -> bool:
        return not (self.measures or self.shared or self.classes)


def new_year_of(handover: Handover, viewer: Viewer) -> NewYear:
    case = handover.case
    measures = list(case.measures.unfinished().select_related("responsible").by_time())
    shared = _shared(case, viewer)
    described = list(
        case.involvements.filter(ends_on=None, pupil=None).values_list("described", flat=True)
    )
    groups = Group.objects.visible_to(viewer).filter(unit=case.unit_id)
    before = groups.filter(school_year=handover.school_year - 1)
    own = groups.filter(pk__in=[one.group_id for one in shared if one.group_id])
    known = list((before | own).filter(school_year__lt=handover.school_year))
    offered = list(groups.filter(school_year=handover.school_year))
    texts = [*described, *(f"{one.title} {one.how}" for one in measures)]
    named = [one for one in known if _is_named(one, texts, shared)]
    return NewYear(
        measures=measures,
        shared=shared,
        people=_by_name(people_who_may_carry_out(case, viewer.today)),
        people_for_shared=_by_name(people_for_shared(case.unit, viewer.today)) if shared else [],
        classes=_proposed(named, offered),
        offered=offered,
        naming=[one for one in measures if _names_any(f"{one.title} {one.how}", named)],
    )


def _shared(case: Case, viewer: Viewer) -> list[SharedMeasure]:
    """Those that go on and stand in the plans, where the viewer may change them."""
    if not viewer.may(Permission.WRITE_CASES, case.unit_id):
        return []
    stands = PlanReference.objects.current().filter(case=case).values("shared")
    rows = SharedMeasure.objects.visible_to(viewer).unfinished().filter(pk__in=stands)
    return list(rows.select_related("responsible", "group").by_time())


def _is_named(group: Group, texts: Iterable[str], shared: Iterable[SharedMeasure]) -> bool:
    is_of_shared = any(one.group_id == group.pk for one in shared)
    return is_of_shared or any(names_class(text, group.name) for text in texts)


def _names_any(text: str, groups: Iterable[Group]) -> bool:
    return any(names_class(text, group.name) for group in groups)


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: person.name)


def _proposed(named: list[Group], offered: list[Group]) -> list[OldClass]:
    """Where most of its pupils are now; before they are placed, the class with the name of a year
    later."""
    if not named:
        return []
    became: dict[UUID, UUID] = {}
    rows = Placement.objects.filter(
        group__in=[one.pk for one in offered],
        pupil__placements__group__in=[one.pk for one in named],
    )
    counted = rows.values_list("pupil__placements__group", "group")
    for old, new, _pupils in counted.annotate(pupils=Count("pupil", distinct=True)).order_by(
        "-pupils", "group"
    ):
        became.setdefault(old, new)
    by_name = {one.name.casefold(): one.pk for one in offered}
    return [
        OldClass(one, became.get(one.pk) or by_name.get(class_next_year(one.name).casefold()))
        for one in named
    ]
