"""Forms about who may see a case, and what its owner is told."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from cases.forms.fields import LAW_NOTE
from cases.models import CaseAccess
from common.forms import Form, PastDateField, ReasonField, TextField, form_token
from organisations.models import Membership


class PersonField(forms.ModelChoiceField):
    """Somebody with a role at one of the places, shown with the roles."""

    default_error_messages = {
        "required": _("Choose who it is."),
        "invalid_choice": _("Choose somebody in the list."),
    }

    def __init__(self, **kwargs):
        super().__init__(Person.objects.none(), empty_label=_("Choose somebody"), **kwargs)
        self.roles: dict[Any, list[str]] = {}

    def offer(self, memberships: QuerySet[Membership], *, but: QuerySet[Person]) -> None:
        """The people of these memberships, without some."""
        # A new dict: Django copies a form's fields without what they hold.
        self.roles = {}
        shown = memberships.filter(person__is_active=True).exclude(person__in=but)
        for row in shown.select_related("organisation").order_by("organisation__kind", "role"):
            self.roles.setdefault(row.person_id, []).append(str(row))
        self.queryset = Person.objects.filter(pk__in=self.roles).order_by("name", "id")

    def label_from_instance(self, person):
        return f"{person.name} ({'; '.join(self.roles[person.pk])})"


class _OfAccess(Form):
    """A form that leads back to the page about who can see the case. Where somebody is chosen, it
    is among the people of ``memberships``, ``but`` some."""

    def __init__(self, *args, case, memberships=None, but=None, **kwargs):
        super().__init__(*args, cancel=reverse("cases:access", args=[case.pk]), **kwargs)
        if memberships is not None:
            self.fields["person"].offer(memberships, but=but)


class HandOverForm(_OfAccess):
    """The owner is to answer for the case, and it is out of sight for everybody at the unit."""

    reason = ReasonField(help_text=LAW_NOTE)
    sure = forms.BooleanField(
        label=_("I know that I do not see the case any more"),
        error_messages={"required": _("Tick that you know it, or cancel.")},
    )

    def told(self):
        return {"reason": self.cleaned_data["reason"]}


class OpenForm(_OfAccess):
    """The case, or a part of it, is opened for somebody."""

    person = PersonField(label=_("For whom?"))
    reason = ReasonField(help_text=LAW_NOTE)


class HelpForm(_OfAccess):
    """Somebody at PPT carries out measures: what lets PPT know of the case is said first."""

    person = PersonField(label=_("For whom?"))
    ground = forms.ChoiceField(
        label=_("What lets PPT know of the case?"),
        choices=CaseAccess.Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what lets PPT know of the case.")},
    )
    reason = ReasonField(
        label=_("Who has agreed, or why must PPT know?"),
        help_text=_("Also write what was agreed, and when."),
    )


class ExcludeForm(_OfAccess):
    """The case is closed for somebody."""

    button = _("Close the case for this person")
    person = PersonField(label=_("Who may not see the case?"))
    closeness = forms.ChoiceField(
        label=_("Why may the person not see it?"),
        choices=CaseAccess.Closeness.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the person may not see the case.")},
    )
    reason = ReasonField(
        label=_("What is the reason?"),
        help_text=_("The owner reads this. Write no more of the case than is needed."),
    )


class AboutStaffForm(_OfAccess):
    """Somebody who works there may be the one who violates."""

    leader = forms.BooleanField(
        label=_("It may be somebody in the leadership"),
        required=False,
        help_text=_("Then the owner takes the case, and nobody at the place sees it any more."),
    )
    reason = ReasonField(help_text=LAW_NOTE)


class StaffForm(_OfAccess):
    """Whom the case is about."""

    button = _("Write down who it is")
    person = PersonField(
        label=_("Who is it?"),
        required=False,
        help_text=_("The case is closed for this person at once."),
    )
    described = TextField(
        label=_("Or describe somebody who has no account here"), max_length=120, required=False
    )
    token = form_token()

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned["person"]) == bool(cleaned["described"]):
            raise forms.ValidationError(_("Choose who it is, or describe the person. Not both."))
        return cleaned


class StaffDayForm(_OfAccess):
    """The day on which somebody was told of the case, or was heard."""

    button = _("Save the date")
    day = PastDateField(label=_("When was it?"), suggests_today=True)


class ToldForm(_OfAccess):
    """How the owner was told in another way."""

    button = _("Write it in the log")
    happened_on = PastDateField(label=_("When was it?"), suggests_today=True)
    text = TextField(
        label=_("Whom did you tell, and how?"),
        rows=3,
        help_text=LAW_NOTE,
        error_messages={"required": _("Write whom you told, and how.")},
    )
    token = form_token()
