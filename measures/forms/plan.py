"""The texts of the plan, its completion, and why a measure is stopped."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField, form_helper
from measures.forms.revised import Revised
from measures.models import Plan

MAY_BE_READ = _("Guardians may ask to read this.")


class PlanForm(Revised):
    problem = TextField(
        label=_("Which problem are the measures to solve?"),
        help_text=_("What happens, where and when. Describe acts, not persons."),
        rows=4,
        required=False,
    )
    goal = TextField(
        label=_("What is the goal, and how will you know?"),
        help_text=_("For example what the pupil says, or what you see in the breaks."),
        rows=3,
        required=False,
    )
    together = TextField(
        label=_("How do the measures work together?"),
        help_text=MAY_BE_READ,
        rows=2,
        required=False,
    )

    def __init__(self, *args, plan: Plan, cancel: str, **kwargs):
        super().__init__(*args, initial=self.stored_in(plan), **kwargs)
        self.fields["problem"].required = plan.state == Plan.State.COMPLETE
        self.helper = form_helper(submit=_("Save the text"), cancel=cancel)

    @staticmethod
    def stored_in(plan: Plan) -> dict[str, Any]:
        return {name: getattr(plan, name) for name in ("problem", "goal", "together", "revision")}

    def stored_of(self, plan: Plan) -> dict[str, Any]:
        texts = self.stored_in(plan)
        del texts["revision"]
        return texts

    def told(self) -> dict[str, Any]:
        return self.cleaned_data | {"revision": self.cleaned_data["revision"] or 0}


class CompleteForm(Form):
    best_interests = TextField(
        label=_("How have you assessed what is best for the child?"),
        help_text=_("What the child has said, and how you have weighed it."),
        rows=4,
        error_messages={"required": _("Write how you have assessed what is best for the child.")},
    )
    reason = TextField(
        label=_("Why is the plan changed?"),
        rows=2,
        error_messages={"required": _("Write why the plan is changed.")},
    )

    def __init__(self, *args, is_first: bool, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]
        self.helper = form_helper(submit=_("Complete the plan"), cancel=cancel)


class StopForm(Form):
    reason = TextField(
        label=_("Why is the measure stopped?"),
        rows=3,
        error_messages={"required": _("Write why the measure is stopped.")},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit=_("Stop the measure"), cancel=cancel)
