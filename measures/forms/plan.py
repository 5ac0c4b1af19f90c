"""The texts of the plan, its completion, and why a measure is stopped."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.forms import Form, ReasonField, TextField
from measures.fit import Fit
from measures.fit.content import has_changed_since
from measures.forms.fields import MAY_BE_READ, say_when_needed
from measures.forms.revised import Revised
from measures.models import Plan, PlanVersion
from measures.models.words import Target
from measures.sheet import Sheet


class PlanForm(Revised):
    button = _("Save the text")
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

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, initial=self.stored_of(plan), **kwargs)
        self.fields["problem"].required = plan.state == Plan.State.COMPLETE
        say_when_needed(self.fields["problem"])

    @staticmethod
    def stored_of(plan: Plan) -> dict[str, Any]:
        return {name: getattr(plan, name) for name in ("problem", "goal", "together", "revision")}


ASIDE = "aside_"


class CompleteForm(Form):
    """What is asked when a plan is completed: among it why a group has no measure, where nobody has
    said so yet, and how the measures work together, where that is not written."""

    button = _("Complete the plan")
    best_interests = TextField(
        label=_("How have you assessed what is best for the child?"),
        help_text=_("What the child has said, and how you have weighed it."),
        rows=4,
        error_messages={"required": _("Write how you have assessed what is best for the child.")},
    )
    reason = ReasonField(
        label=_("Why is the plan changed?"), missing=_("Write why the plan is changed."), rows=2
    )

    def __init__(self, *args, sheet: Sheet, latest: PlanVersion | None, **kwargs):
        super().__init__(*args, today=sheet.today, **kwargs)
        if latest is None:
            del self.fields["reason"]
        else:
            # Somebody else may have completed it a moment ago: the action says so.
            self.fields["reason"].required = has_changed_since(sheet, latest)
        # What was typed stays, also where somebody has answered it meanwhile.
        typed = [name.removeprefix(ASIDE) for name in self.data if name.startswith(ASIDE)]
        fit = Fit(sheet)
        if "together" in self.data or len(fit.counting) > 1 and not sheet.plan.together:
            self.fields["together"] = TextField(
                label=_("How do the measures work together?"),
                help_text=_("Measures are to strengthen each other. One sentence is enough."),
                rows=2,
                required=False,
            )
        empty = fit.empty_groups
        for group in [group for group in Target.values if group in {*empty, *typed}]:
            self.fields[f"{ASIDE}{group}"] = why_none(group)
            self.fields[f"{ASIDE}{group}"].required = group in empty

    def told(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        groups = [name for name in told if name.startswith(ASIDE)]
        return told | {"set_aside": {name.removeprefix(ASIDE): told.pop(name) for name in groups}}


def why_none(group: str) -> ReasonField:
    """Why the plan has no measure toward one group."""
    named = {"group": Target(group).label}
    return ReasonField(
        label=format_lazy(_("Why is there no measure for this group: {group}?"), **named),
        missing=format_lazy(
            _("Write why there is no measure for this group: {group}. Or add one."), **named
        ),
        help_text=MAY_BE_READ,
        rows=2,
        max_length=1000,
    )


def why_stopped(help_text: Any = "", *, at_its_end: bool = False) -> ReasonField:
    if at_its_end:
        help_text = _("Its last day has come. You need not give a reason.")
    return ReasonField(
        label=_("Why is the measure stopped?"),
        missing=_("Write why the measure is stopped."),
        help_text=help_text,
        required=not at_its_end,
    )
