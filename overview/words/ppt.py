"""The words of what PPT does at its desk, and of what the school does with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OF_PPT: dict[str, Any] = {
    "alert.sent": _("PPT was alerted."),
    "alert.contact_wanted": _("%(who)s asked PPT for contact."),
    "alert.help_wanted": _("%(who)s asked PPT for help: %(help)s."),
    "alert.received": _("%(who)s at PPT received the alert."),
    "alert.assigned": _("%(who)s at PPT gave the alert to %(person)s."),
    "alert.answered": _("%(who)s at PPT answered."),
    "alert.put_off": _("%(who)s at PPT answered that they cannot help now."),
    "alert.ended": _("%(who)s at PPT ended their part."),
    "alert.ended_with_case": _("PPT was told that the case has ended."),
    "alert.reopened": _("PPT was told that the case is open again."),
    "alert.answer_received": _("%(who)s noted that an answer from PPT was received."),
    "alert.note_written": _("%(who)s wrote a note at PPT."),
    "ppt.opened": _("%(who)s opened parts of the case to PPT until %(until_on)s."),
    "ppt.opening_ended": _("What was opened to PPT is closed: %(ending)s."),
    "ppt.opening_withdrawn": _("%(who)s withdrew what was opened to PPT."),
    "ppt.measure_asked": _("%(who)s asked PPT to take on the measure “%(measure)s”."),
    "ppt.measure_request_withdrawn": _(
        "%(who)s withdrew that PPT was asked to take on the measure “%(measure)s”."
    ),
    "measure.taken_on": _("%(who)s at PPT has taken on the measure “%(measure)s”."),
    "measure.deputy_taken_on": _("%(who)s at PPT is the deputy for the measure “%(measure)s”."),
    "alert.note_corrected": _("%(who)s corrected a note at PPT."),
}
