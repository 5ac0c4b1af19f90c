"""Forms for roles: who, what and from when to when."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.errors import ActionError
from common.forms import DateField, Form, TextField
from organisations.demands import DAY, LONGEST_NAME, HasLeft
from organisations.roles import ROLES_AT, Role

# What each role opens, in one line (docs/scope.md).
OPENS = {
    Role.PRINCIPAL: _("reads, writes and closes all cases here"),
    Role.DEPUTY: _("reads and writes all cases here"),
    Role.CASE_WORKER: _("reads and writes all cases here"),
    Role.STAFF: _("tells of concerns, and carries out own measures"),
    Role.SCHOOL_ADMINISTRATOR: _("keeps the lists of pupils and groups; sees no case"),
    Role.PPT_ADVISER: _("receives and answers alerts"),
    Role.PPT_LEADER: _("receives, answers and hands out alerts"),
    Role.OWNER_ADVISER: _("sees what units tell the owner, and cases that the owner answers for"),
    Role.OWNER_ADMINISTRATOR: _("gives and ends roles, and keeps the calendar; sees no case"),
    Role.DATA_PROTECTION_OFFICER: _("sees no case"),
}
WHOLE_ADDRESS = _("Write the whole e-mail address, with @.")


class GiveRoleForm(Form):
    """For somebody with an account the address is enough; somebody new needs a name too."""

    button = _("Give the role")
    email = forms.EmailField(
        label=_("E-mail address at work"),
        max_length=254,
        error_messages={
            "required": _("Write the e-mail address."),
            "invalid": WHOLE_ADDRESS,
            "max_length": _("The text is too long. Make it shorter."),
        },
    )
    name = TextField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Only for somebody who is new here."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    starts_on = DateField(label=_("From"), suggests_today=True)
    ends_on = DateField(
        label=_("To"), required=False, help_text=_("Leave it empty when no end is known.")
    )
    came_back = forms.BooleanField(label=_("The person left, and works here again"), required=False)

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["came_back"].widget = forms.HiddenInput()
        self.fields["role"].choices = [
            (role.value, format_lazy("{role}: {opens}", role=role.label, opens=OPENS[role]))
            for role in Role
            if role in ROLES_AT[place.kind]
        ]

    def refused(self, refusal: ActionError) -> None:
        """Only somebody who has left raises the question whether he or she came back."""
        super().refused(refusal)
        if isinstance(refusal, HasLeft):
            self.fields["came_back"].widget = forms.CheckboxInput()


class EndRoleForm(Form):
    """The last day, on which the role still holds."""

    button = _("End the role")
    ends_on = DateField(label=_("Last day"))

    def __init__(self, *args, membership, today, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        field = self.fields["ends_on"]
        if membership.starts_on > today:
            field.initial = membership.starts_on - DAY
            field.help_text = _("The role has not begun. With this day it is taken back.")
        else:
            field.initial = membership.ends_on or today
            field.help_text = _("Access lasts the whole day. With yesterday it ends at once.")


class CloseAccountForm(Form):
    """Nothing to fill in: the page says what happens."""

    button = _("Close the account")
