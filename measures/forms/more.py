"""What not every measure needs: a deputy, whom of those involved it concerns, and what must be in
place before it begins. Folded together on the page until something of it is said."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Involvement
from common.dates import in_figures
from common.forms import PastDateField, choices_by_name
from measures.forms import fields
from measures.forms.revised import Revised
from measures.models import Measure, Plan
from measures.sheet import Sheet
from organisations.models import Absence

OF_DIGITAL = ("digital", "prevents")
MORE = (
    "deputy", "concerns", *OF_DIGITAL, "restorative", "exposed_agreed_on", "violating_agreed_on",
    "formal_decision", "decided_on",
)  # fmt: skip


class Folded(Div):
    """Fields under one line that opens them."""

    template = "tryggspor/layout/folded.html"
    summary = _("Deputy, whom it concerns, digital, restorative talk, formal decision")
    opened = False


class MoreForm(Revised):
    deputy = forms.ChoiceField(
        label=_("Who stands in?"),
        help_text=_("The deputy sees the measure, evaluates it and is reminded as well."),
        required=False,
    )
    concerns = forms.MultipleChoiceField(
        label=_("Whom of those involved does it concern?"),
        help_text=_("Leave it empty when it is for all in the groups above."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    digital = fields.digital()
    prevents = fields.prevents()
    restorative = forms.BooleanField(
        label=_("It is a restorative talk between the one exposed and the one who violates"),
        help_text=_(
            "Only when both have said yes, each asked alone. It cannot start before that. "
            "Stop it if one of them does not want it any more."
        ),
        required=False,
    )
    exposed_agreed_on = PastDateField(
        label=_("When did the one exposed say yes to the talk?"), required=False
    )
    violating_agreed_on = PastDateField(
        label=_("When did the one who violates say yes to the talk?"), required=False
    )
    formal_decision = forms.BooleanField(
        label=_("It needs a formal decision, as a change of school or an expulsion does"),
        help_text=_(
            "This plan is not such a decision. The decision is made on its own, with its reasons "
            "and with a right to complain. The measure cannot start before that. "
            "The one exposed is never moved to another school against the pupil’s own wish."
        ),
        required=False,
    )
    decided_on = PastDateField(label=_("When was the decision made?"), required=False)

    def folded(self, names: list[str]) -> Folded:
        """These of the fields, open when something of them stands or is wrong."""
        found = Folded(*names)
        found.opened = any(self[name].value() for name in names)
        return found

    def offer_people(self, people: dict[str, Any], sheet: Sheet, measure: Measure | None) -> None:
        """Those who may carry it out, with who is away, and those whom it may concern."""
        plan, away = sheet.plan, _away(people, sheet)
        named = [(pk, _with_absence(name, away.get(pk))) for pk, name in choices_by_name(people)]
        self._choose("responsible", [("", _("Choose a person")), *named])
        self._choose("deputy", [("", _("Nobody")), *named])
        self.involved = {str(one.pk): one for one in _involved(plan, measure)}
        whom = [
            (pk, f"{one.label} · {one.get_role_display()}") for pk, one in self.involved.items()
        ]
        self._choose("concerns", whom)
        if not self.involved:
            del self.fields["concerns"]

    def _choose(self, name: str, among: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = among

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("deputy") and cleaned["deputy"] == cleaned.get("responsible"):
            self.add_error("deputy", _("Choose somebody else than the one who carries it out."))
        if cleaned.get("prevents") and not cleaned.get("digital"):
            self.add_error("prevents", _("Say that it is about what happens online, too."))
        return cleaned

    @staticmethod
    def more_stored(measure: Measure) -> dict[str, Any]:
        names = ("digital", "prevents", "restorative", "exposed_agreed_on", "violating_agreed_on",
                 "formal_decision", "decided_on")  # fmt: skip
        whom = measure.concerned.standing().values_list("involvement", flat=True)
        return {name: getattr(measure, name) for name in names} | {
            "deputy": str(measure.deputy_id or ""),
            "concerns": [str(pk) for pk in whom],
        }

    def more_told(self, people: dict[str, Any]) -> dict[str, Any]:
        cleaned = self.cleaned_data
        told = {name: cleaned[name] for name in MORE if name not in ("deputy", "concerns")}
        told["deputy"] = people.get(cleaned["deputy"])
        if self.involved:
            told["concerns"] = [self.involved[pk] for pk in cleaned["concerns"]]
        return told


def _away(people: dict[str, Any], sheet: Sheet) -> dict[str, Absence]:
    case = sheet.plan.case
    rows = Absence.objects.to_come(sheet.today).filter(person__in=people)
    here = rows.filter(organisation__in=[case.unit_id, case.held_by_id])
    return {str(row.person_id): row for row in here.order_by("-starts_on")}


def _involved(plan: Plan, measure: Measure | None) -> list[Involvement]:
    """Everybody in the case now, but none of the others exposed where the plan is about one."""
    rows = plan.case.involvements.filter(ends_on=None)
    if measure:
        stands = measure.concerned.standing().values("involvement")
        rows |= plan.case.involvements.filter(pk__in=stands)
    if plan.about_id:
        exposed = Involvement.Role.EXPOSED
        rows = rows.exclude(role=exposed) | rows.filter(pk=plan.about_id)
    return list(rows.select_related("pupil").order_by("starts_on", "id"))


def _with_absence(name: str, away: Absence | None) -> Any:
    if away is None:
        return name
    told = {"name": name, "first": in_figures(away.starts_on)}
    if away.ends_on is None:
        return _("%(name)s (away from %(first)s)") % told
    told["last"] = in_figures(away.ends_on)
    return _("%(name)s (away %(first)s to %(last)s)") % told
