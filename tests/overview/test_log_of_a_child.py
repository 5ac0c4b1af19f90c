"""The log on paper for one family: what is about its child, whatever the child was called, and
nothing of how another child has it."""

from uuid import uuid4

from django.urls import reverse

from cases.actions import say_what_is_done
from tests.clock import NOW, TODAY
from tests.factories.authorities import CountyCaseFactory, LetterFactory
from tests.factories.cases import (
    InvolvementFactory,
    SafetyAnswerFactory,
    StateReasonFactory,
)
from tests.factories.digital import PhoneLogFactory
from tests.factories.measures import MeasureFactory, PlanFactory
from tests.factories.voices import BestInterestsFactory, GuardianContactFactory, HearingFactory
from tests.overview.test_log_on_paper import ask, case, child, happened, paper, text, written
from tests.ppt.asking import ask as asked_of_ppt
from tests.ppt.asking import measure_at, withdraw
from tests.scope import acting

__all__ = ["ask", "case", "child", "paper"]


def test_each_child_who_is_or_was_part_of_the_case_is_offered_once(fjellet, signed_in, case, child):
    """Also one who is no longer part of it: that family may ask for the paper too."""
    InvolvementFactory(case=case, pupil=child.pupil, role="violating")
    before = InvolvementFactory(case=case, pupil=None, described="en elev", ends_on=TODAY)
    InvolvementFactory(case=case, pupil__name="Ola Berg", continues=before)
    left = InvolvementFactory(case=case, pupil__name="Kari Dahl", ends_on=TODAY)
    InvolvementFactory(case=case, pupil=None, described="klassen", group_size=20)
    url = reverse("overview:print_log", args=[case.pk])
    client = signed_in(fjellet.principal)
    form = client.get(url).context["form"]
    offered_to = {str(label) for value, label in form.fields["child"].choices if value}
    both = "Sárá Nilsen (The one exposed, The one who violates)"
    assert {one.lower() for one in offered_to} == {
        one.lower() for one in (both, "Ola Berg (The one exposed)", "Kari Dahl (The one exposed)")
    }
    page = client.post(url, {"edition": "family", "child": left.pk})
    assert "Choose a child in the list." not in text(page)


def test_how_safe_one_child_has_it_is_told_to_no_other_family(fjellet, signed_in, case, child):
    """Nor what that child's family said, why it went on or ended, and what is done."""
    other = InvolvementFactory(case=case, pupil__name="Ola Berg", role="violating")
    answer = SafetyAnswerFactory(involvement=child, value=1)
    reason = StateReasonFactory(case=case, text="Vi er enige.", unsafe_reason="Sier at det går.")
    case.unsafe_since = TODAY
    case.save()
    happened(case, "case.unsafe", answer)
    happened(case, "case.raised", case, raised_on="2026-11-20")
    county = CountyCaseFactory(case=case)
    letter = LetterFactory(county_case=county, about="Foreldrene har klaget.")
    happened(case, "county.opened", county, opened_on="2026-11-20")
    happened(case, "county.letter", letter, direction="in", dated_on="2026-11-20")
    best = BestInterestsFactory(case=case, text="Hun vil bli i klassen.")
    happened(case, "best_interests.written", best, occasion="other")
    happened(case, "case.closed", case, reason=str(reason.pk), unsafe="told")
    told = {"case": case, "by": fjellet.principal, "now": NOW, "token": uuid4()}
    with acting(fjellet.principal, TODAY):
        assert say_what_is_done(text="Vi snakker med barnet.", **told).about == child
    url = reverse("overview:print_log", args=[case.pk])
    own, others = (
        text(signed_in(fjellet.principal).post(url, {"edition": "family", "child": one.pk}))
        for one in (child, other)
    )
    for said in (
        "much less safe than before", "has raised it with the leader", "did not feel safe",
        "Sier at det går.", "Vi snakker med barnet.", "county governor", "Foreldrene har klaget.",
        "what is best for the child", "Hun vil bli i klassen.",
    ):  # fmt: skip
        assert said in own
        assert said not in others
    assert "Vi er enige." in others


def test_a_measure_for_another_child_is_told_to_no_other_family_when_ppt_was_asked_of_it(
    fjellet, signed_in
):
    measure = measure_at(fjellet)
    other = InvolvementFactory(case=measure.case, pupil__name="Ola Berg")
    row = asked_of_ppt(measure, fjellet.principal)
    withdraw(row, fjellet.principal)
    own, others = (
        text(
            signed_in(fjellet.principal).post(
                reverse("overview:print_log", args=[measure.case_id]),
                {"edition": "family", "child": child.pk},
            )
        )
        for child in (measure.plan.about, other)
    )
    for said in ("asked PPT to take on", "withdrew that PPT was asked", measure.title):
        assert said in own
        assert said not in others


def test_what_the_child_was_before_and_was_called_before_is_the_childs_own(paper, case, child):
    before = InvolvementFactory(case=case, pupil=None, described="en elev", ends_on=child.starts_on)
    type(child).objects.filter(pk=child.pk).update(continues=before)
    happened(case, "involvement.added", before, role="exposed")
    assert "added somebody to the case" in text(paper("family"))


def test_a_family_gets_what_is_about_its_own_child_and_not_about_others(paper, case, child):
    other = InvolvementFactory(case=case, pupil__name="Ola Berg", role="violating")
    for row, words in ((child, "Det er verst i garderoben."), (other, "Jeg mente det ikke.")):
        happened(case, "hearing.recorded", HearingFactory(involvement=row, own_words=words))
        contact = GuardianContactFactory(involvement=row, told=f"Sagt til {row.role}.")
        happened(case, "guardian.contacted", contact)
        happened(case, "involvement.added", row, role=row.role)
        happened(case, "phone.handed_in", PhoneLogFactory(involvement=row), return_on="2026-11-24")
        plan = PlanFactory(case=case, about=row)
        happened(case, "plan.started", plan)
        measure = MeasureFactory(plan=plan, title=f"Tiltak for {row.role}")
        happened(case, "measure.added", measure)
        written(case, f"Samtale med {row.role}.", kind="talk", about=row)
    happened(case, "plan.started", PlanFactory(case=case, about=None))
    family, school = text(paper("family")), text(paper("school"))
    for said in ("garderoben", "Sagt til exposed.", "Tiltak for exposed", "med exposed."):
        assert said in family
        assert said in school
    for said in ("mente det ikke", "Sagt til violating.", "Tiltak for violating", "med violating."):
        assert said not in family
        assert said in school
    assert "The one who violates" not in family
    assert (family.count("a phone is handed in"), school.count("a phone is handed in")) == (1, 2)
    assert (family.count("began the plan"), school.count("began the plan")) == (2, 3)
    for name in ("Sárá Nilsen", "Ola Berg"):
        assert f"About: {name}." in school
        assert name not in family
    assert "About: the pupil the case is about." in family
