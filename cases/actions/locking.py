"""The case is locked before anything else in every action that touches it."""

from cases.models import Case
from common import demands


def lock(case: Case) -> Case:
    """The case as it stands now, locked until the transaction ends. Always first: then the
    measure, then the rest. Raises PermissionDenied where the scope does not hold the case (any
    more)."""
    return demands.locked(Case.objects.all(), case)
