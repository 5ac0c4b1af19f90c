"""What actions on lists demand. Refusals are sentences for the one who asked."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from common.errors import ActionError
from organisations.models import Organisation
from organisations.permissions import allowed, require
from organisations.roles import Permission
from pupils.models import PupilImport

State = PupilImport.State


def may_import(unit: Organisation, kind: str, by: Person, now: datetime) -> None:
    """Whoever keeps the lists of the unit; for those who work there, the list of people too."""
    today = timezone.localdate(now)
    require(by, Permission.EDIT_PUPILS, at=unit, today=today)
    if kind == PupilImport.Kind.STAFF and not allowed(
        by, Permission.EDIT_PEOPLE, at=unit, today=today
    ):
        raise ActionError(
            _("A list of people who work here can only be imported by the school administrator.")
        )


def in_state(pupil_import: PupilImport, by: Person, now: datetime, *states: str) -> PupilImport:
    """The import, locked until the transaction ends, when it is in one of these states and its
    lines are there."""
    may_import(pupil_import.unit, pupil_import.kind, by, now)
    job = PupilImport.objects.select_for_update().get(pk=pupil_import.pk)
    if job.state not in states:
        raise ActionError(_("This file has come further, or is thrown away. Look at the list."))
    if job.state in (State.UPLOADED, State.CHECKED) and not job.chunks.exists():
        raise ActionError(_("The file was thrown away after 30 days. Choose it again."))
    return job
