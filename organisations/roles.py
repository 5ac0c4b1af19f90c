"""Who may do what: one table. docs/scope.md says the same in words."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    OPEN_CASES = "open_cases"  # offered at a unit only: the owner is given cases
    READ_CASES = "read_cases"
    WRITE_CASES = "write_cases"
    CLOSE_CASES = "close_cases"
    TAKE_PART = "take_part"  # carry out and evaluate one's own measures
    HELP_IN_CASES = "help_in_cases"  # of PPT: carry out what a unit has asked somebody there to
    REPORT_CONCERN = "report_concern"
    ANSWER_CONCERNS = "answer_concerns"
    ANSWER_STAFF_CONCERNS = "answer_staff_concerns"  # about somebody who works there
    EDIT_PUPILS = "edit_pupils"
    OPEN_IDENTITY = "open_identity"  # name who may see a pupil with protected identity
    EDIT_PEOPLE = "edit_people"
    EDIT_ABSENCES = "edit_absences"  # say who is away from a place, and who stands in
    EDIT_CALENDAR = "edit_calendar"
    EDIT_LIBRARY = (
        "edit_library"  # the owner's own measures, and which of the common ones it offers
    )
    EDIT_SETTINGS = "edit_settings"  # what an owner chooses for its units
    READ_ALERTS = "read_alerts"
    ANSWER_ALERTS = "answer_alerts"
    REASSIGN_ALERTS = "reassign_alerts"
    READ_UNPLACED_ALERTS = "read_unplaced_alerts"
    READ_OWNER_NOTICES = "read_owner_notices"  # serious cases, exclusions, acts that were ordered
    READ_NUMBERS = "read_numbers"


class Role(models.TextChoices):
    PRINCIPAL = "principal", _("Principal")
    DEPUTY = "deputy", _("Deputy")
    CASE_WORKER = "case_worker", _("Case worker")
    STAFF = "staff", _("Staff")
    SCHOOL_ADMINISTRATOR = "school_administrator", _("School administrator")
    PPT_ADVISER = "ppt_adviser", _("PPT adviser")
    PPT_LEADER = "ppt_leader", _("PPT leader")
    OWNER_ADVISER = "owner_adviser", _("Owner's adviser")
    OWNER_ADMINISTRATOR = "owner_administrator", _("Owner's administrator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")


_UNIT_ROLES = frozenset(
    {
        Role.PRINCIPAL,
        Role.DEPUTY,
        Role.CASE_WORKER,
        Role.STAFF,
        Role.SCHOOL_ADMINISTRATOR,
    }
)
# Which roles there are at each kind of place.
ROLES_AT: dict[str, frozenset[Role]] = {
    "school": _UNIT_ROLES,
    "kindergarten": _UNIT_ROLES,
    "ppt": frozenset({Role.PPT_ADVISER, Role.PPT_LEADER}),
    "owner": frozenset(
        {Role.OWNER_ADVISER, Role.OWNER_ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER}
    ),
}

_CASE_WORK = {
    Permission.READ_CASES,
    Permission.WRITE_CASES,
    Permission.TAKE_PART,
    Permission.READ_NUMBERS,
}
_AT_UNIT = {
    *_CASE_WORK,
    Permission.OPEN_CASES,
    Permission.REPORT_CONCERN,
    Permission.ANSWER_CONCERNS,
}
_AT_PPT = {Permission.READ_ALERTS, Permission.ANSWER_ALERTS, Permission.HELP_IN_CASES}

GRANTS: dict[str, frozenset[Permission]] = {
    Role.PRINCIPAL: frozenset(
        _AT_UNIT
        | {
            Permission.ANSWER_STAFF_CONCERNS,
            Permission.CLOSE_CASES,
            Permission.EDIT_PUPILS,
            Permission.OPEN_IDENTITY,
            Permission.EDIT_CALENDAR,
            Permission.EDIT_ABSENCES,
        }
    ),
    Role.DEPUTY: frozenset(_AT_UNIT | {Permission.EDIT_ABSENCES}),
    Role.CASE_WORKER: frozenset(_AT_UNIT),
    Role.STAFF: frozenset({Permission.TAKE_PART, Permission.REPORT_CONCERN}),
    Role.SCHOOL_ADMINISTRATOR: frozenset(
        {
            Permission.REPORT_CONCERN,
            Permission.EDIT_PUPILS,
            Permission.EDIT_PEOPLE,
            Permission.EDIT_CALENDAR,
            Permission.EDIT_ABSENCES,
        }
    ),
    Role.PPT_ADVISER: frozenset(_AT_PPT),
    Role.PPT_LEADER: frozenset(_AT_PPT | {Permission.REASSIGN_ALERTS}),
    Role.OWNER_ADVISER: frozenset(
        {
            *_CASE_WORK,
            Permission.CLOSE_CASES,
            Permission.ANSWER_CONCERNS,
            Permission.ANSWER_STAFF_CONCERNS,
            Permission.READ_UNPLACED_ALERTS,
            Permission.READ_OWNER_NOTICES,
        }
    ),
    Role.OWNER_ADMINISTRATOR: frozenset(
        {
            Permission.EDIT_CALENDAR,
            Permission.EDIT_LIBRARY,
            Permission.EDIT_PEOPLE,
            Permission.EDIT_ABSENCES,
            Permission.EDIT_SETTINGS,
        }
    ),
    Role.DATA_PROTECTION_OFFICER: frozenset(),
}


def roles_with(permission: Permission) -> list[str]:
    """Every role that grants this permission."""
    return [role for role, granted in GRANTS.items() if permission in granted]
