"""Every address, every method, every person, and into every field of every form what nobody means.

Nothing is a 500, nothing typed comes back as markup, and nothing of another unit is changed.
"""

from itertools import cycle, islice
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access import table, world
from tests.attacks.browsers import browser
from tests.attacks.neighbours import neighbour_at, neighbour_of
from tests.attacks.pages import forms_of

METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
MARKUP = "\"'><b id=evil>{{7*7}}"
EVIL = "<b id=evil>"
# Stand for: an id of another unit, two answers to one question, and no answer at all.
FOREIGN, TWICE, LEFT_OUT = "another unit's", "twice", "left out"
NASTY = [
    MARKUP, "\0", b"\xed\xa0\x80", "\u202etxt.exe", "\u200b\u2060", "\u3164", "x" * 210_000, "",
    "-1", "1e400", "9" * 5000, "٢٣.١١.٢٠٢٦", "00.00.0000", "31.12.9999", "0001-01-01", "uke 53",
    "' OR 1=1 --", "../../etc/passwd", "http://evil.example/", FOREIGN, TWICE, LEFT_OUT,
]  # fmt: skip
# Between them these meet every form there is; the others get all fields wrong at once.
ONE_BY_ONE = {"principal", "teacher", "owner_administrator", "ppt_adviser"}
WHOLE_FRAME = "principal"
FRAME = ("/language/", "/hidden/", "/stay/", "/account/sign-out/")


@pytest.fixture
def built(db):
    return world.build()


@pytest.fixture
def neighbours(built):
    """For each of the two municipalities the other one."""
    here = neighbour_of(built.here, built.things["case"], built.things["measure"])
    return {"here": here, "there": neighbour_at(built.there)}


def addresses(built):
    """All of them, with things of the first municipality."""
    rows = {reverse(row.url, kwargs=row.arguments(built)) for row in table.ROWS}
    return sorted(rows | {reverse(name) for name in table.WITHOUT_CASE_DATA})


def is_well(response):
    # The health page says 503 because nothing delivers mail here.
    return response.status_code < 500 or response.resolver_match.view_name == "overview:health"


class Sweep:
    """One person's hands, and whose things must stay as they are."""

    def __init__(self, viewer, built, neighbours):
        person = built.viewers[viewer]
        self.viewer, self.hand = viewer, browser(person)
        is_strange = viewer.startswith("strange")
        self.neighbour = neighbours["here" if is_strange else "there"]
        self.before = self.neighbour.fingerprint()
        self.faults = []

    def ask(self, method, path, fields=None):
        """The answer; whatever was changed is taken back."""
        body = urlencode(fields or {}, doseq=True)
        kind = "application/x-www-form-urlencoded"
        with transaction.atomic():
            response = self.hand.generic(method, path, body, content_type=kind)
            if method == "POST" and self.neighbour.fingerprint() != self.before:
                self.faults.append((method, path, fields, "changed another unit"))
            if not is_well(response):
                self.faults.append((method, path, fields, response.status_code))
            if EVIL in response.content.decode(errors="replace"):
                self.faults.append((method, path, fields, "came back as markup"))
            if response.status_code == 302 and fields and MARKUP in str(fields):
                self.look(response["Location"])
            transaction.set_rollback(True)
        return response

    def look(self, path):
        if EVIL in self.hand.get(path).content.decode():
            self.faults.append(("GET", path, "shown as markup"))

    def forms(self, paths):
        """Every form that the person is shown, once."""
        found = {}
        for path in paths:
            response = self.ask("GET", path)
            if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
                for form in forms_of(path, response.content.decode()):
                    found.setdefault(form.key, form)
        frame = () if self.viewer == WHOLE_FRAME else FRAME
        return [form for form in found.values() if form.key[0] not in frame]

    def sent(self, name, value):
        """What is sent for the field: a list of values, or None for none."""
        if value == FOREIGN:
            return [self.neighbour.ids.get(name, self.neighbour.ids["case"])]
        if value == TWICE:
            return ["1", "x"]
        return None if value == LEFT_OUT else [value]

    def put(self, form, wrong):
        """Send the form with these fields changed."""
        fields = form.fields | {name: self.sent(name, value) for name, value in wrong.items()}
        known = {name: values for name, values in fields.items() if values is not None}
        self.ask("POST", form.action, known)

    def one_by_one(self, form):
        for name in form.fields:
            for value in NASTY:
                self.put(form, {name: value})

    def all_at_once(self, form):
        for start in range(0, len(NASTY), 4):
            values = islice(cycle(NASTY), start, None)
            self.put(form, dict(zip(form.fields, values, strict=False)))


@pytest.mark.parametrize("viewer", sorted(table.VIEWERS))
def test_every_address_method_and_field(viewer, built, neighbours):
    sweep = Sweep(viewer, built, neighbours)
    paths = addresses(built)
    for path in paths:
        for method in METHODS:
            sweep.ask(method, path)
    for form in sweep.forms(paths):
        if viewer in ONE_BY_ONE:
            sweep.one_by_one(form)
        else:
            sweep.all_at_once(form)
    assert sweep.faults == []


QUESTIONS = ("page", "show", "all", "with", "after", "next")


def test_questions_behind_the_address(built, neighbours):
    """What stands after the question mark, on every page at once."""
    sweep = Sweep("principal", built, neighbours)
    for value in NASTY:
        asked = {name: sweep.sent(name, value) or [] for name in QUESTIONS}
        for path in addresses(built):
            if value != NASTY[6]:  # an address of that length no server takes
                sweep.ask("GET", f"{path}?{urlencode(asked, doseq=True)}")
    assert sweep.faults == []


def test_ids_of_another_unit_in_every_address(built, neighbours):
    """Each id in each address swapped with one of the neighbour's: nothing is found."""
    sweep = Sweep("principal", built, neighbours)
    own = {str(thing.pk) for thing in built.things.values()} | {str(built.here.school.pk)}
    found = []
    for path in addresses(built):
        for pk in (part for part in path.split("/") if part in own):
            for foreign in sweep.neighbour.ids.values():
                other = path.replace(pk, foreign)
                answers = {sweep.ask(method, other).status_code for method in ("GET", "POST")}
                found += [(other, answers)] if answers - {404, 405} else []
    assert found == sweep.faults == []
