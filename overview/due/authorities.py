"""What the county governor waits for: answers to letters, and what was ordered."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Letter, OrderedAct
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@only_for(Permission.WRITE_CASES)
def letters(viewer: Viewer) -> list[Duty]:
    """Letters that wait for an answer, for those who follow up the case."""
    found = (
        Letter.objects.visible_to(viewer)
        .waiting()
        .filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
        .select_related("case")
        .order_by("answer_due_on", "id")[:MOST]
    )
    return [answer(letter.case, letter.answer_due_on) for letter in found]


def answer(case: Case, day: date) -> Duty:
    return Duty(
        due_on=day,
        what=_("Answer the county governor"),
        reference=case.reference,
        button=_("Go to the letter"),
        url=reverse("cases:authorities", args=[case.pk]),
    )


@only_for(Permission.CLOSE_CASES, Permission.READ_OWNER_NOTICES)
def acts(viewer: Viewer) -> list[Duty]:
    """What was ordered: the owner's duty, and known to the leader who answers for the case. The
    owner's adviser sees the act and the reference, and not the case: nothing is joined to it."""
    led = Case.objects.filter(held_by__in=viewer.places_where(Permission.CLOSE_CASES))
    at_owner = Q(owner__in=viewer.places_where(Permission.READ_OWNER_NOTICES))
    found = OrderedAct.objects.visible_to(viewer).undone().filter(Q(case__in=led) | at_owner)
    acts = found.with_unit_for_owner().order_by("due_on", "id")[:MOST]
    return [do_act(act.pk, act.reference, act.due_on, act.unit_name or "") for act in acts]


def do_act(pk: UUID, reference: str, day: date, unit: str = "") -> Duty:
    return Duty(
        due_on=day,
        what=_("Do what the county governor has ordered"),
        title=unit,
        reference=reference,
        button=_("Report that it is done"),
        url=reverse("cases:report_act", args=[pk]),
    )
