import inspect
import pkgutil
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from notifications.kinds import Kind, UnknownKind, all_kinds, kind_of, usual_way
from notifications.models import Message
from notifications.rules import Topic
from tests.notifications import kinds

QUESTIONS = ("url", "still_due", "may_receive")


def notices():
    """Every module of the product in which kinds stand."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "notices") and "site-packages" not in app.path:
            room = import_module(f"{app.name}.notices")
            yield room
            for part in pkgutil.iter_modules(getattr(room, "__path__", [])):
                yield import_module(f"{room.__name__}.{part.name}")


def written():
    """Every kind in the product's notices."""
    for module in notices():
        for found in vars(module).values():
            # What several kinds share has no name, and is no kind by itself.
            if inspect.isclass(found) and found.__module__ == module.__name__:
                if issubclass(found, Kind) and hasattr(found, "name"):
                    yield found


def test_every_kind_that_is_written_is_known():
    known = [type(kind) for kind in all_kinds() if type(kind).__module__ != kinds.__name__]
    assert sorted(known, key=repr) == sorted(written(), key=repr)


def test_every_kind_answers_every_question_and_can_be_translated():
    for kind in written():
        assert all(getattr(kind, name) is not getattr(Kind, name) for name in QUESTIONS), kind
        assert isinstance(kind.title, Promise), kind
        said = {name for base in kind.__mro__ if base not in (Kind, object) for name in vars(base)}
        assert {"urgency", "topic"} <= said, kind
        assert kind.name == f"{kind.__module__.split('.')[0]}.{kind.__name__}"


def test_kind_of_a_message_goes_by_its_name():
    assert type(kind_of(Message(kind="tests.Told"))) is kinds.Told


def test_kind_of_a_message_that_nobody_lists():
    with pytest.raises(UnknownKind):
        kind_of(Message(kind="tests.Forgotten"))


def test_the_kinds_of_a_topic_go_the_same_way_and_each_topic_has_some():
    ways = {topic: set() for topic in Topic}
    for kind in written():
        ways[kind.topic].add((kind.urgency.way, usual_way(kind.topic)))
    assert {topic: len(found) for topic, found in ways.items()} == dict.fromkeys(Topic, 1)
    assert [topic for topic, ((one, other),) in ways.items() if one != other] == []
