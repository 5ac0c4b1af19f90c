"""What goes into somebody's calendar: that person's duties, without what may not leave."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import resolve
from django.utils.module_loading import import_string

from cases.models import Case, Involvement
from documents.rules import Dated, Kind
from organisations.viewers import Viewer
from pupils.models import Pupil

# What is done on these pages; on all others, a task.
KINDS = {
    "evaluations:record": Kind.EVALUATION,
    "evaluations:record_shared": Kind.EVALUATION,
    "evaluations:review": Kind.REVIEW,
    "cases:record_talk": Kind.TALK,
}


class Duty(Protocol):
    """What My day asks of somebody."""

    @property
    def due_on(self) -> date: ...
    @property
    def reference(self) -> Any: ...
    @property
    def url(self) -> str: ...


def dated_of(viewer: Viewer) -> list[Dated]:
    """The viewer's duties, as My day derives them (settings.CALENDAR_DUTIES: the pages above know
    this app no more than it knows them).

    A case with somebody of protected identity is left out. Of one that the viewer is told of and
    does not see, such as a notice to the owner, the reference is.
    """
    duties: Iterable[Duty] = import_string(settings.CALENDAR_DUTIES)(viewer)
    named = [(duty, str(duty.reference)) for duty in duties]
    protected = _protected({reference for _duty, reference in named})
    return [
        Dated(
            day=duty.due_on,
            kind=kind_of(duty.url),
            reference=reference if reference in protected else "",
            url=duty.url,
        )
        for duty, reference in named
        if not protected.get(reference, False)
    ]


def kind_of(url: str) -> Kind:
    return KINDS.get(resolve(urlsplit(url).path).view_name, Kind.TASK)


def _protected(references: set[str]) -> dict[str, bool]:
    """Of these references, those of cases in scope, each with whether somebody there is protected.

    Asked of every case in the database's scope, as those who carry out something see a part of one
    only. To somebody who is not named for a pupil the row itself is not there: that counts, too.
    """
    open_to_all = Pupil.objects.filter(pk=OuterRef("pupil"), protected=False)
    hidden = Involvement.objects.filter(
        ~Exists(open_to_all), case=OuterRef("pk"), pupil__isnull=False
    )
    asked = Case.objects.filter(reference__in=references).annotate(hidden=Exists(hidden))
    return dict(asked.values_list("reference", "hidden"))
