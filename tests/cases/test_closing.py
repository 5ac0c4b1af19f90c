"""A case is closed by a decision, goes on longer, and is reopened under its reference."""

import uuid
from datetime import date, timedelta

import pytest

from audit.models import Event
from cases.actions import extend_follow_up, monitor_case, reopen_case
from cases.models import BestInterests, OwnerNotice, StateReason
from common.errors import ActionError
from notifications.models import Message
from organisations.models import SchoolYear
from tests.cases.closing import WHY, close, followed, said, sheet
from tests.clock import NOW, TODAY
from tests.factories.authorities import LegalHoldFactory
from tests.factories.cases import CaseFactory, InvolvementFactory
from tests.factories.voices import InvestigationFactory
from tests.scope import acting, refused_to

pytestmark = pytest.mark.usefixtures("english")


def do(action, case, by, **more):
    with acting(by, TODAY):
        return action(case=case, by=by, now=NOW, **more)


# ---------------------------------------------------------------- closing
def test_close_case_writes_why_what_is_best_and_when_to_look(fjellet):
    case = followed(fjellet, answers=(2, 4, 5))
    close(case, fjellet.principal, professional_help="gets")
    case.refresh_from_db()
    # Six open weeks from a Monday; no calendar is entered, so Christmas week counts too.
    assert (case.state, case.ended_reason, case.look_on) == ("closed", WHY, date(2027, 1, 4))
    reason = StateReason.objects.get()
    assert (reason.text, reason.professional_help) == (WHY, "gets")
    assert (reason.early_reason, reason.unsafe_reason) == ("", "")
    note = BestInterests.objects.get()
    assert (note.occasion, note.text) == ("closing", "Eleven vil at det er over.")
    event = Event.objects.get(name="case.closed")
    assert event.data == {
        "before": "monitoring",
        "after": "closed",
        "reason": str(reason.pk),
        "unsafe": "",
        "best_interests": str(note.pk),
        "look_on": "2027-01-04",
    }
    assert not OwnerNotice.objects.exists()


def test_close_case_counts_the_look_in_open_weeks(fjellet):
    year = SchoolYear.objects.create(
        organisation=fjellet.owner, kind="school", starts=2026, changed_at=NOW,
        first_day="2026-08-17", last_day="2027-06-18",
    )  # fmt: skip
    year.periods.create(starts=2026, kind="break", first_day="2026-12-21", last_day="2027-01-01")
    case = followed(fjellet)
    close(case, fjellet.principal)
    case.refresh_from_db()
    assert case.look_on == date(2027, 1, 18)


def test_close_case_with_the_same_sheet_closes_once(fjellet):
    case, asked = followed(fjellet), sheet()
    close(case, fjellet.principal, **asked)
    assert close(case, fjellet.principal, **asked).state == "closed"
    assert StateReason.objects.count() == BestInterests.objects.count() == 1
    with pytest.raises(ActionError):
        close(case, fjellet.principal)


@pytest.mark.parametrize("typed", ["", "   ", "…"])
@pytest.mark.parametrize("field", ["reason", "best_interests", "professional_help"])
def test_close_case_refused_by_state_of_what_is_not_told(fjellet, field, typed):
    case = followed(fjellet)
    with pytest.raises(ActionError):
        close(case, fjellet.principal, **{field: typed})
    case.refresh_from_db()
    assert case.state == "monitoring"
    assert not StateReason.objects.exists()
    assert not BestInterests.objects.exists()
    assert not Event.objects.exists()


def test_close_case_before_the_last_day_takes_a_reason(fjellet):
    case = followed(fjellet, followed_until=TODAY + timedelta(days=1))
    with pytest.raises(ActionError):
        close(case, fjellet.principal)
    close(case, fjellet.principal, early_reason="Eleven flytter.")
    assert StateReason.objects.get().early_reason == "Eleven flytter."


def test_close_case_on_the_last_day_is_not_early(fjellet):
    close(followed(fjellet), fjellet.principal, early_reason="Ikke spurt om.")
    assert StateReason.objects.get().early_reason == ""


@pytest.mark.parametrize("answers", [(1,), (2,), (4, 2), (2, "declined"), (2, "not_asked")])
def test_close_case_while_unsafe_takes_a_reason_and_tells_the_owner(fjellet, answers):
    case = followed(fjellet, answers=answers)
    with pytest.raises(ActionError):
        close(case, fjellet.principal)
    close(case, fjellet.principal, unsafe_reason="Eleven har flyttet til en annen skole.")
    notice = OwnerNotice.objects.get()
    assert (notice.kind, notice.reason) == (
        "closed_unsafe", "Eleven har flyttet til en annen skole.",
    )  # fmt: skip
    assert notice.receivers == [fjellet.owner_adviser.pk]
    assert Message.objects.filter(person=fjellet.owner_adviser).exists()
    assert Event.objects.get(name="case.closed").data["unsafe"] == "told"


def test_close_case_asks_about_every_pupil_who_was_exposed(fjellet):
    """An adult's worry counts when the child declines; and a role that was ended unsays nothing."""
    case = followed(fjellet, answers=(5,))
    other = InvolvementFactory(case=case)
    said(other, 2, TODAY - timedelta(weeks=1), by="adult")
    said(other, "declined")
    with pytest.raises(ActionError):
        close(case, fjellet.principal)
    type(other).objects.filter(pk=other.pk).update(ends_on=TODAY)
    with pytest.raises(ActionError):
        close(case, fjellet.principal)
    said(other, 4, TODAY + timedelta(days=1))
    assert close(case, fjellet.principal).state == "closed"


def test_close_case_refused_by_state_of_a_legal_hold(fjellet):
    case = followed(fjellet)
    hold = LegalHoldFactory(case=case)
    with pytest.raises(ActionError, match="legal hold"):
        close(case, fjellet.principal)
    type(hold).objects.filter(pk=hold.pk).update(
        ended_at=NOW, ended_by=fjellet.principal, ended_reason="Ferdig."
    )
    assert close(case, fjellet.principal).state == "closed"


# ---------------------------------------------------------------- going on
def test_extend_follow_up_moves_the_day_and_says_why(fjellet):
    case = followed(fjellet, followed_until=TODAY)
    until = date(2027, 6, 18)
    for _time in range(2):
        do(extend_follow_up, case, fjellet.deputy, until=until, reason="Eleven ønsker det.")
    case.refresh_from_db()
    assert case.followed_until == until
    reason = StateReason.objects.get()
    event = Event.objects.get()
    assert (reason.text, event.name) == ("Eleven ønsker det.", "case.extended")
    assert event.data["until_on"] == "2027-06-18"
    assert event.data["reason"] == str(reason.pk)


@pytest.mark.parametrize(
    "until", [TODAY - timedelta(days=1), date(2027, 6, 17), TODAY + timedelta(days=800)]
)
def test_extend_follow_up_refused_by_state_of_the_day(fjellet, until):
    case = followed(fjellet, followed_until=date(2027, 6, 18))
    with pytest.raises(ActionError):
        do(extend_follow_up, case, fjellet.principal, until=until, reason="Eleven ønsker det.")


@pytest.mark.parametrize("state", ["closed", "void"])
def test_extend_follow_up_refused_by_state(fjellet, state):
    case = followed(fjellet, state=state, ended_reason="Slutt.")
    with pytest.raises(ActionError):
        do(extend_follow_up, case, fjellet.principal, until=date(2027, 6, 18), reason="Lenger.")


def test_extend_follow_up_refused_by_role(fjellet, strand):
    case = followed(fjellet)
    refused_to(
        (fjellet.teacher, fjellet.ppt_adviser, strand.principal),
        lambda by: do(extend_follow_up, case, by, until=date(2027, 6, 18), reason="Lenger."),
    )


# ---------------------------------------------------------------- again
def test_reopen_case_keeps_the_reference_and_asks_for_the_plan_anew(fjellet):
    case = CaseFactory(
        unit=fjellet.school, state="closed", ended_reason="Trygt.", reference="26-K7F3",
        look_on=TODAY, plan_due_on=date(2026, 3, 2), followed_until=date(2026, 6, 19),
    )  # fmt: skip
    do(reopen_case, case, fjellet.principal, reason="Det begynte igjen.")
    case.refresh_from_db()
    assert (case.state, case.reference, case.look_on) == ("investigating", "26-K7F3", None)
    assert case.plan_due_on == date(2026, 11, 30)
    assert case.followed_until == date(2027, 7, 31)


def test_reopen_case_follows_no_shorter_than_it_was(fjellet):
    case = CaseFactory(
        unit=fjellet.school, state="closed", ended_reason="Trygt.", followed_until=date(2028, 6, 16)
    )
    do(reopen_case, case, fjellet.principal, reason="Det begynte igjen.")
    case.refresh_from_db()
    assert case.followed_until == date(2028, 6, 16)


# ---------------------------------------------------------------- without a plan
def looked_into(fjellet, *, answers=(5,), **involved):
    case = followed(fjellet, state="investigating", answers=answers)
    InvestigationFactory(case=case)
    case.involvements.update(**involved)
    return case


NOT_NEEDED = "Misforståelse i køen. Eleven sier det er greit nå."


def test_monitor_case_without_a_plan_takes_a_reason(fjellet):
    case = looked_into(fjellet)
    with pytest.raises(ActionError):
        do(monitor_case, case, fjellet.deputy)
    do(monitor_case, case, fjellet.deputy, reason=NOT_NEEDED)
    case.refresh_from_db()
    assert (case.state, case.ended_reason) == ("monitoring", "")
    event = Event.objects.get()
    assert event.name == "case.monitored_without_plan"
    assert StateReason.objects.get(pk=event.data["reason"]).text == NOT_NEEDED


@pytest.mark.parametrize("answers", [(), (1,), (2,), (3,), (5, 2), ("not_asked",), ("declined",)])
def test_monitor_case_refused_by_state_of_a_pupil_who_does_not_say_so(fjellet, answers):
    case = looked_into(fjellet, answers=answers)
    with pytest.raises(ActionError):
        do(monitor_case, case, fjellet.principal, reason=NOT_NEEDED)
    case.refresh_from_db()
    assert case.state == "investigating"


def test_monitor_case_refused_by_state_of_the_investigation(fjellet):
    case = followed(fjellet, state="investigating", answers=(5,))
    with pytest.raises(ActionError):
        do(monitor_case, case, fjellet.principal, reason=NOT_NEEDED)


def test_monitor_case_refused_by_state_of_a_role_that_is_not_clear(fjellet):
    case = looked_into(fjellet)
    InvolvementFactory(case=case, role="unclear")
    with pytest.raises(ActionError):
        do(monitor_case, case, fjellet.principal, reason=NOT_NEEDED)


@pytest.mark.parametrize("value", [1, 2])
def test_monitor_case_takes_a_reason_while_a_pupil_does_not_feel_safe(fjellet, value):
    case = followed(fjellet, state="follow_up", answers=(5, value))
    with pytest.raises(ActionError, match="does not feel safe"):
        do(monitor_case, case, fjellet.deputy)
    assert not StateReason.objects.exists()
    do(monitor_case, case, fjellet.deputy, reason="Eleven er på sykehus i to uker.")
    case.refresh_from_db()
    assert (case.state, case.ended_reason) == ("monitoring", "")
    event = Event.objects.get()
    assert event.name == "case.monitored"
    assert StateReason.objects.get(pk=event.data["reason"]).text.startswith("Eleven er")


@pytest.mark.parametrize("answers", [(), (2, 3), (2, 5)])
def test_monitor_case_takes_none_and_keeps_none_where_nobody_says_so(fjellet, answers):
    do(monitor_case, followed(fjellet, state="follow_up", answers=answers), fjellet.deputy,
       reason="Trengs ikke.")  # fmt: skip
    assert "reason" not in Event.objects.get().data
    assert not StateReason.objects.exists()


def test_a_case_monitored_without_a_plan_can_be_followed_up(fjellet):
    from cases.actions import follow_up_case

    case = looked_into(fjellet)
    do(monitor_case, case, fjellet.deputy, reason=NOT_NEEDED)
    type(case).objects.filter(pk=case.pk).update(plan_due_on=date(2026, 3, 2))
    do(follow_up_case, case, fjellet.deputy)
    case.refresh_from_db()
    assert (case.state, case.plan_due_on) == ("follow_up", date(2026, 11, 30))


def test_a_form_of_somebody_else_closes_nothing(fjellet):
    token = uuid.uuid4()
    close(followed(fjellet), fjellet.principal, token=token)
    with pytest.raises(ActionError):
        close(followed(fjellet), fjellet.principal, token=token)
