"""What an owner chooses for its schools and kindergartens."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from audit.record import record
from common import demands
from common.errors import ActionError
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission


@transaction.atomic
def choose_ppt_answer_days(
    *, owner: Organisation, days: int, by: Person, now: datetime
) -> Organisation:
    """Within how many working days PPT is to answer the units of the owner; after that the one who
    leads PPT is told. It holds for what is waited for from now on: a day that the school was told
    stands. Chosen anew as it is, nothing is changed. Refuses too few and too many."""
    if owner.kind != Organisation.Kind.OWNER:
        raise PermissionDenied("Only an owner chooses for its units.")
    row = demands.locked(Organisation.objects.all(), owner)
    require(by, Permission.EDIT_SETTINGS, at=row, today=timezone.localdate(now))
    fewest, most = Organisation.PPT_ANSWER_DAYS
    if not fewest <= days <= most:
        said = _("Choose from %(fewest)s to %(most)s working days.")
        raise ActionError(said % {"fewest": fewest, "most": most})
    before = row.days_for_ppt(timezone.localdate(now))
    if row.ppt_answer_days != days:
        row.ppt_answer_days = days
        row.save(update_fields=["ppt_answer_days"])
        record("owner.ppt_days_chosen", by=by, now=now, target=row, days=days, days_was=before)
    return row
