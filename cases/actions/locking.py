"""The case is locked before anything else in every action that touches it."""

from django.core.exceptions import PermissionDenied

from cases.models import Case


def lock(case: Case) -> Case:
    """The case as it stands now, locked until the transaction ends. Always first: then the
    measure, then the rest. Raises PermissionDenied where the scope does not hold the case (any
    more)."""
    # Nothing is joined: a row that was waited for would be joined to what stood before the wait.
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:
        raise PermissionDenied("The case is not in the scope of the one who acts.")
    return locked
