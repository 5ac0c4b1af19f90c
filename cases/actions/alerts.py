"""What an alert tells is made less when it tells too much. Nobody at PPT is told anew."""

from datetime import datetime

from django.db import connection, transaction

from cases.models import Case, PptAlert

TOLD = ["unit", "stage", "kinds"]


def _narrow_alert(case: Case) -> None:
    """As for a small unit, from now on. For actions that hold the case's lock."""
    alert = case.alert
    if alert.unit_id is not None:
        alert.hide_unit()
        alert.save(update_fields=TOLD)


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
