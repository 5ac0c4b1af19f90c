"""The case is locked before anything else in every action that touches it."""

from django.core.exceptions import PermissionDenied

from cases.models import Case


def lock(case: Case) -> Case:
    """The case as it stands now, locked until the transaction ends. Always first: then the
    measure, then the rest. Raises PermissionDenied where the scope does not hold the case (any
    more)."""
    places = Case.objects.select_related("unit", "held_by")
    locked = places.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if locked is None:
        raise PermissionDenied("The case is not in the scope of the one who acts.")
    return locked
