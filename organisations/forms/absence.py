"""Forms about who is away. Nobody asks why."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from common.forms import DateField, Form, RowField, form_token


class PersonField(RowField):
    default_error_messages = {
        "required": _("Choose who it is."),
        "invalid_choice": _("Choose somebody in the list."),
    }

    def __init__(self, **kwargs):
        super().__init__(Person.objects.none(), **kwargs)

    def label_from_instance(self, person):
        return person.name


class ChangeAbsenceForm(Form):
    ends_on = DateField(
        label=_("Last day away"),
        required=False,
        help_text=_("Leave it empty when nobody knows yet."),
    )
    substitute = PersonField(
        label=_("Who stands in?"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Those who lead see this where measures need somebody else."),
    )
    button = _("Save")

    def __init__(self, *args, substitutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["substitute"].queryset = substitutes


class AbsenceForm(ChangeAbsenceForm):
    """Who is away, from when to when, and who stands in."""

    person = PersonField(label=_("Who is away?"), empty_label=_("Choose a person"))
    starts_on = DateField(label=_("First day away"), suggests_today=True)
    token = form_token()
    field_order = ["person", "starts_on", "ends_on", "substitute", "token"]
    button = _("Save the absence")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
