"""Whom something is given to in a case: somebody who works there and may take part in it."""

from accounts.models import Person
from cases import actions as cases
from cases.models import CaseAccess
from config.simulation.world import Life, World


def somebody(world: World, life: Life) -> Person:
    """One of the staff who is there and not excluded. While the owner answers for the case, the
    adviser lets the person take part first."""
    school = life.school
    there = [one for one in school.staff if one.pk not in life.shut_out]
    person = world.rng.choice([one for one in there if not school.is_away(one)] or there)
    if not may_go_on(world, life, person):
        with world.by(life.leader) as act:
            cases.let_take_part(case=life.case, person=person, reason="Kjenner eleven godt.", **act)
    return person


def may_go_on(world: World, life: Life, person: Person) -> bool:
    """While the owner answers for the case, those at the unit who had something to carry out then
    or have been let in since take part, and nobody else."""
    if not life.is_at_owner:
        return True
    with world.sees_all():
        parts = CaseAccess.objects.current().filter(case=life.case, person=person)
        return parts.filter(kind=CaseAccess.Kind.TAKES_PART).exists()
