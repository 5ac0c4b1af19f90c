"""What changes about a person who signs in."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import KeptForm, Person
from accounts.system import System
from audit.models import Event
from audit.record import record
from common.errors import ActionError

KEPT_DAYS = 30
# Read aloud and typed by hand: no letter that looks like another. About 79 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
TAKEN = gettext_lazy(
    "This e-mail address cannot be used: it is registered already. Look at the address."
)


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
    signed in and chosen one, and for a closed account."""
    if not person.is_active:
        raise ActionError(_("This account is closed. Open it again first."))
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


@dataclass(frozen=True)
class Corrected:
    """Whose address it is, the one before, and what the log says of it."""

    person: Person
    before: str
    event: Event


@transaction.atomic
def correct_address(*, person: Person, email: str, by: Person | System, now: datetime) -> Corrected:
    """Correct the e-mail address that somebody signs in with and gets e-mail to. The password, the
    second step and open sessions stay as they are (docs/adr/0026). Who may ask is known above.

    Refuses the address that stands there, and one in use, without saying whose it is.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = person.email
    if Person.objects.filter(pk=person.pk, email__iexact=email).exists():
        raise ActionError(_("This is the address that is registered already."))
    known = EmailAddress.objects.filter(email__iexact=email).exclude(user=person)
    if known.exists() or Person.objects.filter(email__iexact=email).exists():
        raise ActionError(TAKEN)
    person.email, person.mail_returned_at = email, None
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "mail_returned_at"])
    except IntegrityError as error:  # somebody else got it at the same moment
        raise ActionError(TAKEN) from error
    _tell_sign_in(person)
    event = record("person.address_corrected", by=by, now=now, target=person)
    return Corrected(person, before, event)


def _tell_sign_in(person: Person) -> None:
    """allauth looks for whoever signs in among rows of its own too, where there are any: the
    address before must open nothing."""
    rows = EmailAddress.objects.filter(user=person)
    if rows.exists():
        rows.delete()
        EmailAddress.objects.create(user=person, email=person.email.lower(), primary=True)


@transaction.atomic
def close_account(*, person: Person, by: Person | System, now: datetime) -> None:
    """Let nobody sign in with the account any more; whoever is signed in with it is signed out at
    the next page. What opens by it is for those above to end, and who may ask is known there.

    Refuses one's own account, and one that is closed already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person == by:
        raise ActionError(_("You cannot close your own account. Ask another administrator."))
    if not person.is_active:
        raise ActionError(_("This account is closed already."))
    person.is_active, person.closed_at = False, now
    person.save(update_fields=["is_active", "closed_at"])
    record("person.account_closed", by=by, now=now, target=person)


@transaction.atomic
def reopen_account(*, person: Person, by: Person | System, now: datetime) -> None:
    """Let the person sign in again, with the password and the second step of before: nobody else
    gets a way in (docs/adr/0029). Sessions of before stay over. Refuses one that is open."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        raise ActionError(_("This account is open already."))
    person.is_active, person.closed_at, person.reopened_at = True, None, now
    person.save(update_fields=["is_active", "closed_at", "reopened_at"])
    record("person.account_reopened", by=by, now=now, target=person)


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
