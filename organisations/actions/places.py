"""Places: owners, units, PPT offices, and which office serves whom. Set up by the system, or by
an owner's administrator at the own owner."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.system import SYSTEM, System
from audit.record import record
from common.errors import ActionError
from organisations.models import Organisation, PptService
from organisations.permissions import require
from organisations.roles import Permission


@transaction.atomic
def add_owner(*, name: str, orgnr: str, by: System, now: datetime) -> Organisation:
    """Take an owner into use. Only the system does: an owner has no one above it to ask."""
    if by is not SYSTEM:
        raise PermissionDenied("Owners are set up by the system.")
    return _add(kind=Organisation.Kind.OWNER, name=name, orgnr=orgnr, by=by, now=now)


@transaction.atomic
def add_unit(
    *,
    owner: Organisation,
    kind: str,
    regime: str,
    name: str,
    orgnr: str,
    by: Person | System,
    now: datetime,
    language: str = "nb",
) -> Organisation:
    """Add a school or kindergarten under its owner. The regime decides words and deadlines."""
    require(by, Permission.EDIT_PEOPLE, at=owner, today=timezone.localdate(now))
    return _add(
        kind=kind,
        regime=regime,
        name=name,
        orgnr=orgnr,
        parent=owner,
        language=language,
        by=by,
        now=now,
    )


@transaction.atomic
def add_office(
    *, owner: Organisation, name: str, orgnr: str, by: Person | System, now: datetime
) -> Organisation:
    """Add a PPT office that this owner runs. It serves nobody until ``serve`` says so."""
    require(by, Permission.EDIT_PEOPLE, at=owner, today=timezone.localdate(now))
    return _add(kind=Organisation.Kind.PPT, name=name, orgnr=orgnr, parent=owner, by=by, now=now)


@transaction.atomic
def serve(
    *, office: Organisation, place: Organisation, by: Person | System, now: datetime
) -> PptService:
    """Let the office serve an owner's units, or one unit. New cases go there from now on.

    Raises ActionError when ``office`` is no PPT office, or ``place`` is one.
    """
    owner = place.parent or place
    require(by, Permission.EDIT_PEOPLE, at=owner, today=timezone.localdate(now))
    if office.kind != Organisation.Kind.PPT or place.kind == Organisation.Kind.PPT:
        raise ActionError(_("Choose a PPT office, and a place that it serves."))
    service, _created = PptService.objects.update_or_create(
        serves=place, defaults={"office": office}
    )
    record("office.serves", by=by, now=now, target=service, office=office.pk)
    return service


def _add(*, by: Person | System, now: datetime, **fields) -> Organisation:
    place = Organisation(**fields)
    try:
        place.full_clean()
    except ValidationError as error:
        raise ActionError(" ".join(error.messages)) from error
    place.save()
    record("organisation.added", by=by, now=now, target=place, kind=place.kind)
    return place
