"""Questions about rows that belong to a case."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast

from cases.querysets.case import carries_out
from cases.rules import OPEN_STATES
from organisations.calendar import school_year_of
from organisations.roles import Permission


class CasePartQuerySet(models.QuerySet):
    """Rows that belong to a case: entries, involvements, hearings, safety answers."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees."""
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        return self.filter(case__in=cases)


class EntryQuerySet(CasePartQuerySet):
    """What people wrote in the log."""

    def for_log(self):
        """Newest first, each with what it corrects (``corrects``) and with ``corrected`` and
        ``withdrawn``: has a later entry corrected it, or taken it back?"""
        later = self.model.objects.filter(corrects=OuterRef("pk"))
        return (
            self.select_related("corrects")
            .annotate(
                corrected=Exists(later.filter(withdraws=False)),
                withdrawn=Exists(later.filter(withdraws=True)),
            )
            .newest_first()
        )

    def newest_first(self):
        return self.order_by("-written_at", "-number")

    def standing(self):
        """Neither taken back nor what takes another back."""
        back = self.model.objects.filter(corrects=OuterRef("pk"), withdraws=True)
        return self.filter(~Exists(back), withdraws=False)


class CaseConcernQuerySet(CasePartQuerySet):
    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees. What only the owner was told stays with the
        owner's advisers who do not work at the unit, also when the unit holds the case again."""
        owners = viewer.places_where(Permission.ANSWER_STAFF_CONCERNS)
        works_at = {place for _role, place in viewer.roles}
        at_owner = Q(concern__owner__in=owners) & ~Q(concern__unit__in=works_at)
        return super().visible_to(viewer).filter(~Q(concern__route="owner") | at_owner)

    def told_to_owner_alone(self):
        """Concerns that passed the leaders by from the beginning."""
        return self.filter(direction="received", concern__route="owner")

    def changes_unanswered(self, today: date):
        """Pupils who change school, where the other place has not answered in time."""
        late = self.filter(direction="told", concern__state="new", concern__answer_by__lt=today)
        return late.exclude(concern__ground="")

    def for_page(self):
        """With what was told, where and by whom, newest first."""
        told = self.select_related(
            "concern__reporter", "concern__from_unit", "concern__decided_by", "to_unit", "added_by",
            "about__pupil",
        )  # fmt: skip
        return told.order_by("-added_at", "-id")


class OwnPartQuerySet(CasePartQuerySet):
    """Rows of a case that somebody without the case answers for: talks of a trusted adult."""

    def visible_to(self, viewer):
        """Rows of the cases that the viewer sees, and the viewer's own as trusted adult or as the
        one who stands in, where a role lets the viewer take part; never in a case closed to the
        viewer."""
        own = carries_out(viewer, "adult")
        cases = self.model._meta.get_field("case").related_model.objects.visible_to(viewer)
        return self.filter(Q(case__in=cases) | own)

    def current(self):
        return self.filter(ends_on=None)


class StepOfYearQuerySet(CasePartQuerySet):
    def of_year(self, today: date):
        """Those of the school year of today: what was not done in an earlier one is over."""
        return self.filter(school_year=school_year_of(today))

    def waiting(self, today: date):
        """Those that wait in open cases."""
        return self.of_year(today).filter(done_at=None, case__state__in=OPEN_STATES)


class HandoverQuerySet(StepOfYearQuerySet):
    def summer_contacts(self, today: date):
        """Who is there in a summer that is not over: the one named last first."""
        named = self.filter(kind="june", contact_until__gte=today).select_related("contact")
        return named.order_by("-contact_from")


class InvestigationQuerySet(CasePartQuerySet):
    def standing(self):
        """Of one case: the text that stands, or None. Each of the others has been replaced."""
        return self.filter(replaced_by=None).first()

    def newest_first(self):
        """Each text with its writer; the first is the one that stands."""
        stands = self.alias(stands=Q(replaced_by=None)).select_related("written_by")
        return stands.order_by("-stands", "-written_at", "-id")


class CountyCaseQuerySet(CasePartQuerySet):
    def current(self):
        """Those that the county governor has not finished."""
        return self.filter(ended_on=None)


class LetterQuerySet(CasePartQuerySet):
    def newest_first(self):
        """Each with what it answers, and with ``is_answered``."""
        answered = Exists(self.model.objects.filter(answers=OuterRef("pk")))
        found = self.select_related("answers").annotate(is_answered=answered)
        return found.order_by("-dated_on", "-written_at", "pk")

    def waiting(self):
        """Letters from the county governor that wait for an answer, while the county governor has
        the case."""
        unanswered = self.filter(answer_due_on__isnull=False, answered_by=None)
        return unanswered.filter(county_case__ended_on=None)


class LegalHoldQuerySet(CasePartQuerySet):
    def current(self):
        """Holds that stand: one for a case at the most."""
        return self.filter(ended_at=None)


class PptOpeningQuerySet(CasePartQuerySet):
    def unended(self):
        """What nobody has ended: one of a case at the most. Its last day may be over."""
        return self.filter(ended_at=None)

    def with_why(self, today: date):
        """Each with ``why`` PPT reads nothing of it now: a code, empty while they do. Asked by one
        who sees the case; the database works it out for both sides."""
        why = Func(F("pk"), Value(today), function="cases_closed_to_ppt")
        return self.annotate(why=Cast(why, models.CharField()))

    def standing(self, today: date):
        """What PPT can read today."""
        return self.unended().with_why(today).filter(why="")

    def newest_first(self):
        """Each with who opened and who withdrew it, without what it shows."""
        found = self.select_related("opened_by", "ended_by", "office").defer("content")
        return found.order_by("-opened_at", "-id")
