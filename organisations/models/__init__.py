from organisations.models.calendar import Period, SchoolYear
from organisations.models.people import Membership
from organisations.models.places import Organisation, PptService

__all__ = ["Membership", "Organisation", "Period", "PptService", "SchoolYear"]
