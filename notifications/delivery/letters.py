"""The e-mail that rings: the same few words for everything, and a link. What tells of a corrected
address has words of its own.

E-mail is read by others on its way, and the address may be a shared one. So it names nobody, no
school, no kind of matter and no reference.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.kinds import deadline_of
from notifications.models import Message
from notifications.notices import AddressCorrected, Digest


def letter(
    message: Message, connection: BaseEmailBackend | None = None, *, tasks: int = 1
) -> EmailMultiAlternatives:
    """The e-mail for one row, to one receiver, in that person's language; a digest rings for so
    many ``tasks``. As plain text, and as a page with nothing in it that would be fetched.

    Its Message-ID and its X-Entity-Ref-ID are the row's own, so that a mail server and a mail
    program can drop the copy that is made when the answer to a sent letter is lost.
    """
    with translation.override(message.person.language):
        shown = {
            "due_on": deadline_of(message),
            "link": settings.SITE_URL + reverse("notifications:open", args=[message.pk]),
            "settings_link": settings.SITE_URL + reverse("notifications:settings"),
            "tasks": tasks,
            "to_address_before": bool(message.address),
            "subject": subject(message.kind, tasks),
        }
        words = "address" if message.kind == AddressCorrected.name else "task"
        mail = EmailMultiAlternatives(
            subject=shown["subject"],
            body=render_to_string(f"emails/{words}.txt", shown),
            to=[message.to],
            headers={
                "Message-ID": f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "X-Entity-Ref-ID": str(message.pk),
                "Auto-Submitted": "auto-generated",
            },
            connection=connection,
        )
        mail.attach_alternative(render_to_string(f"emails/{words}.html", shown), "text/html")
        return mail


def subject(kind: str, tasks: int) -> str:
    """The same for every kind but the digest, which says how many there are, and what tells of the
    address itself."""
    if kind == AddressCorrected.name:
        return _("The e-mail address of an account in Tryggspor has been corrected")
    if kind != Digest.name:
        return _("You have 1 new task in Tryggspor")
    words = ngettext(
        "You have %(count)d task in Tryggspor", "You have %(count)d tasks in Tryggspor", tasks
    )
    return words % {"count": tasks}
