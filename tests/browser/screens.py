"""Every page of the product: who opens it, and on what of the practice municipality.

A name that ends in ``-errors`` is a form sent as it came; one that ends in ``-now`` is the page
that a press on its button leads to.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from cases.models import Case, PptAlert
from concerns.models import Concern
from config.demo.places import Municipality
from measures.models import Measure
from organisations.models import SchoolYear
from tests.browser.screens_access import NO_PAGE as NO_PAGE_OF_ACCESS
from tests.browser.screens_access import access_screens
from tests.browser.screens_answers import answers_screens
from tests.browser.screens_calendar import NO_PAGE as NO_PAGE_OF_CALENDAR
from tests.browser.screens_calendar import calendar_screens
from tests.browser.screens_carried_out import NO_PAGE as NO_PAGE_OF_CARRIED_OUT
from tests.browser.screens_carried_out import carried_out_screens
from tests.browser.screens_changing import NO_PAGE as NO_PAGE_OF_CHANGING
from tests.browser.screens_changing import changing_screens
from tests.browser.screens_desk import NO_PAGE as NO_PAGE_OF_DESK
from tests.browser.screens_desk import desk_screens
from tests.browser.screens_ending import ending_screens
from tests.browser.screens_handovers import handovers_screens
from tests.browser.screens_library import NO_PAGE as NO_PAGE_OF_LIBRARY
from tests.browser.screens_library import library_screens
from tests.browser.screens_numbers import numbers_screens
from tests.browser.screens_opened import opened_screens
from tests.browser.screens_opening import NO_PAGE as NO_PAGE_OF_OPENING
from tests.browser.screens_opening import opening_screens
from tests.browser.screens_people import NO_PAGE as NO_PAGE_OF_PEOPLE
from tests.browser.screens_people import people_screens
from tests.browser.screens_plan import NO_PAGE as NO_PAGE_OF_PLANS
from tests.browser.screens_plan import plan_screens
from tests.browser.screens_rounds import rounds_screens
from tests.browser.screens_seeing import NO_PAGE as NO_PAGE_OF_SEEING
from tests.browser.screens_seeing import seeing_screens
from tests.browser.screens_shared import NO_PAGE as NO_PAGE_OF_SHARED
from tests.browser.screens_shared import shared_screens
from tests.browser.screens_voices import voices_screens

# Never shown: a press on a button, a page that leads on at once, another name of the account page.
NO_PAGE = {
    "language", "mfa_index", "show", "stay", "overview:home",
    "measures:start_plan", "measures:start", "ppt:receive", "notifications:open",
    "notifications:mark_all_read", "notifications:retry_mail", "overview:live", "overview:ready",
    "organisations:copy_calendar", "organisations:remove_period",
    *NO_PAGE_OF_PEOPLE, *NO_PAGE_OF_ACCESS, *NO_PAGE_OF_OPENING,
    *NO_PAGE_OF_LIBRARY, *NO_PAGE_OF_PLANS, *NO_PAGE_OF_SEEING, *NO_PAGE_OF_SHARED,
    *NO_PAGE_OF_CALENDAR, *NO_PAGE_OF_CARRIED_OUT, *NO_PAGE_OF_CHANGING,
    *NO_PAGE_OF_DESK,
}  # fmt: skip


@dataclass(frozen=True)
class Screen:
    name: str
    path: str

    @property
    def press(self):
        return self.name.endswith(("-errors", "-pressed"))


class Screens(dict):
    """The screens of each account, in the order in which they are opened."""

    def __init__(self, made: Municipality):
        super().__init__()
        self.made = made
        self.who = ""
        for part in (self._nobody, self._leader, self._plan, self._teacher, self._others):
            part()
        self._concerns()
        self._people()
        self._access()
        self._opening()
        self._owner()
        self._account()

    def add(self, name, url, *arguments, query=""):
        path = reverse(url, args=arguments) + query
        self.setdefault(self.who, []).append(Screen(name, path))

    def _nobody(self):
        self.add("sign-in", "account_login")
        self.add("sign-in-errors", "account_login")
        self.add("about", "about")
        self.add("health", "overview:health")

    def _leader(self):
        self.who = "rektor"
        followed, closed, new = self._cases_of_the_school()
        self.add("today-principal", "overview:today")
        self.add("today-mine", "overview:today", query="?mine=1")
        self.add("school", "overview:school")
        self.add("school-filtered", "overview:school", query="?show=unplanned")
        self.add("cases", "cases:list")
        self.add("cases-all", "cases:list", query="?show=all")
        self.add("new-case", "cases:new")
        self.add("new-case-errors", "cases:new")
        self.add("case", "overview:case", followed.pk)
        self.add("case-new", "overview:case", new.pk)
        self.add("case-closed", "overview:case", closed.pk)
        self.add("entry", "cases:write_entry", followed.pk)
        self.add("entry-corrected", "cases:correct_entry", followed.pk, followed.entries.first().pk)
        self.add("step", "cases:step", new.pk, "investigate")
        self.add("step-reason", "cases:step", new.pk, "void")
        self.add("messages", "notifications:inbox")
        self.add("messages-settings", "notifications:settings")

    def _cases_of_the_school(self):
        cases = Case.objects.filter(unit=self.made.places["fjellet"]).order_by("created_at")
        found = {case.state: case for case in cases}
        return found["follow_up"], found["closed"], found["reported"]

    def _plan(self):
        followed, _closed, new = self._cases_of_the_school()
        plan = followed.plans.get()
        self.add("plan", "measures:plan", followed.pk)
        self.add("plan-of", "measures:plan_of", followed.pk, plan.pk)
        self.add("plan-none", "measures:plan", new.pk)
        self.add("plan-texts", "measures:write", plan.pk)
        self.add("plan-complete", "measures:complete", plan.pk)
        measure = Measure.objects.get(case=followed, title="Fast trygg voksen")
        self.add("measure-new", "measures:add", plan.pk, query=f"?with={measure.pk}")
        self.add("measure-new-errors", "measures:add", plan.pk)
        self.add("measure-change", "measures:change", measure.pk)
        self.add("measure-date", "measures:evaluation_date", measure.pk)
        self.add("measure-stop", "measures:stop", measure.pk)

    def _teacher(self):
        self.who = "laerer"
        measure = Measure.objects.get(state="running", responsible=self.made.people["laerer"])
        self.add("today", "overview:today")
        self.add("evaluation", "evaluations:record", measure.pk)
        self.add("evaluation-errors", "evaluations:record", measure.pk)
        self.who = "miljo"
        measure = Measure.objects.filter(responsible=self.made.people["miljo"]).first()
        self.add("today-second", "overview:today")
        self.add("evaluation-second", "evaluations:record", measure.pk)

    def _others(self):
        self.who = "styrer"
        kindergarten = Case.objects.get(unit=self.made.places["blaaklokka"])
        self.add("kindergarten-new-case", "cases:new")
        self.add("kindergarten-case", "overview:case", kindergarten.pk)
        self.add("kindergarten-plan", "measures:plan", kindergarten.pk)
        for self.who in ("ppt", "pptleder"):
            self.add(f"{self.who}-inbox", "ppt:inbox")
        self.who = "ppt"
        alerts = PptAlert.objects.order_by("-created_at")
        self.add("ppt-alert-new", "ppt:detail", alerts.filter(state="new").first().pk)
        received = alerts.filter(state="received").first()
        self.add("ppt-alert-received", "ppt:detail", received.pk)
        self.add("ppt-messages", "notifications:inbox")
        for self.who in ("skoleadmin", "personvern", "eier"):
            self.add(f"first-{self.who}", "overview:today")
        self.who = "inspektor"
        self.add("two-units-today", "overview:today", query="?all=1")
        self.add("two-units-cases", "cases:list")
        self.add("two-units-new-case", "cases:new")
        self.add("two-units-new-case-at", "cases:new_at", self.made.places["elva"].pk)

    def _concerns(self):
        """Told, waiting, answered with a reason, and sent on to the owner."""
        told = {(one.reporter.email.partition("@")[0], one.route, one.state): one
                for one in Concern.objects.select_related("reporter")}  # fmt: skip
        waits, answered = told["laerer", "leader", "new"], told["laerer", "leader", "answered"]
        self.who = "laerer"
        self.add("concern-new", "concerns:new")
        self.add("concern-new-errors", "concerns:new")
        self.add("concerns-own", "concerns:list")
        self.add("concern-receipt", "concerns:detail", waits.pk)
        self.add("concern-answered", "concerns:detail", answered.pk)
        self.add("concern-send-on", "concerns:send_on", answered.pk)
        self.who = "rektor"
        self.add("concerns", "concerns:list")
        self.add("concerns-answered", "concerns:list", query="?show=answered")
        self.add("concern", "concerns:detail", waits.pk)
        self.add("concern-answer-errors", "concerns:answer", waits.pk)
        self.who = "eier"
        self.add("owner-adviser", "overview:owner")
        self.add("concern-sent-on", "concerns:detail", told["miljo", "leader", "new"].pk)
        self.who = "styrer"
        child = told["pedagog", "leader", "new"]
        self.add("kindergarten-concern", "concerns:detail", child.pk)
        self.add("kindergarten-concern-answer", "concerns:answer", child.pk)
        self.who = "inspektor"
        self.add("two-units-concern", "concerns:new")
        self.add("two-units-concern-at", "concerns:new_at", self.made.places["elva"].pk)

    def _people(self):
        self.who = "skoleadmin"
        for name, url, *arguments in people_screens(self.made):
            self.add(name, url, *arguments)

    def _opening(self):
        for who, name, url, *arguments in opening_screens(self.made):
            self.who = who
            self.add(name, url, *arguments)

    def _of_cases(self):
        made = self.made
        parts = (access_screens, voices_screens, ending_screens, library_screens, seeing_screens,
                 shared_screens, plan_screens, carried_out_screens, answers_screens,
                calendar_screens, rounds_screens,
                 changing_screens, desk_screens, handovers_screens, opened_screens,
                 numbers_screens)  # fmt: skip
        return [screen for part in parts for screen in part(made)]

    def _access(self):
        for who, name, url, *arguments in self._of_cases():
            self.who = who
            self.add(name, url, *arguments)

    def _owner(self):
        self.who = "eieradmin"
        year = SchoolYear.objects.filter(kind="school").order_by("starts")[1]
        at = (year.organisation_id, year.kind, year.starts)
        self.add("owner", "overview:owner")
        self.add("calendars", "organisations:calendars")
        self.add("calendar", "organisations:calendar", *at)
        self.add("calendar-days", "organisations:change_dates", *at)
        self.add("calendar-period-errors", "organisations:add_period", *at)
        self.add("calendar-period", "organisations:change_period", *at, year.periods.first().pk)

    def _account(self):
        """Of somebody with an app for codes; hiding the screen comes last."""
        self.who = "saksbehandler"
        names = {
            "account": "account", "account-password": "account_change_password",
            "account-kept": "kept", "account-codes": "mfa_view_recovery_codes",
            "account-codes-new": "mfa_generate_recovery_codes",
            "account-app-remove": "mfa_deactivate_totp",
            "account-confirm": "account_reauthenticate",
            "account-confirm-code": "mfa_reauthenticate",
            "account-sign-out": "account_logout",
        }  # fmt: skip
        for name, url in names.items():
            self.add(name, url)
        self.who = "pptleder"
        self.add("account-app", "mfa_activate_totp")
        self.add("not-found", "evaluations:record", "00000000-0000-4000-8000-000000000000")
        self.add("hidden-pressed", "overview:today")


def names_of_people_and_places(made):
    """What may stand in no title and no address."""
    found = defaultdict(set)
    for person in made.people.values():
        found["people"].add(person.name)
    for pupils in made.pupils.values():
        found["pupils"] |= {pupil.name for pupil in pupils}
    for place in made.places.values():
        found["places"].add(place.name)
    return set().union(*found.values())
