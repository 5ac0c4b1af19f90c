"""Questions about cases. Everything over case data begins with ``visible_to``."""

from cases.querysets.alert import (
    RANK,
    PptAlertQuerySet,
    PptAnswerQuerySet,
)
from cases.querysets.case import (
    CaseDraftQuerySet,
    CaseQuerySet,
    carries_out,
    takes_part,
)
from cases.querysets.owner import (
    CaseAccessQuerySet,
    OrderedActQuerySet,
    OwnerNoticeQuerySet,
    OwnersPartQuerySet,
)
from cases.querysets.parts import (
    CaseConcernQuerySet,
    CasePartQuerySet,
    CountyCaseQuerySet,
    EntryQuerySet,
    HandoverQuerySet,
    InvestigationQuerySet,
    LegalHoldQuerySet,
    LetterQuerySet,
    OwnPartQuerySet,
    PptOpeningQuerySet,
    StepOfYearQuerySet,
)
from cases.querysets.people import (
    closed_to,
    people_who_help,
    people_who_see,
    people_who_take_part,
)

__all__ = [
    "CaseAccessQuerySet",
    "CaseConcernQuerySet",
    "CaseDraftQuerySet",
    "CasePartQuerySet",
    "CaseQuerySet",
    "CountyCaseQuerySet",
    "EntryQuerySet",
    "HandoverQuerySet",
    "InvestigationQuerySet",
    "LegalHoldQuerySet",
    "LetterQuerySet",
    "OrderedActQuerySet",
    "OwnPartQuerySet",
    "OwnerNoticeQuerySet",
    "OwnersPartQuerySet",
    "PptAlertQuerySet",
    "PptAnswerQuerySet",
    "PptOpeningQuerySet",
    "RANK",
    "StepOfYearQuerySet",
    "carries_out",
    "closed_to",
    "people_who_help",
    "people_who_see",
    "people_who_take_part",
    "takes_part",
]
