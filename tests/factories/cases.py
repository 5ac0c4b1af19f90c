"""Cases with what belongs to them. The alert comes first, as it must."""

import uuid
from datetime import UTC, date, datetime

import factory

from cases.models import (
    Case,
    CaseAccess,
    CaseDraft,
    Entry,
    Involvement,
    PptAlert,
    SafetyAnswer,
    StateReason,
)
from tests.clock import NOW, TODAY
from tests.factories.accounts import PersonFactory
from tests.factories.organisations import SchoolFactory
from tests.factories.pupils import PupilFactory


class PptAlertFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PptAlert

    class Params:
        # Of the alert of a case: it ends with it.
        case_state = "reported"

    # Drawn by lot, as the product does and tries again, thousands of alerts would meet at times.
    number = factory.Sequence(lambda n: f"{n // 1000 % 1000:03}-{n % 1000:03}")
    unit = factory.SubFactory(SchoolFactory)
    owner = factory.LazyAttribute(lambda alert: alert.unit.parent)
    office = None
    week = TODAY
    regime = "education_act"
    contact_role = "principal"
    created_at = NOW
    answer_by = date(2026, 11, 30)

    @factory.lazy_attribute
    def state(self):
        return "ended" if self.case_state in ("closed", "void") else "new"

    @factory.lazy_attribute
    def ended_at(self):
        return NOW if self.state == "ended" else None

    @factory.lazy_attribute
    def ended_reason(self):
        return "case_ended" if self.state == "ended" else ""


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    unit = factory.SubFactory(SchoolFactory)
    held_by = factory.SelfAttribute("unit")
    state = "reported"
    alert = factory.SubFactory(
        PptAlertFactory,
        unit=factory.SelfAttribute("..unit"),
        case_state=factory.SelfAttribute("..state"),
    )
    reference = factory.Sequence(lambda n: f"26-{n:04d}")
    kinds = ["words"]
    source = "pupil"
    what_happened = "Noen ropte stygge ord i friminuttet."
    serious = False
    known_at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    told_at = NOW
    plan_due_on = date(2026, 11, 30)
    followed_until = date(2027, 6, 18)
    form_token = factory.LazyFunction(uuid.uuid4)
    created_by = factory.SubFactory(PersonFactory)
    created_at = NOW


class CaseAccessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseAccess

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(PersonFactory)
    kind = "excluded"
    reason = "Nær familie."
    given_by = factory.SubFactory(PersonFactory)
    given_at = NOW

    @factory.lazy_attribute
    def closeness(self):
        return "partial" if self.kind == "excluded" else ""

    @factory.lazy_attribute
    def owner_id(self):
        return self.case.unit.owner_id if self.kind == "excluded" else None

    @factory.lazy_attribute
    def answer_by(self):
        return TODAY if self.kind == "excluded" else None


class InvolvementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Involvement

    case = factory.SubFactory(CaseFactory)
    pupil = factory.SubFactory(PupilFactory, unit=factory.SelfAttribute("..case.unit"))
    role = "exposed"
    starts_on = TODAY


class EntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entry

    case = factory.SubFactory(CaseFactory)
    happened_on = TODAY
    text = "Snakket med eleven."
    written_by = factory.SubFactory(PersonFactory)
    written_at = NOW
    form_token = factory.LazyFunction(uuid.uuid4)


class SafetyAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SafetyAnswer

    involvement = factory.SubFactory(InvolvementFactory)
    case = factory.SelfAttribute("involvement.case")
    day = TODAY
    value = 3
    recorded_by = factory.SubFactory(PersonFactory)
    recorded_at = NOW


class StateReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StateReason

    case = factory.SubFactory(CaseFactory)
    text = "Eleven har det trygt nå."
    given_by = factory.SubFactory(PersonFactory)
    given_at = NOW


class CaseDraftFactory(factory.django.DjangoModelFactory):
    """Somebody has typed on it."""

    class Meta:
        model = CaseDraft

    unit = factory.SubFactory(SchoolFactory)
    person = factory.SubFactory(PersonFactory)
    typed = "described=en+elev&what_happened=Noen+stenger+eleven+ute."
    version = 1
    started_at = NOW
    saved_at = NOW
