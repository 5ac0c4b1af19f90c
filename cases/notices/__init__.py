"""What is told about cases. The base class says how it is shown and sent."""

from cases.notices.followers import (
    AnswerCorrected,
    CaseHandedBack,
    HandoverDue,
    HandoverLate,
    HandoverSoon,
    PptAnswered,
    PupilUnsafe,
)
from cases.notices.owner import ExclusionToAnswer, LeftAtOwner, OwnerTold, owners_readers
from cases.notices.ppt import (
    PptAlerted,
    PptAssigned,
    PptCaseEnded,
    PptCaseReopened,
    PptContactWanted,
    PptToldMore,
    PptUnanswered,
    receivers,
)
from cases.notices.talks import TalkDue

__all__ = [
    "AnswerCorrected",
    "CaseHandedBack",
    "ExclusionToAnswer",
    "HandoverDue",
    "HandoverLate",
    "HandoverSoon",
    "LeftAtOwner",
    "OwnerTold",
    "PptAlerted",
    "PptAnswered",
    "PptAssigned",
    "PptCaseEnded",
    "PptCaseReopened",
    "PptContactWanted",
    "PptToldMore",
    "PptUnanswered",
    "PupilUnsafe",
    "TalkDue",
    "owners_readers",
    "receivers",
]
