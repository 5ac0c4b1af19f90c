"""The pages on which a case is opened, and those where concerns and cases meet."""

from urllib.parse import urlencode

from django.utils import timezone

from cases.models import Case
from pupils.models import Pupil
from tests.factories.cases import CaseDraftFactory
from tests.factories.concerns import CaseConcernFactory, ConcernFactory

# What saves while somebody types; and a link that leads on to a new sheet.
NO_PAGE = {"cases:save_draft", "cases:new_at", "cases:note_need_met"}


def opening_screens(made):
    """Who opens it, name of the screen, of the address, and its arguments."""
    unit, leader = made.places["fjellet"], made.people["rektor"]
    case = Case.objects.get(unit=unit, state="follow_up")
    told = {"reporter": made.people["laerer"], "told_at": made.now}
    concern = ConcernFactory(unit=unit, **told)
    CaseConcernFactory(case=case, added_at=made.now, **{f"concern__{k}": told[k] for k in told})
    CaseConcernFactory(
        case=case, concern=ConcernFactory(unit=made.places["elva"], **told), direction="told",
        to_unit=made.places["elva"], added_by=leader, added_at=made.now,
    )  # fmt: skip
    draft = _draft(unit, leader, made.now)
    return [
        ("rektor", "new-case-2", "cases:draft", draft.pk, 2),
        ("rektor", "new-case-3", "cases:draft", draft.pk, 3),
        ("rektor", "new-case-confirm", "cases:confirm_draft", draft.pk),
        ("rektor", "new-case-put", "cases:put_draft", draft.pk, case.pk),
        ("rektor", "new-case-drop", "cases:drop_draft", draft.pk),
        ("rektor", "new-case-known-errors", "cases:draft", draft.pk, 1),
        ("rektor", "raised", "cases:record_raised", case.pk),
        ("rektor", "raised-errors", "cases:record_raised", case.pk),
        ("rektor", "concerns-of-case", "cases:concerns", case.pk),
        ("rektor", "concern-add", "cases:add_concern", concern.pk),
        ("rektor", "concern-add-errors", "cases:add_concern", concern.pk),
        ("rektor", "tell-elsewhere", "cases:tell_elsewhere", case.pk),
        ("rektor", "tell-elsewhere-errors", "cases:tell_elsewhere", case.pk),
    ]


def _draft(unit, person, now):
    """Whole, and serious: with a pupil who has a case already."""
    pupil = Pupil.objects.filter(unit=unit, involvements__ends_on=None).exclude(involvements=None)
    typed = {
        "pupils": str(pupil.by_name().first().pk), "role": "exposed", "source": "pupil",
        "known_on": f"{timezone.localdate(now):%d.%m.%Y}", "known_time": "",
        "what_happened": "Noen stenger eleven ute.", "kinds": "exclusion", "serious": "yes",
        "serious_reason": "Eleven tør ikke komme.", "about": "nobody", "help_wanted": "not_said",
    }  # fmt: skip
    return CaseDraftFactory(unit=unit, person=person, typed=urlencode(typed), saved_at=now)
