"""Sections and deadlines on pages, from the data: what is law and what is advice stand apart.

The unit (or a regime), the key in ``organisations/law``, and the day on which somebody acted.
"""

from datetime import date, datetime

from django import template
from django.utils import timezone

from organisations.law import law_for
from organisations.law.loading import HasRegime

register = template.Library()


@register.inclusion_tag("components/_law_reference.html")
def law_reference(place: HasRegime | str, key: str, day: date) -> dict:
    """The section with its title; as advice where nobody has read it in the act."""
    return {"reference": law_for(place, _local(day)).references[key]}


@register.inclusion_tag("components/_deadline_basis.html")
def deadline_basis(place: HasRegime | str, key: str, day: date, chosen: int | None = None) -> dict:
    """What a date rests on: "recommended deadline", that the law says so, or how many working days
    an owner has ``chosen``."""
    return {"deadline": law_for(place, _local(day)).deadlines[key], "chosen": chosen}


def _local(day: date) -> date:
    return timezone.localdate(day) if isinstance(day, datetime) else day
