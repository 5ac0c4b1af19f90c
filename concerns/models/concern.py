"""What somebody who works at a unit tells those who answer for it: "melde fra"."""

import uuid
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from concerns import rules
from concerns.models.words import Ground, Route, State, Teller
from concerns.querysets import ConcernQuerySet
from organisations.law import law_for
from organisations.viewers import Viewer


class Concern(ReadIsNoted):
    """Somebody tells that a child may not be safe (Education Act 12-4; Kindergarten Act 42).

    ``unit`` is where it happened. ``answer_by`` is a local date: the same working day. What was
    told is never changed; a concern ends by being taken on in a case or answered with a reason.
    """

    Teller, Route, State, Ground = Teller, Route, State, Ground

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="concerns")
    # The unit's owner, so that the wall between owners can be asked without a join.
    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reported_concerns"
    )
    told_by = models.CharField(max_length=10, choices=Teller, default=Teller.SELF)
    route = models.CharField(max_length=8, choices=Route, default=Route.LEADER)
    about = models.CharField(max_length=120)
    what = models.TextField()
    needs_today = models.TextField(blank=True, default="")
    happened_on = models.DateField()
    known_at = models.DateTimeField()
    told_at = models.DateTimeField()
    answer_by = models.DateField()

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_reason = models.TextField(blank=True, default="")

    # Sent on to the owner by the reporter, it waits for an answer once more: the first is kept.
    sent_on_at = models.DateTimeField(null=True, blank=True)
    sent_on_reason = models.TextField(blank=True, default="")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_reason = models.TextField(blank=True, default="")

    # Another school told: who decided it there, and why that school may tell this one.
    from_unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    telling_reason = models.TextField(blank=True, default="")

    # A pupil changes school (docs/adr/0018): on what ground, given by whom and when, and what goes
    # along besides ``what``. Each is the text as it was sent; empty is not sent.
    ground = models.CharField(max_length=10, choices=Ground, blank=True, default="")
    ground_by = models.CharField(max_length=120, blank=True, default="")
    ground_on = models.DateField(null=True, blank=True)
    tried = models.TextField(blank=True, default="")
    wishes = models.TextField(blank=True, default="")
    works = models.TextField(blank=True, default="")
    contact = models.TextField(blank=True, default="")

    # One sheet of the form makes one concern, however often it is sent.
    form_token = models.UUIDField(unique=True)

    objects = ConcernQuerySet.as_manager()
    # Who reads a concern is logged as who reads a case is: it may become one.
    case_id_column = "id"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_by__in=["self", "pupil", "guardian", "colleague", "other"]),
                name="concern_teller_known",
            ),
            models.CheckConstraint(
                condition=Q(route__in=["leader", "staff", "owner"]), name="concern_route_known"
            ),
            models.CheckConstraint(
                condition=~Q(about="") & ~Q(what=""), name="concern_says_whom_and_what"
            ),
            models.CheckConstraint(
                condition=Q(known_at__lte=F("told_at")), name="concern_known_before_told"
            ),
            models.CheckConstraint(
                condition=Q(state="new", handled_at=None, handled_by=None)
                | Q(
                    state__in=["taken_on", "answered", "noted", "taken_back"],
                    handled_at__isnull=False,
                    handled_by__isnull=False,
                ),
                name="concern_handled_goes_with_state",
            ),
            models.CheckConstraint(
                condition=Q(state="answered") & ~Q(answer_reason="")
                | ~Q(state="answered") & Q(answer_reason=""),
                name="concern_answered_with_a_reason",
            ),
            # What the child says is acted on. Whose word counts besides depends on the unit's law,
            # and is asked in the action.
            models.CheckConstraint(
                condition=~Q(told_by="pupil") | ~Q(state="answered") & Q(declined_at=None),
                name="concern_of_the_child_is_taken_on",
            ),
            models.CheckConstraint(
                condition=Q(
                    sent_on_at=None,
                    sent_on_reason="",
                    declined_at=None,
                    declined_by=None,
                    declined_reason="",
                )
                | Q(
                    sent_on_at__isnull=False,
                    declined_at__isnull=False,
                    declined_by__isnull=False,
                    from_unit=None,
                    route__in=["leader", "staff"],
                )
                & ~Q(sent_on_reason="")
                & ~Q(declined_reason=""),
                name="concern_sent_on_after_it_was_declined",
            ),
            models.CheckConstraint(
                condition=Q(from_unit=None, decided_by=None, telling_reason="")
                | Q(from_unit__isnull=False, decided_by__isnull=False, route="leader")
                & ~Q(telling_reason="")
                & ~Q(from_unit=F("unit")),
                name="concern_from_another_unit_was_decided",
            ),
            models.CheckConstraint(
                condition=Q(ground="", ground_by="", ground_on=None)
                & Q(tried="", wishes="", works="", contact="")
                & ~Q(state__in=["noted", "taken_back"])
                | Q(ground="need", ground_by="", ground_on=None, from_unit__isnull=False)
                | Q(
                    ground__in=["consent", "permission"],
                    ground_on__isnull=False,
                    from_unit__isnull=False,
                )
                & ~Q(ground_by=""),
                name="concern_of_a_change_has_its_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["reporter", "-told_at", "-id"], name="concern_by_reporter"),
            models.Index(fields=["unit", "-told_at", "-id"], name="concern_by_unit"),
            models.Index(fields=["owner", "-told_at", "-id"], name="concern_by_owner"),
            models.Index(
                fields=["unit", "answer_by"], condition=Q(state="new"), name="concern_waits_at_unit"
            ),
            models.Index(
                fields=["owner", "answer_by"],
                condition=Q(state="new"),
                name="concern_waits_at_owner",
            ),
        ]

    def __str__(self):
        return f"{self.told_at:%Y-%m-%d} {self.state}"

    def get_absolute_url(self):
        return reverse("concerns:detail", args=[self.pk])

    @property
    def is_change(self) -> bool:
        """Is it of a pupil who changes school?"""
        return self.ground != ""

    @cached_property
    def is_hidden(self) -> bool:
        """Has the pupil who changes school protected identity by now? No word of it is shown."""
        return self.is_change and Concern.objects.filter(pk=self.pk).of_protected().exists()

    @property
    def parts(self) -> list[tuple[Any, str]]:
        """What goes along of a change of school besides what it is about, each with its heading."""
        texts = ((label, getattr(self, name)) for name, label in rules.PARTS.items())
        return [(label, text) for label, text in texts if text]

    @property
    def state_word(self) -> Any:
        """Its state in a word. Of a change of school as the sender is told it: not whether a case
        is opened there."""
        if not self.is_change:
            return self.get_state_display()
        return rules.ANSWERS.get(self.state, _("Received"))

    @property
    def places(self) -> Collection[rules.Place]:
        """Where it waits for an answer, or waited."""
        return rules.places_of(self.route, sent_on=self.sent_on_at is not None)

    @property
    def passes_leaders_by(self) -> bool:
        """The owner alone answers it, and nobody there who works at the unit too."""
        return self.route == self.Route.OWNER or self.sent_on_at is not None

    @property
    def may_be_answered(self) -> bool:
        """With a reason, by the act that held at the unit on the day it was told."""
        law = law_for(self.unit, timezone.localdate(self.told_at))
        return rules.may_answer(self.told_by, law)

    @property
    def may_be_sent_on(self) -> bool:
        """To the owner, by its reporter: once, and not what the owner alone has answered."""
        return (
            self.state == self.State.ANSWERED
            and self.sent_on_at is None
            and self.from_unit_id is None
            and self.route != self.Route.OWNER
        )

    def is_answered_by(self, viewer: Viewer) -> bool:
        """Is the viewer one of those who answer it now? For showing buttons only."""
        return self._lies_with(viewer, self.places)

    def may_be_taken_on_by(self, viewer: Viewer) -> bool:
        """Those who answer it; and the unit also after it was sent on. For showing buttons only."""
        return self._lies_with(viewer, self.taken_on_at)

    @property
    def taken_on_at(self) -> set[rules.Place]:
        return {*rules.places_of(self.route, sent_on=False), *self.places}

    def says_why_sent_on_to(self, viewer: Viewer) -> bool:
        """The one who told writes it to the owner, and it may be about the leaders' answer."""
        at_owner = self._lies_with(viewer, {rules.Place.OWNER})
        return self.reporter_id == viewer.person.pk or at_owner

    def _lies_with(self, viewer: Viewer, places: Collection[rules.Place]) -> bool:
        at = {rules.Place.UNIT: self.unit_id, rules.Place.OWNER: self.owner_id}
        return self.pk not in viewer.blocked and any(
            viewer.may(rules.permission_at(place, self.route), at[place])
            for place in places
            if place == rules.Place.UNIT or not self._leaves_out(viewer)
        )

    def _leaves_out(self, viewer: Viewer) -> bool:
        """At the owner: whoever works at the unit, and whoever has declined it before."""
        works_there = self.unit_id in {place for _role, place in viewer.roles}
        has_declined = self.declined_by_id == viewer.person.pk
        return self.passes_leaders_by and (works_there or has_declined)
