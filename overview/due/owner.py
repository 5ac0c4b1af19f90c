"""What the owner must receive and answer, and what those who follow up a case must mend when the
owner could not be told."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseAccess, OwnerNotice
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import Duty, only_for


@only_for(Permission.READ_OWNER_NOTICES)
def to_receive(viewer: Viewer) -> list[Duty]:
    """What the owner was told and nobody has received; not what the viewer told."""
    owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
    waiting = OwnerNotice.objects.visible_to(viewer).waiting().filter(owner__in=owners)
    return [
        Duty(
            due_on=timezone.localdate(notice.told_at),
            what=_("Receive what a school or kindergarten has told you"),
            title=notice.unit_name or "",
            reference=notice.reference,
            button=_("Go to the notice"),
            url=reverse("overview:owner"),
        )
        for notice in waiting.exclude(told_by=viewer.person).with_case_for_owner()
    ]


@only_for(Permission.READ_OWNER_NOTICES)
def to_answer(viewer: Viewer) -> list[Duty]:
    """Exclusions that the owner confirms or lifts within one working day."""
    owners = viewer.places_where(Permission.READ_OWNER_NOTICES)
    waiting = CaseAccess.objects.visible_to(viewer).to_answer().filter(owner__in=owners)
    return [
        Duty(
            due_on=exclusion.answer_by,
            what=_("Confirm or lift an exclusion"),
            title=exclusion.unit_name or "",
            reference=exclusion.reference,
            button=_("Go to the exclusion"),
            url=reverse("overview:owner"),
        )
        for exclusion in waiting.with_case_for_owner()
    ]


@only_for(Permission.WRITE_CASES)
def to_tell(viewer: Viewer) -> list[Duty]:
    """What lies with nobody at the owner: somebody must tell the owner in another way."""
    places = viewer.places_where(Permission.WRITE_CASES)
    waiting = OwnerNotice.objects.visible_to(viewer).waiting().filter(case__held_by__in=places)
    # Fetched first: mostly there is none, and what is asked of each is dear.
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return []
    found = OwnerNotice.objects.filter(pk__in=ids).with_reach(viewer.today).filter(reaches=False)
    return [
        tell_otherwise(row.case, timezone.localdate(row.told_at))
        for row in found.select_related("case")
    ]


def tell_otherwise(case: Case, day: date) -> Duty:
    return Duty(
        due_on=day,
        what=_("Tell the owner in another way: nobody has been told"),
        reference=case.reference,
        button=_("See what to do"),
        url=reverse("cases:access", args=[case.pk]),
    )
