"""Forms about protected identity: who is named, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, ReasonField
from common.sorting import sort_key
from organisations.models import Membership
from organisations.roles import GRANTS, Permission

NO_NAMES = _("Write why in a sentence. Do not write an address or a name here.")


class ProtectForm(Form):
    """Hides a pupil. Those who can name others are chosen beforehand."""

    button = _("Protect the identity")
    people = forms.MultipleChoiceField(
        label=_("Who may see the pupil?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The leader of the place must be among them. To all others, the pupil is gone."
        ),
        error_messages={"required": _("Choose who may see the pupil.")},
    )
    reason = ReasonField(max_length=1000, help_text=NO_NAMES)

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = {str(role.person_id): role for role in roles}
        self.fields["people"].choices = _offered(self.roles)
        self.fields["people"].initial = [
            pk for pk, role in self.roles.items() if Permission.OPEN_IDENTITY in GRANTS[role.role]
        ]

    def told(self) -> dict:
        chosen = [self.roles[pk].person for pk in self.cleaned_data["people"]]
        return {"people": chosen, "reason": self.cleaned_data["reason"]}


class OpenIdentityForm(Form):
    """Names one more person."""

    button = _("Name the person")
    person = forms.ChoiceField(
        label=_("Who may see the pupil?"), error_messages={"required": _("Choose a person.")}
    )
    reason = ReasonField(max_length=1000, help_text=NO_NAMES)

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = {str(role.person_id): role for role in roles}
        self.fields["person"].choices = [("", _("Choose a person")), *_offered(self.roles)]

    def told(self) -> dict:
        chosen = self.roles[self.cleaned_data["person"]].person
        return {"person": chosen, "reason": self.cleaned_data["reason"]}


def _offered(roles: dict[str, Membership]) -> list[tuple[str, str]]:
    ordered = sorted(roles.items(), key=lambda item: (sort_key(item[1].person.name), item[0]))
    return [(pk, f"{role.person.name}, {role.get_role_display()}") for pk, role in ordered]
