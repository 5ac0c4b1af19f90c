"""Who is away from a case, with nobody in his or her place."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.models import CaseAccess
from organisations.models import Absence


def without_cover(who: str, day: str) -> QuerySet[Absence]:
    """For rows of a case: absences of the one named in the field ``who`` on the row's ``day``, from
    where the case is held or from its unit, with nobody who may stand in. A substitute does so only
    where the case is held (``querysets.carries_out``), and never one who is excluded."""
    held_by = OuterRef("case__held_by")
    excluded = CaseAccess.objects.excluding(OuterRef("substitute"))
    shut_out = Exists(excluded.filter(case=OuterRef(OuterRef("case"))))
    away = Absence.objects.current(OuterRef(day)).filter(person=OuterRef(who))
    here = away.filter(Q(organisation=held_by) | Q(organisation=OuterRef("case__unit")))
    return here.annotate(held_by=held_by).filter(
        Q(substitute=None) | ~Q(organisation=F("held_by")) | shut_out
    )
