"""Who answers for a pupil at home, and what the school may tell them."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common.errors import ActionError
from organisations.permissions import require
from organisations.roles import Permission
from pupils.models import Guardian, Pupil


def _require(by: Person, pupil: Pupil, now: datetime) -> None:
    require(by, Permission.EDIT_PUPILS, at=pupil.unit, today=timezone.localdate(now))


@transaction.atomic
def add_guardian(
    *,
    pupil: Pupil,
    name: str,
    relation: str,
    by: Person,
    now: datetime,
    language: str = "",
    parental_responsibility: bool = True,
) -> Guardian:
    """Note who answers for the pupil at home. Raises ActionError when the pupil has left."""
    _require(by, pupil, now)
    if pupil.left_on is not None:
        raise ActionError(_("The pupil has left the unit."))
    guardian = Guardian(
        pupil=pupil,
        name=name,
        relation=relation,
        language=language,
        parental_responsibility=parental_responsibility,
    )
    guardian.save()
    record("guardian.added", by=by, now=now, target=guardian, pupil=pupil.pk)
    return guardian


@transaction.atomic
def decide_information(
    *, guardian: Guardian, information: str, reason: str, by: Person, now: datetime
) -> Guardian:
    """Decide whether a guardian is kept informed, told on request, or not informed.

    A limit has a reason, and whoever sets it is its decider. Raises ActionError without a reason,
    and when the same was decided with the same reason before.
    """
    _require(by, guardian.pupil, now)
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    limits = information != Guardian.Information.KEPT_INFORMED
    if limits and not reason.strip():
        raise ActionError(_("Write why. It is shown to those who work on the pupil's cases."))
    reason = reason if limits else ""
    if (guardian.information, guardian.information_reason) == (information, reason):
        raise ActionError(_("This is decided already, for the same reason."))
    guardian.information, guardian.information_reason = information, reason
    guardian.information_decided_by = by
    guardian.save(update_fields=["information", "information_reason", "information_decided_by"])
    record(
        "guardian.information_decided",
        by=by,
        now=now,
        target=guardian,
        pupil=guardian.pupil_id,
        information=information,
    )
    return guardian
