"""Every address, every method, every person, and into every field of every form what nobody means.

Nothing is a 500, nothing typed comes back as markup, and nothing of another unit is changed.
"""

import os
import re
from collections import deque
from copy import copy
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeptForm
from cases.models import Entry
from measures.models import PlanVersion, Succession
from tests.access import table, world
from tests.access.test_matrix import contents
from tests.attacks.browsers import browser
from tests.attacks.neighbours import neighbour_at, neighbour_of
from tests.attacks.pages import forms_of
from tests.plugin_database import AppClient

METHODS = ("OPTIONS", "PUT", "DELETE")
MARKUP = "\"'><b id=evil>{{7*7}}"
EVIL = "<b id=evil>"
# Stand for: an id of another unit, two answers to one question, and no answer at all.
FOREIGN, TWICE, LEFT_OUT = "another unit's", "twice", "left out"
NASTY = [
    MARKUP, "\0", b"\xed\xa0\x80", "\u202etxt.exe", "", "٢٣.١١.٢٠٢٦", "31.12.9999",
    FOREIGN, TWICE, LEFT_OUT,
]  # fmt: skip
MORE = [
    "x" * 210_000, "\u200b\u2060", "\u3164", "-1", "1e400", "9" * 5000, "00.00.0000", "0001-01-01",
    "uke 53", "' OR 1=1 --", "../../etc/passwd", "http://evil.example/",
]  # fmt: skip
EVERY_VALUE = bool(os.environ.get("EVERY_VALUE"))
# Between them these meet every form there is, one wrong field at a time; the others meet theirs
# with all fields wrong at once.
PARTS = 4  # so that two processes share the work
ONE_BY_ONE = [
    *(("principal", part) for part in range(PARTS)),
    ("teacher", None), ("owner_administrator", None), ("ppt_adviser", None),
]  # fmt: skip
# Lists that begin with an empty choice, and cannot stay on it.
MUST_BE_CHOSEN = ("person", "adult", "contact", "pupil", "unit", "teacher", "group", "involvement",
                  "to", "measure")  # fmt: skip
# Shown and refused as things stand in the world, whatever is in it; or answered by the page itself.
REFUSED = (
    "/steps/void/",  # a case with a measure under way is not voided
    "/access/hand-back/", "/access/part/",  # the unit holds the case
    "/end/",  # of a role with a plan under way, or of a county case with an act that is not done
    "/staff/new/",  # the case is not about anybody who works there
    "/information/",  # it is so already
    "/name/", "/class/", "/role/",  # there is no other pupil, class or role to choose
    "/trusted-adult/",  # there is one
    "/people/add/", "/give/",  # looked over on a second page
    "/decision/", "/authorities/new/",  # there is one
    "/columns/",  # two columns for one thing
    "/file/", "/evidence/", "/import/",  # a file is not sent in this way
    "/search/", "/log/print/", "/pupil/", "/turn-on/", "/renew/",  # answered by the page itself
)  # fmt: skip
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The frame's own forms are the same for everybody, and passwords are slow on purpose.
FRAME = ("/language/", "/hidden/", "/stay/", "/account/")
TODAY = f"{timezone.localdate():%d.%m.%Y}"
IN_A_MONTH = f"{timezone.localdate() + timedelta(days=30):%d.%m.%Y}"
# They say 503, because nothing delivers mail here.
HEALTH = ("overview:health", "overview:ready")
# What makes each form right where it is shown empty.
RIGHT = {
    "in_weeks": "2", "safety": "3", "effect": "yes", "next": "continue", "source": "pupil",
    "kinds": "words", "serious": "no", "what_happened": "Noe.", "text": "Noe.", "reason": "Noe.",
    "described": "en elev", "best_interests": "Noe.", "title": "Tiltak", "why": "Derfor.",
    "problem": "Noe.", "target_groups": "class", "level": "individual", "what": "closed",
    "first_day": "1.12", "last_day": "2.12", "act": "Noe.", "due_on": "30.11", "on": "30.11",
    "decided_on": TODAY, "decision": "Noe.", "dated_on": TODAY, "about": "en elev",
    "decided": "Noe.", "answer_by": IN_A_MONTH,
    "opened_on": TODAY, "service": "en app", "happened_on": "20.11.2025", "ground": "Noe.",
    "taken_by": "læreren", "raised_on": TODAY, "how": "Noe.", "name": "Ny", "relation": "mor",
    "own_words": "Noe.", "sure": "on", "no_names": "on", "aside_exposed": "Noe.",
    "aside_violating": "Noe.",
    "aside_bystanders": "Noe.", "aside_class": "Noe.", "aside_unit": "Noe.",
    "aside_parents": "Noe.", "way": "explain", "title_nb": "Tiltak", "email": "ny@example.com",
    "parts": "problem", "consent_from": "Mor", "consent_on": TODAY, "consent_scope": "Noe.",
}  # fmt: skip


@pytest.fixture
def built(db):
    built = world.build()
    # So that each form can be sent as it is shown: nothing waits for a measure without an end, the
    # plan is not completed yet, and nothing was written on a day to come.
    Succession.objects.all().delete()
    PlanVersion.objects.all().delete()
    Entry.objects.update(happened_on="2025-11-20")
    return built


@pytest.fixture
def neighbours(built):
    """For each of the two municipalities the other one."""
    here = neighbour_of(built.here, built.things["case"], built.things["measure"])
    return {"here": here, "there": neighbour_at(built.there)}


def addresses(built):
    """All of them, with things of the first municipality; in an order that hangs on no id, since
    what each of them is asked goes by its place."""
    rows = [reverse(row.url, kwargs=row.arguments(built)) for row in table.ROWS]
    once = dict.fromkeys(rows + [reverse(name) for name in table.WITHOUT_CASE_DATA])
    return sorted(once, key=lambda path: ID.sub("0", path))


def in_turn(all_of_them, number):
    """Every third of them, others for the next number; all, when asked for every value."""
    return all_of_them if EVERY_VALUE else all_of_them[number % 3 :: 3]


def is_well(response):
    return response.status_code < 500 or response.resolver_match.view_name in HEALTH


class Sweep:
    """One person's hands, and whose things must stay as they are."""

    def __init__(self, viewer, built, neighbours):
        self.hand = browser(built.viewers[viewer])
        self.cookies = copy(self.hand.cookies)
        is_strange = viewer.startswith("strange")
        self.neighbour = neighbours["here" if is_strange else "there"]
        self.own = built.there if is_strange else built.here
        self.before = self.neighbour.fingerprint()
        self.faults = []

    def ask(self, method, path, fields=None):
        """The answer; whatever was changed, signing out too, is taken back."""
        body = urlencode(fields or {}, doseq=True)
        kind = "application/x-www-form-urlencoded"
        self.hand.cookies = copy(self.cookies)
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

    def forms(self, paths, *, frame=False):
        """Every form that the person is shown, or those of the frame alone, made right; those with
        the same fields once."""
        found = {}
        for path in paths:
            response = self.ask("GET", path)
            if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
                for form in forms_of(path, response.content.decode()):
                    if form.action.startswith(FRAME) == frame:
                        found.setdefault(form.key, self.made_right(form))
        return list(found.values())

    def made_right(self, form):
        form.fields.pop("csrfmiddlewaretoken", None)
        right = RIGHT | {"responsible": str(self.own.teacher.pk)}
        for name, values in form.fields.items():
            offered = form.options.get(name, [])
            may_be_left = "" in offered and name not in MUST_BE_CHOSEN
            chosen = next(filter(None, [] if may_be_left else offered), right.get(name))
            if not any(values) and chosen:
                form.fields[name] = [chosen]
        return form

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
        return self.ask("POST", form.action, known)

    def one_by_one(self, form):
        """Each field wrong alone. A part of the values goes to each field in turn, so that all of
        them meet each form; ``make attacks`` gives every field every value."""
        values = deque(NASTY)
        for name in form.fields:
            for value in list(values)[: len(NASTY) if EVERY_VALUE else 1]:
                self.put(form, {name: value})
            values.rotate(1)

    def all_at_once(self, form, number):
        for turn in in_turn(range(0, len(NASTY) + len(MORE), 5), number):
            values = deque([*NASTY, *MORE])
            values.rotate(turn)
            self.put(form, dict(zip(form.fields, values, strict=False)))


@pytest.mark.parametrize("viewer", sorted(table.VIEWERS))
def test_every_address_by_every_method_and_every_form(viewer, built, neighbours):
    sweep = Sweep(viewer, built, neighbours)
    paths = addresses(built)
    for number, path in enumerate(paths):
        for method in in_turn(METHODS, number):
            sweep.ask(method, path)
    for number, form in enumerate(sweep.forms(paths, frame=viewer == "principal")):
        sweep.all_at_once(form, number)
    assert sweep.faults == []


@pytest.mark.parametrize(("viewer", "part"), ONE_BY_ONE)
def test_every_field_of_every_form(viewer, part, built, neighbours):
    sweep = Sweep(viewer, built, neighbours)
    forms = sweep.forms(addresses(built))
    for form in forms if part is None else forms[part::PARTS]:
        if not form.action.endswith(REFUSED):
            assert sweep.put(form, {}).status_code == 302, form  # the control: the form is right
        sweep.one_by_one(form)
    assert sweep.faults == []


QUESTIONS = ("page", "show", "all", "with", "after", "next", "on", "for", "from", "words")


def test_questions_behind_the_address(built, neighbours):
    """What stands after the question mark, on every page."""
    sweep = Sweep("principal", built, neighbours)
    short = deque(value for value in [*NASTY, *MORE] if len(value) < 100)
    questions = []
    for _turn in range(0, len(short), 5):
        pairs = zip(QUESTIONS, short, strict=False)
        asked = {name: sweep.sent(name, value) or [] for name, value in pairs}
        questions.append(urlencode(asked, doseq=True))
        short.rotate(5)
    for number, path in enumerate(addresses(built)):
        for question in in_turn(questions, number):
            sweep.ask("GET", f"{path}?{question}")
    assert sweep.faults == []


def test_ids_of_another_unit_in_every_address(built, neighbours):
    """Each id in each address swapped with one of the neighbour's: nothing is found."""
    sweep = Sweep("principal", built, neighbours)
    own = {str(thing.pk) for thing in built.things.values()} | {str(built.here.school.pk)}
    found = []
    for number, path in enumerate(addresses(built)):
        for pk in (part for part in path.split("/") if part in own):
            for foreign in in_turn(list(sweep.neighbour.ids.values()), number):
                other = path.replace(pk, foreign)
                answers = {sweep.ask(method, other).status_code for method in ("GET", "POST")}
                found += [(other, answers)] if answers - {404, 405} else []
    assert found == sweep.faults == []


def test_no_form_is_taken_without_its_token(built):
    """From another site, with and without what newer browsers say of it: nothing is done, and
    nothing is kept of what was sent."""
    hand = AppClient(raise_request_exception=False, enforce_csrf_checks=True)
    hand.force_login(built.here.principal)
    before, foreign = (
        contents(),
        {"origin": "https://evil.example", "referer": "https://evil.example/"},
    )
    kinds = {}, foreign, foreign | {"sec-fetch-site": "cross-site"}
    answers = {
        hand.post(path, {"text": "Noe helt annet."}, headers=headers).status_code
        for number, path in enumerate(addresses(built))
        for headers in in_turn(kinds, number)
    }
    assert answers == {403}
    assert (contents(), KeptForm.objects.count()) == (before, 0)
