"""When the family raised it."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import Form, PastDateField, TimeField


class RaisedForm(Form):
    """The day, and the time of day where somebody knows it."""

    button = _("Save the date")
    raised_on = PastDateField(
        label=_("When did the child or the family tell the leader?"),
        help_text=_("Only what they have raised themselves counts."),
        error_messages={"required": _("Write when it was.")},
    )
    raised_time = TimeField(label=_("What time?"), required=False)

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, today=timezone.localdate(now), **kwargs)
        self.now = now

    def clean(self):
        found = self.cleaned_data
        if found.get("raised_on") and "raised_time" in found:
            at = datetime.combine(found["raised_on"], found["raised_time"] or time())
            found["raised_at"] = timezone.make_aware(at)
            if found["raised_at"] > self.now:
                self.add_error("raised_time", _("The time is in the future. Write when it was."))
        return found

    def told(self):
        return {"raised_at": self.cleaned_data["raised_at"]}
