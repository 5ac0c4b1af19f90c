"""How the measures of a plan fit it: toward whom they go, and what could be in better balance."""

import uuid
from collections.abc import Hashable
from functools import cached_property

from cases.models import Case
from measures import rules
from measures.models import Measure, SharedMeasure
from measures.models.words import State
from measures.sheet import Sheet


class Fit:
    """Of one sheet. No query but the sheet's own."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet

    @property
    def is_digital(self) -> bool:
        """Is anything of it online: in the case, or in a measure?"""
        return Case.Kind.DIGITAL in self.sheet.plan.case.kinds or any(
            aim.digital for aim in self.aims
        )

    @cached_property
    def aims(self) -> list[rules.Aim]:
        """Toward whom the measures go, by time, the shared ones last."""
        own = [self._aim(one.pk, one, one.level) for one in self.sheet.standing]
        return own + [
            self._aim(one.pk, one.shared, Measure.Level.SYSTEM)
            for one in self.sheet.standing_references
        ]

    @property
    def counting(self) -> list[rules.Aim]:
        """Those that were neither stopped nor replaced."""
        return [aim for aim in self.aims if aim.counts]

    @staticmethod
    def _aim(pk: uuid.UUID, one: Measure | SharedMeasure, level: str) -> rules.Aim:
        counts = one.state not in (State.STOPPED, State.REPLACED)
        groups = frozenset(one.target_groups)
        return rules.Aim(pk, one.title, groups, level, one.digital, one.prevents, counts)

    @cached_property
    def coverage(self) -> list[rules.Row]:
        return rules.coverage(self.aims, digital=self.is_digital)

    @property
    def empty_groups(self) -> list[str]:
        """Groups with neither a measure nor a reason for having none."""
        return rules.empty_groups(self.coverage, self.sheet.set_aside)

    @property
    def advice(self) -> list[rules.Advice]:
        facts: dict[Hashable, Measure | SharedMeasure]
        facts = {one.pk: one for one in self.sheet.standing}
        facts |= {one.pk: one.shared for one in self.sheet.standing_references}
        weighed = [
            rules.Weighed(
                aim, facts[aim.id].how, facts[aim.id].ends_on, facts[aim.id].is_unfinished
            )
            for aim in self.aims
        ]
        return rules.advice(
            weighed,
            today=self.sheet.today,
            digital=self.is_digital,
            together=self.sheet.plan.together,
            set_aside=self.sheet.set_aside,
        )
