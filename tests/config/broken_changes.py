"""What breaks a promise about what another place is told, also of a pupil who changes school."""

from cases.models import CaseConcern
from tests.config.broken_endings import sound_case
from tests.factories.cases import InvolvementFactory
from tests.factories.concerns import CaseConcernFactory, ChangeFactory, ConcernFactory


def told_by_nobody(place):
    concern = ConcernFactory(unit=place.other_school)
    CaseConcernFactory(
        case=sound_case(place), concern=concern, direction="told", to_unit=place.other_school,
        added_by=place.principal,
    )  # fmt: skip


def about_nobody(place):
    """The first says who it is."""
    row = InvolvementFactory(case=sound_case(place), pupil__unit=place.school)
    ChangeFactory(about=row, to=place.other_school)
    nobody = ChangeFactory(about=row, to=place.other_school)
    CaseConcern.objects.filter(pk=nobody.pk).update(about=None)


BROKEN = {
    "what another place was told is a concern there, and came from here": told_by_nobody,
    "what goes along with a pupil who changes school says who, on a ground that holds": (
        about_nobody
    ),
}
