"""A measure is moved, or it is answered whether it starts all the same."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.kept import posted_or_kept
from common.dates import in_words
from common.errors import refusal_as_message
from common.views import form_page, submitted
from measures import actions, forms, rules
from measures.models import Measure
from measures.sheet import Sheet
from measures.views.fetch import address_of, get_measure


@dataclass(frozen=True)
class Offer:
    """A button: where the measure is put, and what then happens."""

    value: str
    name: str
    happens: str

    @classmethod
    def of(cls, place: rules.Place) -> "Offer":
        value = forms.MoveForm.value_of(place.move)
        return cls(value, rules.name_of(place), rules.what_happens(place))


@dataclass(frozen=True)
class Group:
    """Places that stand under one heading."""

    heading: str
    places: list[Offer]

    @classmethod
    def of(cls, heading: str, found: list[rules.Place]) -> "Group":
        return cls(heading, [Offer.of(place) for place in found])


class Offers:
    """Everywhere a measure can be put, for the page that offers it."""

    def __init__(self, sheet: Sheet, measure: Measure, on: date | None):
        self.sheet, self.measure, self.part = sheet, measure, sheet.part(measure)
        others = [one for one in sheet.standing if one.is_unfinished and one.pk != measure.pk]
        self.endless = [other for other in others if other.ends_on is None]
        found = rules.places(sheet.timetable, self.part, [sheet.part(other) for other in others])
        headings = {
            rules.Where.AFTER: _("After another measure"),
            rules.Where.BESIDE: _("At the same time as another measure"),
            rules.Where.WEEKS: _("Some weeks later or earlier"),
        }
        near = {
            where: rules.likely([place for place in found if place.where == where], self.part)
            for where in headings
        }
        self.groups = [Group.of(heading, near[where]) for where, heading in headings.items()]
        # Not folded away: every place is two presses from the plan.
        rest = [place for place in found if place not in near[place.where]]
        self.farther = Group.of(_("More choices"), rest)
        self.on_date = on and Offer.of(rules.on_date(sheet.timetable, self.part, on))


@form_page
def move(request, pk):
    measure, today = get_measure(request, pk), request.viewer.today
    back = address_of(measure.plan)
    if measure.state != Measure.State.PLANNED:
        messages.warning(request, _("Only measures that have not started are moved."))
        return redirect(back)
    sheet = Sheet(measure.plan, today)
    chosen = forms.MoveForm(request.POST if "place" in request.POST else None, sheet=sheet)
    if done := submitted(request, chosen, actions.move_measure, measure=measure):
        messages.success(request, _said(measure, done))
        return redirect(f"{back}#measure-{measure.pk}")
    typed = None if chosen.is_bound else posted_or_kept(request)
    form = forms.MoveDateForm(typed, today=today, cancel=back)
    if form.is_valid():
        return redirect(f"{request.path}?on={form.cleaned_data['on']:%Y-%m-%d}#on-date")
    offers = Offers(sheet, measure, _asked_day(request, today))
    context = {"offers": offers, "chosen": chosen, "form": form, "measure": measure}
    return render(request, "measures/move.html", context)


@require_POST
def answer(request, pk):
    measure = get_measure(request, pk)
    with refusal_as_message(request):
        actions.answer_question(measure=measure, by=request.user, now=timezone.now())
        said = _("“%(measure)s” starts all the same.") % {"measure": measure.title}
        messages.success(request, said)
    return redirect(address_of(measure.plan))


def _said(measure: Measure, move: rules.Move) -> str:
    told = {"measure": measure.title, "day": in_words(move.to.starts_on)}
    return " ".join([_("“%(measure)s” starts %(day)s.") % told, rules.in_days(move)]).strip()


def _asked_day(request, today: date) -> date | None:
    """The day behind the address, where it is one that the form would take."""
    form = forms.MoveDateForm({"on": request.GET.get("on", "")}, today=today, cancel="")
    return form.cleaned_data["on"] if form.is_valid() else None
