"""What there is to tell. Each kind is a small class in the ``notices`` of the app that knows it."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import cache
from importlib import import_module
from inspect import isclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from notifications.rules import Topic, Urgency, Way

if TYPE_CHECKING:
    from notifications.models import Message
    from organisations.viewers import Viewer


class UnknownKind(LookupError):
    """A message of a kind that stands in none of the modules that the settings list."""


class Kind(ABC):
    """One kind of message. It is asked again right before sending, since the world moves on.

    The questions are asked in the role worker, which sees every case: the answer is the right of
    ``message.person``, never what the one who asks may see.
    """

    name: str
    # A sentence for the list of messages, in the words of the receiver. No names, no case.
    title: Any
    # How much it hurries, and under which of a person's choices it falls.
    urgency: Urgency
    topic: Topic
    # Does a person's choice of "No e-mail" for the topic hold for it?
    may_be_turned_off: bool = True
    # Is the message's day one by which something is to be done? Else it says when it was told.
    has_deadline: bool = True

    @abstractmethod
    def url(self, message: "Message") -> str:
        """Where the thing itself is found. Who opens it is asked there once more."""

    @abstractmethod
    def still_due(self, message: "Message", now: datetime) -> bool:
        """Is there still something to do or to know?"""

    @abstractmethod
    def may_receive(self, message: "Message", today: date) -> bool:
        """Has the person still the right to be told of it?"""

    @staticmethod
    def marks(things: Collection[UUID], viewer: "Viewer") -> dict[UUID, str]:
        """By what messages with the same sentence are told apart, of each thing that the viewer
        sees; most kinds by nothing. In the list of messages alone: no letter has it. A number that
        says nothing of a case, or who of those who work here did it; no child's name."""
        return {}


def kind_of(message: "Message") -> Kind:
    """The kind of a message. Raises UnknownKind."""
    try:
        return _listed(tuple(settings.NOTICES))[message.kind]
    except KeyError as missing:
        raise UnknownKind(message.kind) from missing


def deadline_of(message: "Message") -> date | None:
    """The day by which something is to be done, if there is one. Raises UnknownKind."""
    return message.due_on if kind_of(message).has_deadline else None


def marks_of(messages: "Iterable[Message]", viewer: "Viewer") -> dict[UUID, str]:
    """By thing. Kinds that are told apart in the same way ask together: one query for each way."""
    known = _listed(tuple(settings.NOTICES))
    asked: dict[Callable[..., dict[UUID, str]], set[UUID]] = defaultdict(set)
    for message in messages:
        if message.kind in known:
            asked[known[message.kind].marks].add(message.thing_id)
    found: dict[UUID, str] = {}
    for marks, things in asked.items():
        found |= marks(things, viewer)
    return found


def all_kinds() -> list[Kind]:
    """Every kind of every module that is listed."""
    return list(_listed(tuple(settings.NOTICES)).values())


def usual_way(topic: Topic) -> Way:
    """The way a topic goes for whoever has chosen none: that of its kinds, which agree."""
    return next(kind.urgency.way for kind in all_kinds() if kind.topic == topic)


@cache
def _listed(modules: tuple[str, ...]) -> dict[str, Kind]:
    """By name. What several kinds share has none, and is no kind by itself."""
    return {
        found.name: found()
        for module in modules
        for found in vars(import_module(module)).values()
        if isclass(found) and issubclass(found, Kind) and hasattr(found, "name")
        if found.__module__.startswith(module)
    }
