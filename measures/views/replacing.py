"""Another measure in the place of one that did not do what it should: proposed, or written."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.kept import posted_or_kept
from common.views import form_page, submitted
from measures import actions, forms, library
from measures.fit.vacancy import vacancy_of
from measures.querysets import people_who_may_carry_out
from measures.sheet import Sheet
from measures.views.fetch import (
    address_of,
    back_saying_the_day,
    get_measure,
    say_who_is_missing,
)
from measures.views.library import Shown, note_of, picked
from pupils.models import Pupil


@form_page
def replace(request, pk):
    measure = get_measure(request, pk)
    sheet = Sheet(measure.plan, request.viewer.today)
    data = posted_or_kept(request)
    entry = picked(data, request, measure.case.unit)
    form = forms.ReplaceForm(
        data,
        sheet=sheet,
        old=measure,
        entry=entry,
        people=people_who_may_carry_out(measure.case, request.viewer.today),
        cancel=address_of(measure.plan),
    )
    if made := submitted(request, form, actions.replace_measure, measure=measure):
        messages.success(request, _("The measure is replaced by the new one."))
        say_who_is_missing(request, made)
        return back_saying_the_day(request, measure.plan, form, made)
    context = {"case": measure.case, "form": form, "heading": _("Replace the measure")}
    context |= {"about": measure, "note": note_of(entry, measure.case.unit)}
    context |= _offered(request, sheet, measure, chosen=entry, is_new=data is None)
    return render(request, "measures/replace.html", context)


def _offered(request, sheet, measure, *, chosen, is_new):
    """What the library proposes. Nothing once one is chosen, or something is typed: a press would
    lose the text."""
    unit = measure.case.unit
    proposed = []
    if is_new and not chosen:
        vacancy = vacancy_of(sheet, measure, _born_on(measure.plan, request.user))
        for entry in vacancy.proposed(library.offered_at(unit)):
            pick = f"{request.path}?{urlencode({'from': entry.key})}"
            proposed.append(Shown(entry, unit.kind, pick))
    return {"chosen": chosen is not None and is_new, "is_new": is_new, "proposed": proposed}


def _born_on(plan, person):
    """Whose plan it is; nothing of a pupil with protected identity."""
    if plan.about is None or plan.about.pupil_id is None:
        return None
    seen = Pupil.objects.open_to(person).filter(pk=plan.about.pupil_id, protected=False)
    return seen.values_list("born_on", flat=True).first()
