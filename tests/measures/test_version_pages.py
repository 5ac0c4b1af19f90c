"""Versions of a plan are read and compared in words."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import PlanVersion
from tests.clock import NOW
from tests.factories.cases import CaseAccessFactory, InvolvementFactory
from tests.factories.measures import ConcernedFactory, PlanVersionFactory
from tests.measures.pages import at, completed, page_of, text, typed
from tests.measures.scene import WEEK_48, WEEK_49, comes_after, measure_in, plan_at


def version_of(plan, number):
    return reverse("measures:version", args=[plan.pk, number])


def compared(plan, old, new):
    return f"{at('compare', plan)}?old={old}&new={new}"


@pytest.fixture
def two(fjellet, signed_in):
    """A plan that was completed, changed and completed again; and the principal's client."""
    plan = plan_at(fjellet, problem="Stengt ute.", goal="Med i leken.")
    talk = measure_in(plan, fjellet, title="Samtale", **WEEK_48)
    meeting = measure_in(plan, fjellet, title="Klassemøte", target_groups=["class"], **WEEK_49)
    comes_after(meeting, talk)
    violating = InvolvementFactory(case=plan.case, role="violating", pupil__name="Ola Ås")
    ConcernedFactory(measure=meeting, involvement=violating)
    client = signed_in(fjellet.principal)
    client.post(at("complete", plan), completed())
    sent = typed(fjellet, title="Klassemøte", revision="1", starts_on="30.11.2026",
                 ends_on="11.12.2026", after=[str(talk.pk)])  # fmt: skip
    client.post(at("change", meeting), sent)
    texts = {"problem": "Stengt ute i garderoben.", "goal": "Med i leken.", "revision": "1"}
    client.post(at("write", plan), texts | {"together": ""})
    client.post(at("complete", plan), completed(reason="Klassen trengte lenger tid."))
    assert PlanVersion.objects.count() == 2
    client.get(page_of(plan))  # what was said of the saving is read
    return plan, client


def test_all_versions_are_listed_with_who_when_and_why(two, fjellet):
    plan, client = two
    assert at("versions", plan) in client.get(page_of(plan)).content.decode()
    said = text(client.get(at("versions", plan)))
    assert f"Version 1 Monday 23 November 2026, week 48, {fjellet.principal.name}" in said
    assert "Klassen trengte lenger tid." in said


def test_a_version_is_shown_whole_as_it_was(two, fjellet):
    plan, client = two
    said = text(client.get(version_of(plan, 1)))
    assert "First Samtale (week 48). Then Klassemøte (week 49)." in said
    assert "The problem Stengt ute. The goal Med i leken." in said
    assert "What is best for the child Sárá er hørt." in said
    assert "Set aside: The school or kindergarten Ikke aktuelt ennå." in said
    assert "Comes after Samtale" in said
    assert "Ends Friday 4 December 2026, week 49" in said
    assert "Whom it concerns Ola Ås" in said
    fjellet.teacher.name = "Et nytt navn"
    fjellet.teacher.save()
    assert "Et nytt navn" not in text(client.get(version_of(plan, 1)))
    assert client.get(version_of(plan, 3)).status_code == 404


def test_two_versions_are_compared_in_words(two):
    plan, client = two
    said = text(client.get(compared(plan, 1, 2)))
    assert "1 measure is changed. The texts of the plan are changed." in said
    assert "Before Stengt ute. After Stengt ute i garderoben." in said.replace(":", "")
    assert "Changed: Klassemøte" in said
    ends = "Before Friday 4 December 2026, week 49 After Friday 11 December 2026, week 50"
    assert ends in said.replace(":", "")
    assert "Why the plan was changed: Klassen trengte lenger tid." in said
    assert said == text(client.get(compared(plan, 2, 1)))


def test_a_version_is_compared_with_how_the_plan_stands(two, fjellet):
    plan, client = two
    assert "Nothing differs." in text(client.get(compared(plan, 2, "now")))
    assert "Nothing differs." in text(client.get(at("compare", plan)))
    client.post(at("add", plan), typed(fjellet, title="Ny vaktplan", target_groups=["unit"]))
    assert f"{at('compare', plan)}?old=2&amp;new=now" in client.get(page_of(plan)).content.decode()
    said = text(client.get(compared(plan, 2, "now")))
    assert "1 measure is added. Other groups are set aside, or for another reason." in said
    assert "Added Ny vaktplan" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("1", ""), ("", "now"), ("9", "now"), ("now", "1"), ("1", "9" * 40), ("x", "2")],
)
def test_versions_that_are_not_there_are_not_compared(two, old, new):
    plan, client = two
    assert client.get(compared(plan, old, new)).status_code == 404


def test_a_version_from_before_something_was_kept_is_still_read(fjellet, signed_in):
    plan = plan_at(fjellet)
    early = {
        "id": "0b4c", "title": "Samtale", "how": "", "why": "Derfor.", "target_groups": ["exposed"],
        "level": "individual", "responsible": {"id": "1", "name": "Lars"},
        "deputy": str(fjellet.deputy.pk), "starts_on": "2026-11-23", "ends_on": None,
        "after": ["gone"], "follows": "on_date", "interval_weeks": None,
        "first_evaluation_on": "2026-11-30", "digital": False, "formal_decision": True,
    }  # fmt: skip
    content = {"problem": "Stengt ute.", "goal": "", "together": "", "measures": [early]}
    PlanVersionFactory(plan=plan, content=content)
    client = signed_in(fjellet.principal)
    said = text(client.get(version_of(plan, 1)))
    assert f"Deputy {fjellet.deputy.name}" in said
    assert "Comes after a measure that was taken out" in said
    assert "Needs a formal decision Yes" in said
    assert client.get(compared(plan, 1, "now")).status_code == 200


def test_an_empty_version_is_still_read(fjellet, signed_in):
    plan = plan_at(fjellet)
    PlanVersionFactory(plan=plan)
    client = signed_in(fjellet.principal)
    assert client.get(version_of(plan, 1)).status_code == 200
    assert client.get(compared(plan, 1, "now")).status_code == 200


def test_whoever_was_let_in_reads_versions_and_nobody_else(fjellet, signed_in):
    plan = plan_at(fjellet, complete=True)
    PlanVersionFactory(plan=plan)
    CaseAccessFactory(case=plan.case, person=fjellet.other_teacher, kind="granted")
    addresses = [at("versions", plan), version_of(plan, 1), compared(plan, 1, "now")]
    for who, status in (("other_teacher", 200), ("teacher", 404), ("other_principal", 404)):
        client = signed_in(getattr(fjellet, who))
        assert {client.get(address).status_code for address in addresses} == {status}


def test_the_order_is_compared_too(two, fjellet):
    plan, client = two
    said = text(client.get(compared(plan, 1, 2)))
    assert "The order Before First Samtale (week 48). Then Klassemøte (week 49)." in said
    assert "After First Samtale (week 48). Then Klassemøte (weeks 49–50)." in said
    assert NOW.date() == date(2026, 11, 23)
