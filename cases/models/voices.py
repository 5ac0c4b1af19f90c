"""Those whom the case is about are heard, and somebody they trust goes on asking."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.reading import ReadIsNoted
from cases.models.case import Case
from cases.models.people import Involvement
from cases.querysets import CasePartQuerySet, OwnPartQuerySet
from organisations.viewers import FOR_NOBODY, StandsIn


class TrustedAdult(ReadIsNoted):
    """The adult whom a pupil can turn to, and when the two talk next. A case without an end date
    has a next talk; one who is away has somebody else in the meantime, or it is a task."""

    class EndedFor(models.TextChoices):
        CHANGED = "changed", _("Somebody else takes over")
        PUPIL_WISHED = "pupil_wished", _("The pupil wished it")
        LEFT = "left", _("The adult does not work here any more")
        OVER = "over", _("The pupil is no longer part of the case")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="trusted_adults")
    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="trusted_adults")
    adult = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_by_pupil = models.BooleanField()
    starts_on = models.DateField()
    talk_on = models.DateField(null=True, blank=True)
    # The last talk there was. What was said stands in the log.
    talked_on = models.DateField(null=True, blank=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    ended_for = models.CharField(max_length=14, choices=EndedFor, blank=True, default="")

    objects = OwnPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["involvement"],
                condition=Q(ends_on=None),
                name="trusted_adult_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None, ended_for="", talk_on__isnull=False)
                | Q(ends_on__isnull=False, talk_on=None) & ~Q(ended_for=""),
                name="trusted_adult_talks_until_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None) | Q(away_until__gte=F("away_from")),
                name="trusted_adult_away_from_and_until",
            ),
        ]
        indexes = [
            models.Index(fields=["talk_on"], condition=Q(ends_on=None), name="talk_due"),
            models.Index(fields=["adult"], condition=Q(ends_on=None), name="talk_of_adult"),
        ]

    def __str__(self):
        return f"{self.case_id} {self.talk_on}"

    def is_kept_by(self, person_id: uuid.UUID | None, stands: StandsIn = FOR_NOBODY) -> bool:
        """Is the person the adult, or in the adult's place now, where the case is held?"""
        if person_id == self.adult_id:
            return True
        return bool(stands) and (self.adult_id, self.case.held_by_id) in stands


class Hearing(ReadIsNoted):
    """One directly affected pupil was heard, did not want to be, or why it was not done. Never
    changed: a new hearing is a new row (Education Act chapter 10)."""

    class How(models.TextChoices):
        TALK = "talk", _("Talk alone with an adult")
        WITH_TRUSTED = "with_trusted", _("Talk together with somebody the pupil trusts")
        OBSERVED = "observed", _("Through play, drawing or observation")
        WRITTEN = "written", _("In writing")
        INTERPRETED = "interpreted", _("Talk with an interpreter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="hearings")
    heard_on = models.DateField(null=True, blank=True)
    heard_by = models.CharField(max_length=120, blank=True, default="")
    how = models.CharField(max_length=14, choices=How, blank=True, default="")
    # The pupil's own words, and apart from them what adults think.
    own_words = models.TextField(blank=True, default="")
    adults_think = models.TextField(blank=True, default="")
    declined = models.BooleanField(default=False)
    # One who does not want to talk may choose another adult to talk with.
    rather_with = models.CharField(max_length=120, blank=True, default="")
    not_heard_reason = models.TextField(blank=True, default="")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(heard_on__isnull=False, declined=False, not_heard_reason="")
                & ~Q(heard_by="")
                & ~Q(how="")
                & ~Q(own_words="")
                | Q(heard_on=None, how="", own_words="", declined=True, not_heard_reason="")
                | Q(heard_on=None, how="", own_words="", declined=False) & ~Q(not_heard_reason=""),
                name="hearing_is_held_declined_or_explained",
            ),
            models.CheckConstraint(
                condition=Q(rather_with="") | Q(declined=True),
                name="hearing_rather_with_is_of_who_declined",
            ),
        ]
        indexes = [models.Index(fields=["case", "-written_at"], name="hearing_by_case")]

    def __str__(self):
        return f"{self.involvement_id} {self.heard_on}"


class GuardianContact(ReadIsNoted):
    """What a guardian was told, and when. Never to one who is not to be informed."""

    class How(models.TextChoices):
        TELEPHONE = "telephone", _("By telephone")
        MEETING = "meeting", _("In a meeting")
        LETTER = "letter", _("By letter")
        MESSAGE = "message", _("By message, without personal details")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="guardian_contacts")
    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="guardian_contacts")
    guardian = models.ForeignKey(
        "pupils.Guardian", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Whom, in words, of a pupil whose guardians are not registered.
    who = models.CharField(max_length=120, blank=True, default="")
    told_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)
    told = models.TextField()
    guardian_says = models.TextField(blank=True, default="")
    asked_for = models.BooleanField(default=False)
    # Whoever is 18 decides what guardians are told.
    pupil_agreed = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(told=""), name="guardian_was_told_something"),
            models.CheckConstraint(
                condition=Q(guardian__isnull=False, who="") | Q(guardian=None) & ~Q(who=""),
                name="guardian_is_registered_or_described",
            ),
        ]
        indexes = [models.Index(fields=["case", "-written_at"], name="guardian_contact_by_case")]

    def __str__(self):
        return f"{self.guardian_id} {self.told_on}"


class BestInterests(ReadIsNoted):
    """What is best for the child, weighed in words, each time something is decided."""

    class Occasion(models.TextChoices):
        INVESTIGATION = "investigation", _("The investigation")
        PLAN = "plan", _("The plan")
        CHANGE = "change", _("A change of the plan")
        CLOSING = "closing", _("Closing the case")
        OTHER = "other", _("Another decision")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="best_interests")
    occasion = models.CharField(max_length=14, choices=Occasion)
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    form_token = models.UUIDField(unique=True)

    objects = CasePartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="best_interests_has_text")
        ]
        indexes = [models.Index(fields=["case", "-written_at"], name="best_interests_by_case")]

    def __str__(self):
        return f"{self.occasion} {self.case_id}"
