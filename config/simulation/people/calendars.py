"""The owner enters the next school year in spring; a unit closes a day of its own now and then."""

from config.simulation.reckoning import DAY, starts_in
from config.simulation.setting import enter_year
from config.simulation.world import School, World
from organisations.actions import calendar

SHARE = 0.015


def habit(world: World, school: School) -> None:
    starts = starts_in(world.day)
    if world.day.month in (4, 5, 6) and starts + 1 not in school.days.years:
        enter_year(world, starts + 1)
    if world.chance(SHARE * world.pace):
        _close_a_day(world, school)


def _close_a_day(world: World, school: School) -> None:
    day = world.day + DAY * world.rng.randrange(1, 30)
    if not school.days.is_open(day) or starts_in(day) not in school.days.years:
        return
    with world.by(school.leader) as act:
        calendar.add_period(
            place=school.unit, kind=school.unit.kind, starts=starts_in(day), what="planning",
            name="", first_day=day, last_day=day, **act,
        )  # fmt: skip
    school.days.closed.add(day)
