"""The doctor finds each broken promise, and is silent on sound data."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.doctor import PROMISES, findings
from config.promises.answered import LEFT_TO_LIE
from organisations.models import Membership, PptService
from tests.clock import NOW, TODAY
from tests.config import (
    broken_accounts,
    broken_answers,
    broken_calendars,
    broken_changes,
    broken_desk,
    broken_digests,
    broken_endings,
    broken_numbers,
    broken_plans,
    broken_shared,
    broken_summer,
)
from tests.factories.audit import EventFactory
from tests.factories.cases import (
    CaseAccessFactory,
    CaseDraftFactory,
    CaseFactory,
    InvolvementFactory,
    PptAlertFactory,
)
from tests.factories.concerns import ConcernFactory
from tests.factories.digital import AttachmentFactory
from tests.factories.evaluations import EvaluationFactory
from tests.factories.imports import ImportChunkFactory
from tests.factories.measures import (
    MeasureFactory,
    PlanFactory,
    PlanVersionFactory,
    SuccessionFactory,
)
from tests.factories.notifications import HeartbeatFactory, MessageFactory
from tests.factories.owner import StaffConcernedFactory
from tests.factories.pupils import PupilAccessFactory, PupilFactory
from tests.factories.voices import TrustedAdultFactory


def sound_case(place, **fields):
    case = CaseFactory(unit=place.school, alert__office=place.office, **fields)
    EventFactory(target_id=case.pk, at=NOW)
    MessageFactory(thing_id=case.alert_id, channel="inbox", state="sent", sent_at=NOW)
    return case


def sound_measure(place, **fields):
    plan = PlanFactory(case=sound_case(place), state="complete", completed_at=NOW)
    PlanVersionFactory(plan=plan)
    return MeasureFactory(plan=plan, responsible=place.teacher, running=True, **fields)


def broken():
    return {finding.promise for finding in findings(NOW)}


def test_sound_data_has_no_findings(fjellet):
    sound_measure(fjellet)
    assert broken() == set()


# Each function breaks one promise, and no other.
def alert_alone(place):
    PptAlertFactory(unit=place.school, office=None)


def alert_to_a_school(place):
    case = sound_case(place)
    case.alert.office = place.other_school
    case.alert.save()


def nobody_told(place):
    case = CaseFactory(unit=place.school, alert__office=place.office)
    EventFactory(target_id=case.pk)


def no_opening(place):
    case = CaseFactory(unit=place.school)
    assert case.alert.office is None


def open_measure_in_closed_case(place):
    case = sound_case(place, state="closed", ended_reason="Trygt.", look_on=TODAY)
    MeasureFactory(plan__case=case, responsible=place.teacher)


def evaluation_of_another_case(place):
    EvaluationFactory(
        measure=sound_measure(place), case=sound_case(place), due_on=TODAY - timedelta(days=14)
    )


def after_another_plan(place):
    measure = sound_measure(place)
    SuccessionFactory(measure=measure, predecessor=sound_measure(place))


def after_itself(place):
    first = sound_measure(place)
    second = MeasureFactory(plan=first.plan, responsible=place.teacher)
    SuccessionFactory(measure=first, predecessor=second)
    SuccessionFactory(measure=second, predecessor=first)


def no_version(place):
    PlanFactory(case=sound_case(place), state="complete", completed_at=NOW)


def answered_already(place):
    measure = sound_measure(place)
    EvaluationFactory(measure=measure, due_on=measure.evaluate_on)


def not_reminded(place):
    sound_measure(place, evaluate_on=TODAY - timedelta(days=3))
    HeartbeatFactory(loop="sweep", succeeded_at=NOW)


def not_reminded_of_a_talk(place):
    row = InvolvementFactory(case=sound_case(place))
    TrustedAdultFactory(involvement=row, adult=place.teacher, talk_on=TODAY - timedelta(days=3))
    HeartbeatFactory(loop="sweep", succeeded_at=NOW)


def goes_on_too_early(place):
    first = InvolvementFactory(case=sound_case(place), role="unclear")
    InvolvementFactory(case=first.case, pupil=first.pupil, continues=first)


def has_left(place):
    sound_measure(place)
    membership = Membership.objects.get(person=place.teacher)
    membership.ends_on = TODAY - timedelta(days=1)
    membership.save()


def excluded(place):
    measure = sound_measure(place)
    CaseAccessFactory(case=measure.case, person=place.teacher)


def another_file(place):
    AttachmentFactory(case=sound_case(place), sha256="0" * 64)


def concern_with_another_owner(place):
    ConcernFactory(unit=place.school, owner=place.office)


def taken_on_in_no_case(place):
    ConcernFactory(unit=place.school, taken_on=True)


def leader_excluded(place):
    CaseAccessFactory(case=sound_case(place), person=place.principal)


def seen_by_nobody(place):
    CaseAccessFactory(case=sound_case(place, held_by=place.owner), person=place.owner_adviser)


def part_left_over(place):
    CaseAccessFactory(case=sound_case(place), person=place.teacher, kind="takes_part")


def concerned_and_seeing(place):
    StaffConcernedFactory(case=sound_case(place), person=place.teacher, described="")


def owner_not_told(place):
    sound_case(place, is_about_staff=True)


def draft_left_over(place):
    CaseDraftFactory(unit=place.school, saved_at=NOW - timedelta(days=32))


def waits(place):
    MessageFactory(next_at=NOW - timedelta(minutes=16))


def given_up(place):
    MessageFactory(state="dead")


def not_served(place):
    PptService.objects.all().delete()


def lines_kept(place):
    ImportChunkFactory(pupil_import__unit=place.school, pupil_import__state="cancelled")


def nobody_can_open(place):
    PupilAccessFactory(pupil__unit=place.school, person=place.deputy)


def named_for_nothing(place):
    PupilAccessFactory(pupil=PupilFactory(unit=place.school), person=place.principal)


def without_wall(place):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_entry NO FORCE ROW LEVEL SECURITY")


def closed_day(place):
    sound_measure(place, evaluate_on=TODAY + timedelta(days=5))  # a Saturday


BROKEN = {
    "every alert belongs to a case": alert_alone,
    "every alert went to the office that serves the unit, or is red at the owner": (
        alert_to_a_school
    ),
    "somebody at the office was told of the alert, when anybody works there": nobody_told,
    "every case has the event of its opening": no_opening,
    "an ended case has no measure under way": open_measure_in_closed_case,
    "every part of a case belongs to the same case as what it hangs on": evaluation_of_another_case,
    "measures follow only measures of the same plan": after_another_plan,
    "no measure comes after itself, by whatever way round": after_itself,
    "every complete plan has a version": no_version,
    "a running measure waits for an evaluation that has not been given": answered_already,
    "the responsible person was told of an evaluation that is due": not_reminded,
    "a trusted adult who is there was told of a talk that is due": not_reminded_of_a_talk,
    "whoever goes on in another role has ended the one before": goes_on_too_early,
    "the responsible person still works where the case is held, or keeps a part of it": has_left,
    "nobody answers for a measure in a case that the person is excluded from": excluded,
    "a concern lies with the owner of its unit": concern_with_another_owner,
    "what is taken on stands in a case of the same unit, and nothing else does": (
        taken_on_in_no_case
    ),
    "every file is there as it was received, or was taken away": another_file,
    "a case whose leader is excluded is held by the owner": leader_excluded,
    "somebody who is not excluded sees every open case": seen_by_nobody,
    "a part is kept only in a case that is held elsewhere, or by somebody at PPT": part_left_over,
    "whom a case is about does not see it, unless the owner said so": concerned_and_seeing,
    "the owner is told of every case that is serious or about staff": owner_not_told,
    "a draft of a new case is thrown away after 30 days": draft_left_over,
    **broken_accounts.BROKEN,
    **broken_answers.BROKEN,
    **broken_calendars.BROKEN,
    **broken_changes.BROKEN,
    **broken_desk.BROKEN,
    **broken_endings.BROKEN,
    **broken_numbers.BROKEN,
    **broken_plans.BROKEN,
    **broken_shared.BROKEN,
    **broken_summer.BROKEN,
    **broken_digests.BROKEN,
    "no e-mail waits longer than fifteen minutes": waits,
    "no e-mail was given up": given_up,
    "every unit is served by a PPT office": not_served,
    "the lines of a file are thrown away when it is done, and after 30 days": lines_kept,
    "a protected pupil is open to somebody who can open it to others": nobody_can_open,
    "nobody is named for a pupil whose identity is open": named_for_nothing,
    "every table with case or pupil data is behind forced row-level security": without_wall,
    "evaluations stand on open days": closed_day,
}


def test_every_promise_is_broken_once_here():
    assert set(BROKEN) == {*PROMISES, "evaluations stand on open days", LEFT_TO_LIE}


@pytest.mark.parametrize("promise", BROKEN)
def test_a_broken_promise_is_found_alone(promise, fjellet):
    BROKEN[promise](fjellet)
    assert broken() == {promise}


def test_the_doctor_says_so_and_ends_with_an_error(fjellet, settings, capsys):
    settings.DATABASE_ROLE = "owner"
    given_up(fjellet)
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "BROKEN  no e-mail was given up" in capsys.readouterr().out


def test_the_doctor_refuses_to_work_as_a_role_that_sees_little(settings, db):
    settings.DATABASE_ROLE = "app"
    with pytest.raises(CommandError):
        call_command("doctor")
