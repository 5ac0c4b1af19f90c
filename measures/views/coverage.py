"""Toward whom the plan's measures go, groups that are set aside, and advice."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from common.errors import refusal_as_message
from common.forms import ReasonForm
from common.views import form_page, submitted
from measures import actions, forms, rules
from measures.fit import Fit
from measures.models import SetAside
from measures.models.words import Level, Target
from measures.sheet import Sheet
from measures.views.fetch import address_of, form_about, get_plan

# More than these stand folded in one cell.
SHOWN = 3
SOURCES = {
    rules.Source.GUIDANCE: gettext_lazy("Guidance on measures, forebyggingavmobbing.no"),
    rules.Source.SUPERVISION: gettext_lazy("What supervision of schools has often found"),
}
NOBODY = {
    "violating": gettext_lazy("Nobody in the case is known to violate."),
    "bystanders": gettext_lazy("Nobody in the case is known to look on."),
}
ROLES = {"violating": "violating", "bystanders": "bystander"}


@dataclass(frozen=True)
class Cell:
    """The measures of one level toward one group, and where another is added."""

    label: Any
    shown: tuple[rules.Aim, ...]
    folded: tuple[rules.Aim, ...]
    add: str


@dataclass(frozen=True)
class GridRow:
    """One group: its measures, or why there is none."""

    group: str
    label: Any
    cells: list[Cell]
    is_empty: bool
    aside: SetAside | None
    hint: Any = ""


@dataclass(frozen=True)
class Told:
    """Advice with its source in words, and where it is followed."""

    code: str
    sentence: str
    source: Any
    url: str


class Grid:
    """The coverage of a sheet as a page shows it. One query more: the roles in the case."""

    def __init__(self, sheet: Sheet):
        self.sheet, self.fit = sheet, Fit(sheet)
        current = sheet.plan.case.involvements.filter(ends_on=None)
        self._roles = set(current.values_list("role", flat=True))

    @property
    def rows(self) -> list[GridRow]:
        return [self._row(row) for row in self.fit.coverage]

    @property
    def digital(self) -> list[Cell]:
        """What handles and what prevents, where the case or a measure is digital."""
        if not self.fit.is_digital:
            return []
        found = rules.of_digital(self.fit.aims)
        return [
            self._cell(_("Handles what has happened online"), found.handles, "digital=yes"),
            self._cell(_("Prevents that it happens again"), found.prevents, "digital=prevents"),
        ]

    @property
    def advice(self) -> list[Told]:
        return [
            Told(one.code, one.sentence, SOURCES[one.source], self._followed_at(one))
            for one in self.fit.advice
        ]

    @property
    def advice_at_completing(self) -> list[Told]:
        """Without what the form asks about itself."""
        return [one for one in self.advice if one.code != "together"]

    def _row(self, row: rules.Row) -> GridRow:
        needed = f"for={row.group}"
        known = ROLES.get(row.group) in self._roles
        return GridRow(
            group=row.group,
            label=Target(row.group).label,
            cells=[
                self._cell(Level.INDIVIDUAL.label, row.individual, f"{needed}&level=individual"),
                self._cell(Level.SYSTEM.label, row.system, f"{needed}&level=system"),
            ],
            is_empty=row.is_empty,
            aside=self.sheet.set_aside.get(row.group) if row.is_empty else None,
            hint=NOBODY.get(row.group, "") if row.is_empty and not known else "",
        )

    def _cell(self, label: Any, aims: tuple[rules.Aim, ...], asked: str) -> Cell:
        return Cell(label, aims[:SHOWN], aims[SHOWN:], f"{self._add}?{asked}")

    @property
    def _add(self) -> str:
        return reverse("measures:choose", args=[self.sheet.plan.pk])

    def _followed_at(self, one: rules.Advice) -> str:
        if one.code == "together":
            return reverse("measures:write", args=[self.sheet.plan.pk]) + "#id_together"
        if one.measure in self.sheet.by_id:
            return reverse("measures:change", args=[one.measure]) + "#id_how"
        if one.measure:
            return f"{address_of(self.sheet.plan)}#measure-{one.measure}"
        asked = {"prevents": "?digital=prevents", "only_individual": "?level=system"}
        return self._add + (f"?for={one.group}" if one.group else asked.get(one.code, ""))


@form_page
def set_aside(request, pk, group):
    plan = get_plan(request, pk)
    if group not in Target.values:
        raise Http404
    form = ReasonForm(
        posted_or_kept(request),
        why=forms.why_none(group),
        button=_("Set the group aside"),
        cancel=address_of(plan),
    )
    if submitted(request, form, actions.set_group_aside, plan=plan, target=group):
        return redirect(f"{address_of(plan)}#coverage")
    return form_about(request, plan, form, _("Set a group aside"))


@require_POST
def take_up(request, pk, group):
    plan = get_plan(request, pk)
    with refusal_as_message(request):
        actions.take_group_up(plan=plan, target=group, by=request.user, now=timezone.now())
    return redirect(f"{address_of(plan)}#coverage")
