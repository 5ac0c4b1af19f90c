"""The review of a whole case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField
from evaluations.models import CaseReview


class ReviewForm(Form):
    """How the whole case goes, who is asked for help, and what becomes of the plan."""

    button = _("Save the review")
    how = TextField(
        label=_("How does it go?"),
        help_text=_("What the child says, what you have tried, and what has had effect."),
        rows=6,
        error_messages={"required": _("Write how it goes.")},
    )
    help = forms.MultipleChoiceField(
        label=_("Is help asked for from professionals?"),
        help_text=_(
            "Leave it open when no such help is needed now. If you choose PPT, they learn only "
            "that you ask for contact."
        ),
        choices=CaseReview.Help.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    plan = forms.ChoiceField(
        label=_("What becomes of the plan?"),
        choices=CaseReview.Plan.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the plan.")},
    )

    def __init__(self, *args, has_county_route, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_county_route:
            asked = [one for one in CaseReview.Help.choices if one[0] != CaseReview.Help.COUNTY]
            self.fields["help"].choices = asked
