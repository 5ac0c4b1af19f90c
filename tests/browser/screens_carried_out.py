"""The page of one measure, what is written of it, somebody at PPT who is let in, and absences."""

from datetime import timedelta

from cases.models import Case
from measures.models import Measure
from tests.factories.cases import CaseAccessFactory
from tests.factories.measures import MeasureEntryFactory, MeasureFactory
from tests.factories.organisations import AbsenceFactory

# A press on a button, and a list of one that leads on to it.
NO_PAGE = {"organisations:absences", "organisations:end_absence"}


def carried_out_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    school = made.places["fjellet"]
    case = Case.objects.get(unit=school, state="follow_up")
    measure = Measure.objects.get(case=case, title="Fast trygg voksen")
    MeasureEntryFactory(measure=measure, happened_on=measure.starts_on)
    ended = _ended(measure)
    absence = AbsenceFactory(
        organisation=school, person=made.people["miljo"], starts_on=measure.starts_on, ends_on=None
    )
    CaseAccessFactory(case=case, person=made.people["ppt"], kind="takes_part", ground="consent")
    helped = MeasureFactory(
        plan=measure.plan, title="Samtaler", responsible=made.people["ppt"], starts_on=ended.ends_on
    )
    teacher = ended.responsible.email.partition("@")[0]
    yield "rektor", "measure", "overview:measure", measure.pk
    yield "rektor", "measure-ended", "overview:measure", ended.pk
    yield "rektor", "measure-replace", "measures:replace", measure.pk
    yield "rektor", "measure-replace-errors", "measures:replace", measure.pk
    yield teacher, "measure-own", "overview:measure", ended.pk
    yield teacher, "measure-done", "measures:write_done", ended.pk
    yield teacher, "measure-done-errors", "measures:write_done", ended.pk
    yield teacher, "measure-look", "measures:look", ended.pk
    yield teacher, "measure-look-errors", "measures:look", ended.pk
    yield "rektor", "access-ppt", "cases:let_ppt_help", case.pk
    yield "rektor", "access-ppt-errors", "cases:let_ppt_help", case.pk
    yield "rektor", "absences", "organisations:absences_at", school.pk
    yield "skoleadmin", "absence-new", "organisations:note_absence", school.pk
    yield "skoleadmin", "absence-new-errors", "organisations:note_absence", school.pk
    yield "rektor", "absence-change", "organisations:change_absence", school.pk, absence.pk
    yield "ppt", "ppt-measure", "overview:measure", helped.pk
    yield "ppt", "ppt-today", "overview:today"


def _ended(measure):
    """Another of the same plan, that waits for its one later look."""
    return MeasureFactory(
        plan=measure.plan,
        title="Tett voksen i friminutt",
        responsible=measure.responsible,
        state="finished",
        starts_on=measure.starts_on,
        ends_on=measure.starts_on + timedelta(days=7),
        look_on=measure.starts_on + timedelta(days=49),
    )
