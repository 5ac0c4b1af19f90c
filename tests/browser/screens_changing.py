"""The pages on which a pupil changes school: where to, what goes along, and the receiver's."""

from cases.models import Case
from tests.factories.concerns import ChangeFactory, ConcernFactory

# A press on a button.
NO_PAGE = {"cases:take_back_change", "concerns:note"}


def changing_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    unit, elsewhere = made.places["fjellet"], made.places["elva"]
    leader = made.people["rektor"]
    case = Case.objects.get(unit=unit, state="follow_up")
    row = case.involvements.filter(ends_on=None, pupil__protected=False).order_by("id").first()
    told = {"told_at": made.now, "contact": "Kari Nordli, kontaktlærer"}
    told |= {"wishes": "Jeg vil ha noen å gå sammen med.", "about": "Sárá Nilsen, 2014"}
    sent = {f"concern__{name}": value for name, value in told.items()}
    ChangeFactory(about=row, to=elsewhere, added_at=made.now, concern__reporter=leader, **sent)
    here = ConcernFactory(
        unit=unit, reporter=made.people["pedagog"], change=True, from_unit=elsewhere, **told
    )
    return [
        ("rektor", "change-where-to", "overview:change_where_to", case.pk),
        ("rektor", "change-where-to-errors", "overview:change_where_to", case.pk),
        ("rektor", "change-school", "overview:change_school", case.pk, row.pk, elsewhere.pk),
        ("rektor", "change-school-errors", "overview:change_school", case.pk, row.pk, elsewhere.pk),
        ("rektor", "change-sent", "cases:concerns", case.pk),
        ("rektor", "change-received", "concerns:detail", here.pk),
        ("rektor", "change-not-ours", "concerns:answer", here.pk),
    ]
