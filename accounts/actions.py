"""What changes about a person who signs in."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import KeptForm, Person
from accounts.system import System
from audit.record import record
from common.errors import ActionError

KEPT_DAYS = 30
# Read aloud and typed by hand: no letter that looks like another. About 79 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def add_person(
    *, email: str, name: str, by: Person | System, now: datetime, password=None
) -> Person:
    """Let somebody sign in. The same address, in whatever case, is only added once."""
    if Person.objects.filter(email__iexact=email).exists():
        raise ActionError(_("Somebody with this e-mail address is already registered."))
    person = Person(email=email, name=name, joined_at=now)
    person.set_password(password)
    person.save()
    record("person.added", by=by, now=now, target=person)
    return person


@transaction.atomic
def give_start_password(*, person: Person, by: Person | System, now: datetime) -> str:
    """Make a first password, to be told once to the one who hands it over. It holds for 7 days, and
    whoever signs in with it chooses an own one before anything opens. Refuses for somebody who has
    signed in and chosen one."""
    if person.last_login is not None and not person.has_start_password:
        raise ActionError(_("This person has signed in already, and has a password."))
    password = "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _part in range(4))
    person.set_password(password)
    person.has_start_password, person.start_password_at = True, now
    person.save(update_fields=["password", "has_start_password", "start_password_at"])
    record("person.start_password_given", by=by, now=now, target=person)
    return password


@transaction.atomic
def rename_person(*, person: Person, name: str, by: Person | System, now: datetime) -> None:
    """Correct somebody's name. Refuses an empty one. Who may ask is known above."""
    if not name.strip():
        raise ActionError(_("Write the person’s name."))
    person.name = name.strip()
    person.save(update_fields=["name"])
    record("person.renamed", by=by, now=now, target=person)


@transaction.atomic
def choose_language(*, language: str, by: Person, now: datetime) -> None:
    """Remember the language a person reads in. Refuses one that the product lacks."""
    if language not in dict(settings.LANGUAGES):
        raise ActionError(_("Choose one of the languages in the list."))
    by.language = language
    by.save(update_fields=["language"])
    record("person.language_chosen", by=by, now=now, target=by)


@transaction.atomic
def keep_form(*, path: str, typed: str, by: Person, now: datetime) -> KeptForm:
    """Keep what somebody typed, until it is saved or thrown away. Refuses an empty form.

    No audit event: nothing has happened yet, and the text is the writer's own.
    """
    if not typed:
        raise ActionError(_("There is nothing to keep."))
    kept = KeptForm(person=by, path=path[:500], typed=typed, kept_at=now)
    kept.save()
    return kept


@transaction.atomic
def drop_kept_forms(*, by: Person, now: datetime, path: str | None = None) -> int:
    """Throw away one's own kept text: of one path, or all that was kept up to now."""
    mine = KeptForm.objects.filter(person=by, kept_at__lte=now)
    if path is not None:
        mine = mine.filter(path=path[:500])
    return mine.delete()[0]


@transaction.atomic
def drop_outlived(*, now: datetime) -> int:
    """Throw away kept text that nobody came back for in 30 days, and sessions that have ended.

    Part of the daily round: the system does it, and there is nothing in it to refuse.
    """
    kept = KeptForm.objects.filter(kept_at__lt=now - timedelta(days=KEPT_DAYS))
    ended = Session.objects.filter(expire_date__lt=now)
    return kept.delete()[0] + ended.delete()[0]
