"""The texts of the plan, its completion, and why a measure is stopped."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField, form_helper
from measures.forms.revised import Revised
from measures.models import Plan
from measures.models.words import Target
from measures.sheet import Sheet

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


ASIDE = "aside_"


class CompleteForm(Form):
    """What is asked when a plan is completed: among it why a group has no measure, where nobody has
    said so yet, and how the measures work together, where that is not written."""

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

    def __init__(self, *args, sheet: Sheet, is_first: bool, cancel: str, **kwargs):
        super().__init__(*args, today=sheet.today, **kwargs)
        if is_first:
            del self.fields["reason"]
        if len(sheet.fit.counting) > 1 and not sheet.plan.together:
            self.fields["together"] = TextField(
                label=_("How do the measures work together?"),
                help_text=_("Measures are to strengthen each other. One sentence is enough."),
                rows=2,
                required=False,
            )
        self.fields |= {f"{ASIDE}{group}": _why_none(group) for group in sheet.fit.empty_groups}
        self.helper = form_helper(submit=_("Complete the plan"), cancel=cancel)

    def told(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        groups = [name for name in told if name.startswith(ASIDE)]
        return told | {"set_aside": {name.removeprefix(ASIDE): told.pop(name) for name in groups}}


class AsideForm(Form):
    """Why the plan has no measure toward one group."""

    def __init__(self, *args, group: str, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"] = _why_none(group)
        self.helper = form_helper(submit=_("Set the group aside"), cancel=cancel)


def _why_none(group: str) -> TextField:
    named = {"group": Target(group).label}
    return TextField(
        label=format_lazy(_("Why is there no measure for this group: {group}?"), **named),
        help_text=MAY_BE_READ,
        rows=2,
        max_length=1000,
        error_messages={
            "required": format_lazy(
                _("Write why there is no measure for this group: {group}. Or add one."), **named
            )
        },
    )


class StopForm(Form):
    reason = TextField(
        label=_("Why is the measure stopped?"),
        rows=3,
        error_messages={"required": _("Write why the measure is stopped.")},
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(submit=_("Stop the measure"), cancel=cancel)
