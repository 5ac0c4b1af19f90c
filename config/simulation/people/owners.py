"""What comes to the owner: notices of serious cases, exclusions, and the cases that a leader of the
unit may not see; also while one of the advisers there is away."""

import uuid

from accounts.models import Person
from cases import actions as cases
from cases.models import CaseAccess, OwnerNotice
from cases.notices import ExclusionToAnswer, OwnerTold
from config.simulation.ledger import Awaited
from config.simulation.people.staff import expect_another
from config.simulation.reckoning import DAY, concern_due, exclusion_due
from config.simulation.world import Life, School, World
from measures import actions as measures
from organisations.actions import absence

SHARE, SHARE_HANDED_BACK, AWAY = 0.006, 0.05, 0.01
WHO = ("staff", "staff", "deputy", "leader")
OWNERS_PAGE = "/owner/"


def expect_notice(world: World, life: Life, kind: str) -> None:
    """The owner has been told of the case, the same working day."""
    with world.sees_all():
        notices = OwnerNotice.objects.filter(case=life.case, kind=kind, received_at=None)
        made = notices.order_by("-told_at").values_list("pk", flat=True).first()
    owner = life.school.owner
    world.ledger.expect(
        Awaited(
            "notice", made or uuid.uuid4(), concern_due(world.day), life.school, what=life,
            marks=(OWNERS_PAGE if made else "nowhere",), told=(OwnerTold.name,),
            asked=lambda: owner.there,
        )
    )  # fmt: skip


def receive(world: World, awaited: Awaited) -> None:
    """By one who has not told it. When nobody else is there, it waits."""
    with world.sees_all():
        notice = OwnerNotice.objects.get(pk=awaited.thing)
    others = [one for one in awaited.school.owner.there if one.pk != notice.told_by_id]
    if not others:
        return
    with world.by(others[-1]) as act:
        cases.receive_notice(notice=notice, **act)
    world.ledger.answered("notice", awaited.thing, world.day)


def go_away(world: World, school: School) -> None:
    """One of the owner's advisers is away; the other stands in, also when nobody has said so."""
    owner = school.owner
    owner.away = {pk: until for pk, until in owner.away.items() if until >= world.day}
    if owner.away or not world.chance(AWAY * world.pace):
        return
    person, other = world.rng.sample(owner.there, 2)
    until = world.day + DAY * world.rng.randrange(0, 21)
    with world.by(owner.administrator) as act:
        absence.note_absence(
            person=person, organisation=owner.place, starts_on=world.day, ends_on=until,
            substitute=other if world.chance(0.6) else None, token=uuid.uuid4(), **act,
        )  # fmt: skip
    owner.away[person.pk] = until


def exclude(world: World, school: School) -> None:
    """Somebody cannot be impartial in a case: one of the staff, the deputy, or the one who leads,
    who then hands it to the owner."""
    if not world.chance(SHARE * world.pace):
        return
    lives = [one for one in school.lives if one.is_open and not one.is_at_owner]
    if not lives:
        return
    life, who = world.rng.choice(lives), world.rng.choice(WHO)
    person = world.rng.choice(school.staff) if who == "staff" else getattr(school, who)
    if person.pk in life.shut_out or len(school.staff) - len(life.shut_out) < 4:
        return
    with world.by(life.leader) as act:
        made = cases.exclude_person(
            case=life.case, person=person, reason="Er i familie med en av elevene.",
            closeness=world.rng.choice(CaseAccess.Closeness.values), **act,
        )  # fmt: skip
    life.shut_out.add(person.pk)
    life.is_at_owner = who == "leader"
    _without(world, life, person)
    owner = school.owner
    world.ledger.expect(
        Awaited(
            "exclusion", made.pk, exclusion_due(world.day), school, marks=(OWNERS_PAGE,),
            told=(ExclusionToAnswer.name,), asked=lambda: owner.there, what=(life, person),
        )
    )  # fmt: skip


def _without(world: World, life: Life, person: Person) -> None:
    """What the person carries out waits for somebody else; nobody else is deputy for now."""
    for one in life.carried.values():
        if not one.is_unfinished:
            continue
        if one.measure.deputy_id == person.pk and life.takes_part(one.carrier):
            with world.by(life.leader) as act:
                one.measure = measures.change_measure(measure=one.measure, deputy=None, **act)
        if one.carrier == person:
            expect_another(world, life.school, one, life)


def answer(world: World, awaited: Awaited) -> None:
    """The owner confirms the exclusion, or does not agree."""
    life, person = awaited.what
    with world.by(awaited.school.owner.acting) as act:
        exclusion = CaseAccess.objects.exclusions().get(pk=awaited.thing)
        if world.chance(0.6):
            cases.confirm_exclusion(exclusion=exclusion, **act)
        else:
            cases.lift_exclusion(exclusion=exclusion, reason="De er ikke i slekt.", **act)
            life.shut_out.discard(person.pk)
            _is_back(world, life, person)
    world.ledger.answered("exclusion", awaited.thing, world.day)


def _is_back(world: World, life: Life, person: Person) -> None:
    for one in life.carried.values():
        if one.carrier == person and life.takes_part(person):
            world.ledger.drop("carrier", one.measure.pk)


def hand_back(world: World, school: School) -> None:
    """The unit answers for a case again, once its leader is another one or is excluded no more."""
    for life in school.lives:
        may = life.is_at_owner and school.leader.pk not in life.shut_out
        if may and world.chance(SHARE_HANDED_BACK):
            with world.by(life.leader) as act:
                cases.hand_back_case(case=life.case, reason="Den nye lederen kan se saken.", **act)
            life.is_at_owner = False
