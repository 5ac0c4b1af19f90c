from organisations.models.calendar import Period, SchoolYear
from organisations.models.people import Absence, Membership
from organisations.models.places import Organisation, PptService, fewest_days_for_ppt

__all__ = [
    "Absence",
    "Membership",
    "Organisation",
    "Period",
    "PptService",
    "SchoolYear",
    "fewest_days_for_ppt",
]
