"""The practice municipality goes up whole, through the actions, and breaks no promise."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Person
from cases.models import Case, CaseConcern, Entry, Handover
from config.demo import people, places, stories
from config.doctor import findings
from evaluations.models import CaseReview, Evaluation
from measures.models import Measure, Plan, PlanVersion, SetAside
from organisations.models import Organisation, SchoolYear
from organisations.models.orgnr import is_orgnr
from organisations.roles import Role
from ppt.models import MeasureRequest
from pupils.models import Pupil
from tests.plugin_database import as_app


def put_up(now):
    with as_app():
        return stories.play(places.settle(now, timezone.localdate(now)))


# In the middle of a term, right after the summer, and in the middle of it.
@pytest.mark.parametrize("day", ["2026-11-23", "2026-08-20", "2027-07-10"])
def test_the_demo_stands_on_any_day_of_the_year(db, day):
    now = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    put_up(now)
    # Nobody has swept or delivered yet.
    waits = {
        "the responsible person was told of an evaluation that is due",
        "no e-mail waits longer than fifteen minutes",
    }
    assert {finding.promise for finding in findings(now)} - waits == set()
    assert {case.state for case in Case.objects.all()} == {
        "reported", "investigating", "follow_up", "monitoring", "closed", "void",
    }  # fmt: skip
    kinds = [place.kind for place in Organisation.objects.all()]
    assert sorted(kinds) == [*["kindergarten"] * 2, *["owner"] * 2, "ppt", *["school"] * 4]
    assert {account.role for account in people.ACCOUNTS} == set(Role)
    assert SchoolYear.objects.count() == 9
    assert Pupil.objects.count() > 250
    assert Measure.objects.filter(predecessors__isnull=False).exists()
    assert Evaluation.objects.count() >= 6
    assert SetAside.objects.exists()
    # Each page about time has something to show.
    assert CaseReview.objects.exclude(done_at=None).exists()
    assert Handover.objects.exclude(done_at=None).exists()
    assert CaseConcern.objects.filter(direction="told", concern__state="new").exists()
    minutes = Entry.objects.filter(kind="meeting", evaluated__len__gt=0)
    assert minutes.filter(case__evaluation_weekday__isnull=False).exists()
    asked = MeasureRequest.objects.select_related("case__unit", "case__alert", "measure").get()
    assert asked.stands(asked.office)
    assert PlanVersion.objects.filter(number=2, content__references__0__isnull=False).exists()
    assert {plan.state for plan in Plan.objects.filter(case__kinds__contains=["digital"])} == {
        "complete", "draft",
    }  # fmt: skip


def test_organisation_numbers_are_invented(db):
    numbers = [number for *_more, number, _stages, _size in places.UNITS]
    numbers += [number for _key, _title, number in places.OWNERS]
    assert [one for one in numbers if not (is_orgnr(one) and one[0] == "3")] == []


def test_the_demo_does_nothing_the_second_time(db, settings, capsys):
    settings.SITE_URL, settings.DEMO = "http://127.0.0.1:8000", True
    for _time in range(2):
        with as_app():
            call_command("demo")
    assert Person.objects.count() == len(people.ACCOUNTS)
    assert capsys.readouterr().out.count("rektor@tryggspor.example") == 2


@pytest.mark.parametrize(
    ("site", "demo"), [("https://skole.example", True), ("http://127.0.0.1:8000", False)]
)
def test_the_demo_refuses_any_place_but_this_machine(db, settings, site, demo):
    settings.SITE_URL, settings.DEMO = site, demo
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Person.objects.exists()
