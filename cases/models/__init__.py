from cases.models.access import CaseAccess
from cases.models.alert import PptAlert, PptAnswer
from cases.models.authorities import CountyCase, LegalHold, Letter, OrderedAct
from cases.models.case import Case, StateReason
from cases.models.concerns import CaseConcern
from cases.models.digital import Attachment, AttachmentContent, Evidence, PhoneLog
from cases.models.draft import CaseDraft
from cases.models.duties import Investigation, OwnerNotice, StaffConcerned
from cases.models.handovers import Handover
from cases.models.opened import PptOpening
from cases.models.people import Entry, Involvement, SafetyAnswer
from cases.models.voices import BestInterests, GuardianContact, Hearing, TrustedAdult

__all__ = [
    "Attachment",
    "AttachmentContent",
    "BestInterests",
    "Case",
    "CaseAccess",
    "CaseConcern",
    "CaseDraft",
    "CountyCase",
    "Entry",
    "Evidence",
    "GuardianContact",
    "Handover",
    "Hearing",
    "Investigation",
    "Involvement",
    "LegalHold",
    "Letter",
    "OrderedAct",
    "OwnerNotice",
    "PhoneLog",
    "PptAlert",
    "PptAnswer",
    "PptOpening",
    "SafetyAnswer",
    "StaffConcerned",
    "StateReason",
    "TrustedAdult",
]
