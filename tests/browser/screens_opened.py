"""The pages on which PPT is asked for help and parts of a case are opened, and what PPT reads."""

from cases.models import Case
from tests.factories.opened import PptOpeningFactory


def opened_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    case = Case.objects.get(unit=made.places["fjellet"], state="follow_up")
    content = {
        "place": case.unit.name,
        "problem": "Eleven står alene i friminuttene, og noen stenger eleven ute på nett.",
        "tried": "Fast trygg voksen: det hjalp delvis",
        "plan": [
            {"completed_on": "2026-11-02", "missing": 1, "planned": 2, "running": 3, "ended": 1,
             "next_on": "2026-11-30"},
        ],
        "coverage": [
            {"group": "exposed", "individual": 2, "system": 0},
            {"group": "class", "individual": 0, "system": 1},
        ],
        "curve": [
            {"on": "2026-11-02", "value": 2, "missing": "", "by": "pupil", "who": 1},
            {"on": "2026-11-16", "value": None, "missing": "declined", "by": "pupil", "who": 1},
        ],
    }  # fmt: skip
    leader = made.people["rektor"]
    opened = PptOpeningFactory(
        case=case, agreed=True, content=content, opened_by=leader, opened_at=made.now,
    )  # fmt: skip
    return [
        ("rektor", "ppt-of-case", "opened:case", case.pk),
        ("rektor", "ppt-open", "opened:open", case.pk),
        ("rektor", "ppt-open-errors", "opened:open", case.pk),
        ("rektor", "ppt-ask", "opened:ask", case.pk),
        ("rektor", "ppt-ask-errors", "opened:ask", case.pk),
        ("rektor", "ppt-withdraw", "opened:withdraw", case.pk, opened.pk),
        ("rektor", "ppt-referral", "opened:referral", case.pk),
        ("ppt", "ppt-opened", "ppt:detail", case.alert_id),
    ]
