"""The e-mail that rings: the same few words for everything, and a link.

E-mail is read by others on its way, and the address may be a shared one. So it names nobody, no
school, no kind of matter and no reference.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.models import Message


def letter(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail for one row, to one receiver, in that person's language.

    Its Message-ID is the row's own, so that a mail server can drop the copy that is made when the
    answer to a sent letter is lost.
    """
    with translation.override(message.person.language):
        link = settings.SITE_URL + reverse("notifications:open", args=[message.pk])
        return EmailMessage(
            subject=_("You have 1 new task in Tryggspor"),
            body=render_to_string(
                "emails/task.txt",
                {"due_on": message.due_on, "link": link},
            ),
            to=[message.person.email],
            headers={
                "Message-ID": f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
            connection=connection,
        )
