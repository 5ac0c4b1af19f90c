"""Choosing pupils among six hundred without a script: one list to open for each group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import TextField
from organisations.models import Organisation
from organisations.viewers import Viewer
from pupils.models import Placement, Pupil


@dataclass(frozen=True)
class Option:
    """One pupil in one group's list."""

    id: str
    value: str
    name: str
    checked: bool


@dataclass(frozen=True)
class Choices:
    """One group's list. It stands open when somebody in it is chosen."""

    name: Any
    options: list[Option]

    @property
    def chosen(self) -> int:
        return sum(option.checked for option in self.options)


class PupilsField(forms.ModelMultipleChoiceField):
    """Pupils of one unit that may be chosen: still there. A protected one is offered to those who
    are named for it."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("Choose pupils from the list."),
        "invalid_pk_value": _("Choose pupils from the list."),
        "list": _("Choose pupils from the list."),
    }

    def __init__(self, **kwargs):
        super().__init__(Pupil.objects.none(), **kwargs)

    def offer(self, unit: Organisation, viewer: Viewer) -> None:
        self.queryset = Pupil.objects.visible_to(viewer).choosable().filter(unit=unit).by_name()


def somebody_described() -> TextField:
    """In place of a pupil on the list."""
    return TextField(
        label=_("Somebody without a name here"),
        max_length=120,
        required=False,
        help_text=_("For example: a pupil we do not know yet. Do not write a name."),
    )


def lists_of(bound: forms.BoundField, offered: Iterable[Pupil], today: date) -> list[Choices]:
    """The pupils by the groups they are in today, each list by name; last those in no group.

    Two queries. Who is in two groups stands in both lists.
    """
    pupils = {pupil.pk: pupil for pupil in offered}
    given = bound.value() or []
    chosen = {str(value) for value in given} if isinstance(given, list | tuple) else set()
    placed = Placement.objects.current(today).filter(pupil__in=pupils).select_related("group")
    found: dict[Any, tuple[Any, set]] = {}
    for placement in placed.order_by("group__stage", "group__name", "group_id"):
        found.setdefault(placement.group_id, (placement.group, set()))[1].add(placement.pupil_id)
    lists = [(group.name, members) for group, members in found.values()]
    rest = set(pupils) - {pk for _name, members in lists for pk in members}
    lists += [(_("Without a group"), rest)] if rest else []
    return [
        Choices(
            name,
            [
                Option(
                    f"{bound.auto_id}_{place}_{number}", str(pk), pupils[pk].name, str(pk) in chosen
                )
                for number, pk in enumerate(pk for pk in pupils if pk in members)
            ],
        )
        for place, (name, members) in enumerate(lists)
    ]
