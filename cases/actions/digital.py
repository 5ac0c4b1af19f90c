"""The digital track: what was seen online, the files that show it, and phones handed in."""

import hashlib
import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from cases import demands
from cases.actions.owner import tell_owner
from cases.actions.work import Work
from cases.models import Attachment, AttachmentContent, Case, Evidence, OwnerNotice
from cases.models.digital import LARGEST_CASE, LARGEST_FILE
from common import pictures
from common.errors import ActionError
from organisations import permissions
from organisations.roles import Permission

NEVER_STORED = gettext_lazy(
    "Such a file is not stored. Describe it in words, and contact the police."
)


@transaction.atomic
def add_attachment(
    *, case: Case, by: Person, now: datetime, token: uuid.UUID, title: str, source: str, file: bytes
) -> Attachment:
    """Keep a file as it was received, with its SHA-256, and draw a picture anew for showing.

    JPEG, PNG and PDF by content; 10 MB each, 100 MB a case (design, 4.7). The one who adds it has
    answered that it shows nothing sexual: such a file is never stored (see ``record_evidence``).
    """
    work = Work.begin(case, by=by, now=now)
    sha256 = hashlib.sha256(file).hexdigest()
    own = work.case.attachments.filter(received_by=by)
    if stored := demands.made(own, token, sha256=sha256):
        return stored
    seen = _seen(file)
    _room_for(file, work.case)
    attachment = Attachment(
        case=work.case, title=demands.line(title, missing=_("Write what the file is.")),
        content_type=seen.content_type, size=len(file), sha256=sha256,
        source=demands.line(source, missing=_("Write from whom you have it."), longest=200),
        received_by=by, received_at=now, form_token=token,
    )  # fmt: skip
    work.save(attachment)
    work.save(
        AttachmentContent(
            attachment=attachment, case=work.case, received=file, shown=seen.drawn_anew
        )
    )
    work.record("attachment.added", attachment, sha256=sha256)
    return attachment


@transaction.atomic
def remove_attachment(
    *,
    attachment: Attachment,
    by: Person,
    now: datetime,
    reason: str,
    shows_sexual: bool = False,
) -> Attachment:
    """Take away a file that should not have been stored, at once and for good, also in a closed
    case. The row stays as a tombstone with its SHA-256, who and why: the one exception from a log
    that nothing is taken out of.

    On legal hold only whoever may close the case does it, and the owner is told. What shows nudity
    or anything sexual is taken away at once all the same: nobody may keep that.
    """
    work = Work.in_any_state(attachment.case, by=by, now=now)
    case = work.case
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk, case=case)
    if attachment.removed_at is not None:
        raise ActionError(_("This file has been taken away already."))
    reason = demands.text(reason, missing=_("Write why the file is taken away."))
    if case.legal_holds.current().exists():
        _may_touch_what_is_held(work, shows_sexual)
        kind = OwnerNotice.Kind.FILE_REMOVED
        tell_owner(case=case, kind=kind, reason=reason, by=by, now=now)
    attachment.removed_reason = reason
    attachment.removed_at, attachment.removed_by = now, by
    attachment.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    AttachmentContent.objects.filter(attachment=attachment).delete()
    work.record("attachment.removed", attachment, shows="sexual" if shows_sexual else "")
    return attachment


def _may_touch_what_is_held(work: Work, shows_sexual: bool) -> None:
    held_by, needed = work.case.held_by, Permission.CLOSE_CASES
    leads = permissions.allowed(work.person, needed, at=held_by, today=work.today)
    if not shows_sexual and not leads:
        raise ActionError(
            _(
                "This case is on legal hold. Only whoever may close it takes a file away, "
                "unless it shows nudity or something sexual."
            )
        )


@transaction.atomic
def record_evidence(
    *,
    case: Case,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    kind: str,
    service: str,
    happened_on: date,
    source: str,
    described: str,
    shows_sexual: bool,
    file: bytes | None = None,
) -> Evidence:
    """Note what was seen online: what kind, where, from whom one has it, with the file if there is
    one. What shows nudity or anything sexual is described in words and the police is contacted: a
    file of it is refused, whatever else is right."""
    work = Work.begin(case, by=by, now=now)
    described = demands.text(described, missing=_("Describe what it shows."))
    if noted := work.written(Evidence.objects.all(), token, described=described):
        return noted
    if shows_sexual and file is not None:
        raise ActionError(NEVER_STORED)
    where = _("Write where it was: which app, game or page.")
    evidence = Evidence(
        case=work.case, kind=demands.choice(kind, Evidence.Kind, missing=_("Choose what it was.")),
        service=demands.line(service, missing=where, longest=80),
        happened_on=demands.past_day(happened_on, now),
        source=demands.line(source, missing=_("Write from whom you have it."), longest=200),
        described=described, shows_sexual=shows_sexual,
        written_by=by, written_at=now, form_token=token,
    )  # fmt: skip
    if file is not None:
        evidence.attachment = add_attachment(
            case=work.case, by=by, now=now, token=uuid.uuid4(), source=source, file=file,
            title=str(evidence.get_kind_display()),
        )  # fmt: skip
    work.save(evidence)
    work.record("evidence.recorded", evidence, shows="sexual" if shows_sexual else "")
    return evidence


def _seen(file: bytes) -> pictures.Seen:
    if not file:
        raise ActionError(_("The file is empty. Choose another."))
    if len(file) > LARGEST_FILE:
        raise ActionError(_("The file is larger than 10 MB. Make it smaller, or split it."))
    try:
        seen = pictures.look_at(file)
    except pictures.TooManyPoints as many:
        raise ActionError(_("The picture is too large. Take a screenshot of it instead.")) from many
    if seen is None:
        raise ActionError(
            _("We can keep pictures (JPEG, PNG) and PDF. This file is something else, or broken.")
        )
    return seen


def _room_for(file: bytes, case: Case) -> None:
    """The case is locked: two files at once cannot fill the same room."""
    stored = Attachment.objects.filter(case=case, removed_at=None).aggregate(all=Sum("size"))["all"]
    if (stored or 0) + len(file) > LARGEST_CASE:
        raise ActionError(_("This case has 100 MB of files, and no room for more."))
