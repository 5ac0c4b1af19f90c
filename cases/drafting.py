"""What the pages of a new case show and read: the three steps as one sheet, what a concern fills in
beforehand, what is told to whom, and what the sheet became."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.kept import KeptData
from accounts.models import Person
from accounts.scope import admit
from cases.forms import DraftForm, WeightForm, WhatForm, WhoForm
from cases.models import Case, CaseDraft, Entry
from cases.models.words import words_of
from cases.notices import owners_readers
from common.dates import in_words
from concerns.models import Concern
from organisations.models import Organisation
from organisations.viewers import Viewer
from pupils.identity import name_of

FORMS: dict[int, type[DraftForm]] = {form.step: form for form in (WhoForm, WhatForm, WeightForm)}
# What the school is told by whom: as a concern says it, and as a case does.
SOURCES = {
    Concern.Teller.SELF: Case.Source.STAFF,
    Concern.Teller.PUPIL: Case.Source.PUPIL,
    Concern.Teller.GUARDIAN: Case.Source.GUARDIAN,
    Concern.Teller.COLLEAGUE: Case.Source.STAFF,
    Concern.Teller.OTHER: Case.Source.OTHER,
}


def saved(draft: CaseDraft, step: int) -> QueryDict | None:
    """What was typed of the step, to be shown without complaints; None where nothing was."""
    typed = KeptData(draft.typed)
    return typed if FORMS[step].has_part_in(typed) else None


@dataclass(frozen=True)
class Sheet:
    """All three steps as they are saved, looked over as one."""

    forms: list[DraftForm]

    @classmethod
    def of(cls, draft: CaseDraft, viewer: Viewer, now: datetime) -> "Sheet":
        typed = QueryDict(draft.typed)
        return cls([form(typed, draft=draft, viewer=viewer, now=now) for form in FORMS.values()])

    @property
    def first_wrong(self) -> int | None:
        """The first step in which something is missing or not right."""
        return next((form.step for form in self.forms if not form.is_valid()), None)

    @property
    def tells_the_owner(self) -> bool:
        weight = self.forms[-1]
        return isinstance(weight, WeightForm) and weight.is_valid() and weight.tells_the_owner

    def told(self) -> dict[str, Any]:
        """What the case is opened with. Only when nothing is wrong."""
        return {name: value for form in self.forms for name, value in form.told().items()}

    def summary(self) -> list[tuple[str, str]]:
        """What stands in the first two steps, to be read over before the case is opened."""
        who, what = self.forms[0], self.forms[1]
        rows: list[tuple[str, str]] = []
        if who.is_valid():
            told = who.told()
            people = [name_of(pupil) for pupil in told["pupils"]] + told["described"]
            rows += [
                (_("Whom it concerns"), ", ".join(people)),
                (_("How it became known"), str(Case.Source(told["source"]).label)),
                (_("When"), in_words(told["known_at"])),
            ]
        if what.is_valid():
            told = what.told()
            places = ", ".join(words_of(Case.Place, told["places"]))
            rows += [(_("Kind"), ", ".join(words_of(Case.Kind, told["kinds"])))]
            rows += [(_("Where?"), places)] if places else []
            rows += [(_("What happened"), told["what_happened"])]
        return rows


def fields_from(concern: Concern, *, lists_pupils: bool) -> dict[str, list[str]]:
    """What the concern fills in. Whom it concerns is chosen from the lists where one sees them."""
    known = timezone.localtime(concern.known_at)
    # What was told to the owner alone may be about a leader: it is not said until somebody does.
    about = {Concern.Route.STAFF: ["staff"], Concern.Route.OWNER: []}
    return {
        "described": [] if lists_pupils else [_whom(concern)],
        "role": ["exposed"],
        "source": [str(SOURCES[Concern.Teller(concern.told_by)])],
        "known_on": [f"{known:%d.%m.%Y}"],
        "known_time": [f"{known:%H.%M}"],
        "what_happened": [_what_happened(concern)],
        "needs_today": [concern.needs_today],
        "about": about.get(Concern.Route(concern.route), ["nobody"]),
        "help_wanted": ["not_said"],
    }


def _whom(concern: Concern) -> str:
    return name_of(None) if concern.is_hidden else concern.about


def _what_happened(concern: Concern) -> str:
    """What was told; of a pupil who changes school with the parts that went along, each under its
    heading. Nothing of one who has protected identity by now."""
    if concern.is_hidden:
        return ""
    parts = [concern.what, *(f"{heading}\n{text}" for heading, text in concern.parts)]
    return "\n\n".join(parts)


def open_cases_of(form: DraftForm, viewer: Viewer) -> list[Case]:
    """Open cases with one of the chosen pupils. Only those that the viewer may see: of the others
    nothing is said, not even that they are there."""
    pupils = form.cleaned_data["pupils"]
    return list(Case.objects.visible_to(viewer).open().with_any_of(pupils)) if pupils else []


def somebody_is_told(
    owner: Organisation, by: Person, today: date, *, past: Organisation | None = None
) -> bool:
    """Is there anybody but the one who tells who receives it at the owner? Of a case about a leader
    nobody who works at the unit (``past``)."""
    return owners_readers(owner, today, but=by, past=past).exists()


def passed_by(draft: CaseDraft) -> set[str]:
    """The cases that are there already, and for which another one is wanted all the same."""
    return set(QueryDict(draft.typed).get("passed_by", "").split(","))


def told_about(draft: CaseDraft, viewer: Viewer) -> str:
    """Whom the concern says it is about, as long as the viewer sees it."""
    if draft.concern_id is None:
        return ""
    concern = Concern.objects.visible_to(viewer).filter(pk=draft.concern_id).first()
    return _whom(concern) if concern else ""


def text_of(draft: CaseDraft) -> str:
    return QueryDict(draft.typed).get("what_happened", "")


def window_of(posted: QueryDict) -> UUID | None:
    """Which window sent it."""
    try:
        return UUID(posted.get("window", ""))
    except ValueError:
        return None


def number(typed: str | None) -> int:
    """A number that a page of ours has written into its form; -1 for anything else."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def case_made_of(pk: UUID, viewer: Viewer) -> Case | None:
    """What one's draft has become: a case, also one that lies with the owner by now, or an entry in
    one."""
    with transaction.atomic():
        admit(pk)
        made = Case.objects.made_of(pk, viewer.person).first()
    entries = Entry.objects.visible_to(viewer).filter(form_token=pk, written_by=viewer.person)
    entry = None if made else entries.select_related("case").first()
    return entry.case if entry else made
