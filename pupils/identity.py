"""The name of a pupil as it is shown: the one place that asks whether whoever reads may see it.

To those who are not named, the database gives no row of a protected pupil; here the same is asked
once more. A page that is about a case never writes a pupil's name in another way.
"""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts import scope
from accounts.models import Person
from pupils.models import Pupil, PupilAccess


def is_hidden(pupil: Pupil | None) -> bool:
    """May the one who reads not see who it is? None: the row is behind the wall."""
    return pupil is None or pupil.protected and pupil.pk not in _named_for()


def name_of(pupil: Pupil | None) -> str:
    """The pupil's name, or words in place of it. None: the row is hidden from the one who reads."""
    if pupil is None or is_hidden(pupil):
        return _("A pupil with protected identity")
    return pupil.name


def labels_of(ids: Iterable[uuid.UUID], person: Person) -> dict[uuid.UUID, str]:
    """The same for ids alone, where the rows may be hidden from the person. One query."""
    ids = list(ids)
    known = {pupil.pk: pupil for pupil in Pupil.objects.open_to(person).filter(pk__in=ids)}
    return {pk: known[pk].name if pk in known else name_of(None) for pk in ids}


def _named_for() -> set[uuid.UUID]:
    """The protected pupils that the one who reads is named for. Asked once while a scope is open,
    and only where a protected pupil turns up."""
    reader = scope.reader()
    if reader is None:
        return set()
    if "pupils" not in reader.known:
        mine = PupilAccess.objects.of(reader.person)
        reader.known["pupils"] = set(mine.values_list("pupil_id", flat=True))
    return reader.known["pupils"]
