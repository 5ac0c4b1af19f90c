"""Those whom a case is about: heard, with an adult whom they trust, and the talks of the two."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Hearing, Involvement, TrustedAdult
from cases.people import shut_out, without_cover
from cases.querysets import carries_out
from cases.rules import DIRECTLY_AFFECTED, OPEN_STATES
from organisations.models import Membership
from organisations.roles import Permission
from organisations.viewers import Viewer
from overview.duties import MOST, Duty, only_for


@only_for(Permission.WRITE_CASES)
def voices(viewer: Viewer) -> list[Duty]:
    """Hear the pupils, and name a trusted adult for each one exposed: both by the day on which the
    plan is due, since they come before it. Who declined, or was not heard for a reason, is left in
    peace: the trusted adult asks again in their next talk."""
    cases = (
        Case.objects.followed_up_by(viewer)
        .annotate(**missing())
        .filter(Q(unheard=True) | Q(alone=True))
        .order_by("plan_due_on", "id")[:MOST]
    )
    return [duty for case in cases for duty in of_case(case)]


def missing() -> dict[str, Exists]:
    """What a case is asked for ``of_case``: is somebody not heard, or without a trusted adult?"""
    return {"unheard": Exists(_unheard()), "alone": Exists(_without_an_adult())}


def talks(viewer: Viewer) -> list[Duty]:
    """One's own talks as a trusted adult. For those who follow up the case: talks that are due, and
    adults who are away then or may not take part any more."""
    seen = TrustedAdult.objects.visible_to(viewer)
    here = seen.filter(pk__in=_of_viewer(viewer), case__state__in=OPEN_STATES)
    # Fetched first: many have none, and what is asked of each is dear.
    ids = list(here.values_list("pk", flat=True))
    if not ids:
        return []
    rows = asked_for(TrustedAdult.objects.filter(pk__in=ids), viewer).select_related("case")
    return [of_talk(row, viewer) for row in rows.order_by("talk_on", "id")[:MOST]]


def asked_for(rows, viewer: Viewer):
    """Of these: one's own, and those that need somebody who follows up the case."""
    away = Q(away_from__lte=F("talk_on"), away_until__gte=F("talk_on")) | Q(absent=True)
    there = Exists(_membership_of_adult(viewer)) & ~shut_out("adult", viewer.today)
    return rows.annotate(there=there, absent=Exists(without_cover("adult", "talk_on"))).filter(
        carries_out(viewer, "adult") | away | Q(there=False) | Q(talk_on__lte=viewer.today)
    )


def _unheard():
    heard = Hearing.objects.filter(case=OuterRef("case"), involvement__pupil=OuterRef("pupil"))
    return Involvement.objects.filter(
        ~Exists(heard),
        case=OuterRef("pk"),
        ends_on=None,
        pupil__isnull=False,
        role__in=DIRECTLY_AFFECTED,
    )


def _without_an_adult():
    named = TrustedAdult.objects.current().filter(
        case=OuterRef("case"), involvement__pupil=OuterRef("pupil")
    )
    return Involvement.objects.filter(
        ~Exists(named),
        case=OuterRef("pk"),
        ends_on=None,
        pupil__isnull=False,
        role=Involvement.Role.EXPOSED,
    )


def _membership_of_adult(viewer: Viewer):
    here = Q(organisation=OuterRef("case__held_by")) | Q(organisation=OuterRef("case__unit"))
    current = Membership.objects.current(viewer.today).granting(Permission.TAKE_PART)
    return current.filter(here, person=OuterRef("adult"), person__is_active=True)


def _of_viewer(viewer: Viewer):
    """One's own, those of somebody one stands in for, and those of the cases that one follows up.
    Two ways in, each by an index: asked with OR, the whole table would be read."""
    current = TrustedAdult.objects.current()
    led = current.filter(case__held_by__in=viewer.places_where(Permission.WRITE_CASES))
    adults = {viewer.person.pk, *(person for person, _place in viewer.stands)}
    return current.filter(adult__in=adults).values("pk").union(led.values("pk"))


def of_case(case: Any) -> list[Duty]:
    """The duties of one open case that was asked what is ``missing``."""
    asked = [
        (case.unheard, _("Hear the pupils"), _("Go to the people")),
        (case.alone, _("Name a trusted adult"), _("Go to the people")),
    ]
    return [
        Duty(
            due_on=case.plan_due_on,
            what=what,
            reference=case.reference,
            button=button,
            url=reverse("cases:people", args=[case.pk]),
        )
        for is_missing, what, button in asked
        if is_missing
    ]


def of_talk(row: Any, viewer: Viewer) -> Duty:
    own = row.adult_id == viewer.person.pk
    own = own or (row.adult_id, row.case.held_by_id) in viewer.stands
    what = _("See that the pupil and the trusted adult talk")
    if own:
        what = _("Talk with the pupil who trusts you")
    elif not row.there:
        what = _("Find a new trusted adult")
    elif row.absent or row.away_from and row.away_from <= row.talk_on <= row.away_until:
        what = _("The trusted adult is away: find somebody for the talk")
    return Duty(
        due_on=row.talk_on,
        what=what,
        reference=row.case.reference,
        button=_("Write the talk") if own else _("Go to the people"),
        url=reverse("cases:record_talk", args=[row.pk])
        if own
        else reverse("cases:people", args=[row.case_id]),
    )
