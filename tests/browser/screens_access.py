"""The pages about roles, about protected identity, and the search."""

from organisations.models import Membership
from pupils.models import Pupil
from tests.factories.pupils import PupilAccessFactory, PupilFactory

# Buttons; the start password is what one of them leads to.
NO_PAGE = {
    "organisations:start_password", "organisations:reopen_account", "pupils:close_identity",
    "pupils:unprotect",
}  # fmt: skip


def access_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    unit, leader = made.places["fjellet"], made.people["rektor"]
    role = Membership.objects.get(person=made.people["laerer"])
    pupil = Pupil.objects.filter(unit=unit).by_name().first()
    hidden = PupilFactory(unit=unit, name="Skjult Identitet", protected=True)
    for person in (leader, made.people["inspektor"]):
        PupilAccessFactory(pupil=hidden, person=person, given_by=leader)
    return [
        ("eieradmin", "access", "organisations:people"),
        ("eieradmin", "access-at", "organisations:people_at", unit.pk),
        ("eieradmin", "access-give", "roles:give", unit.pk),
        ("eieradmin", "access-give-errors", "roles:give", unit.pk),
        ("eieradmin", "access-end", "organisations:end_role", unit.pk, role.pk),
        ("eieradmin", "access-close", "organisations:close_account", unit.pk, role.pk),
        ("eieradmin", "access-address", "address:correct", unit.pk, role.pk),
        ("eieradmin", "access-address-errors", "address:correct", unit.pk, role.pk),
        ("skoleadmin", "access-to-read", "organisations:people_at", unit.pk),
        ("rektor", "identity-list", "pupils:protected"),
        ("rektor", "identity", "pupils:identity", hidden.pk),
        ("rektor", "identity-protect", "pupils:identity", pupil.pk),
        ("rektor", "search", "overview:search"),
        ("rektor", "search-errors", "overview:search"),
    ]
