"""A whole plan is put up from a package, to be adapted."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from cases import demands
from common.errors import ActionError
from measures import library
from measures.actions.changing import add_measure
from measures.actions.plans import write_plan
from measures.actions.work import Work
from measures.models import Measure, Plan


@transaction.atomic
def use_package(
    *,
    plan: Plan,
    by: Person,
    now: datetime,
    token: uuid.UUID,
    package: str,
    responsible: Person,
    language: str,
    whys: Mapping[str, str] | None = None,
) -> list[Measure]:
    """Put up the measures of a package, worded in the language given, from the next open day on by
    open weeks, all by one responsible person until that is changed. One sheet puts them up once.

    ``whys`` says, by key, why measures fit. Where it says nothing, that is left to be written, and
    the plan is not complete. How they work together is filled in where nothing stands. Measures
    that the owner hides are left out. Raises ``ActionError`` when the package is for other places,
    or when the plan is complete: then each measure is added by itself, with why it fits.
    """
    work = Work.begin(plan.case, by=by, now=now)
    plan = work.plan(plan.pk)
    chosen = _for_the_place(package, work)
    tokens = {packed.entry.key: uuid.uuid5(token, packed.entry.key) for packed in chosen.measures}
    if made := list(plan.measures.filter(form_token__in=tokens.values()).by_time()):
        return _for_the_same(made, responsible, whys or {})
    if plan.state == Plan.State.COMPLETE:
        raise ActionError(
            _("This plan is complete. Add measures one by one, each with why it fits the problem.")
        )
    put: dict[str, Measure] = {}
    for placed in _placed(chosen, work):
        key = placed.packed.entry.key
        written = _written(placed, work.case.unit.kind, language, (whys or {}).get(key, ""))
        written |= {"responsible": responsible, "after": [put[before] for before in placed.after]}
        put[key] = add_measure(plan=plan, by=by, now=now, token=tokens[key], **written)
    if not put:
        raise ActionError(_("The owner offers none of these measures. Choose another package."))
    _say_how_they_work_together(plan, chosen.wording(language).together, by, now)
    return list(put.values())


def _for_the_same(
    made: list[Measure], responsible: Person, whys: Mapping[str, str]
) -> list[Measure]:
    if any(
        one.responsible_id != responsible.pk
        or one.why != demands.text(whys.get(one.library_key, ""))
        for one in made
    ):
        raise ActionError(demands.USED_FORM)
    return made


def _for_the_place(package: str, work: Work) -> library.Package:
    chosen = library.packages().get(package)
    if chosen is None or work.case.unit.kind not in chosen.places:
        raise ActionError(_("This package is not for the place. Choose another one."))
    return chosen


def _placed(chosen: library.Package, work: Work) -> list[library.Placed]:
    """Without what the owner hides."""
    offered = {entry.key for entry in library.offered_at(work.case.unit)}
    hidden = library.common().keys() - offered
    return library.laid_out(chosen, work.calendar(), work.today, hidden)


def _written(placed: library.Placed, place: str, language: str, why: str) -> dict[str, Any]:
    """What the library says of it, and people of why it fits."""
    entry = placed.packed.entry
    return entry.begins(language, place) | {
        "why": why,
        "target_groups": placed.packed.targets,
        "starts_on": placed.starts_on,
        "ends_on": placed.ends_on,
        "interval_weeks": entry.interval,
    }


def _say_how_they_work_together(plan: Plan, text: str, by: Person, now: datetime) -> None:
    if plan.together:
        return
    write_plan(
        plan=plan,
        by=by,
        now=now,
        revision=plan.revision,
        problem=plan.problem,
        goal=plan.goal,
        together=text,
    )
