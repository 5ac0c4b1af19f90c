"""What an alert tells is made less when it tells too much. Nobody at PPT is told anew."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import Person
from cases.actions.work import Work
from cases.models import Case, CaseAccess, PptAlert
from cases.notices import PptContactWanted, receivers
from notifications.outbox import tell

TOLD = ["unit", "stage", "kinds"]


def _narrow_alert(case: Case) -> None:
    """As for a small unit, from now on. For actions that hold the case's lock."""
    alert = case.alert
    if alert.unit_id is not None:
        alert.hide_unit()
        alert.save(update_fields=TOLD)


@transaction.atomic
def ask_ppt_for_contact(*, case: Case, by: Person, now: datetime) -> PptAlert:
    """The school asks PPT for contact: that much and no more is told, to those who read the alert.
    Asked for twice on one day, it is told once."""
    work = Work.begin(case, by=by, now=now)
    alert = PptAlert.objects.get(pk=work.case.alert_id)
    alert.contact_wanted_at = now
    alert.save(update_fields=["contact_wanted_at"])
    excluded = CaseAccess.objects.current().exclusions().filter(case=work.case)
    readers = receivers(alert.office, alert.owner, work.today)
    to = readers.exclude(pk__in=excluded.values("person"))
    tell(PptContactWanted, thing_id=alert.pk, to=to, now=now, due_on=work.today)
    work.record("alert.contact_wanted")
    return alert


@transaction.atomic
def narrow_alerts_of_protected(*, now: datetime) -> int:
    """Somebody in a case has got a protected identity since it was opened: the alert names the unit
    no more. Part of the daily round, which is told which alerts, and not of whom."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_alerts_of_protected()")
        found = [pk for (pk,) in cursor.fetchall()]
    alerts = list(PptAlert.objects.select_for_update().filter(pk__in=found))
    for alert in alerts:
        alert.hide_unit()
        alert.save(update_fields=TOLD)
    return len(alerts)
