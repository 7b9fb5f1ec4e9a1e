"""The tables. Append-only: events, trials, study versions, enquiry moves, audit. Audited: the rest.

``slot_claim`` is neither: it is derived from the log in the same transaction.
"""

from dosepath.store.models.account import Account, RoleGrant
from dosepath.store.models.audit import AuditEntry
from dosepath.store.models.enquiry import Enquiry, EnquiryMove
from dosepath.store.models.event import LoggedEvent
from dosepath.store.models.identity import IdentityLink
from dosepath.store.models.outbox import Letter
from dosepath.store.models.slot import SlotClaim
from dosepath.store.models.trial import StudyVersion, Trial

__all__ = [
    "Account",
    "AuditEntry",
    "Enquiry",
    "EnquiryMove",
    "IdentityLink",
    "Letter",
    "LoggedEvent",
    "RoleGrant",
    "SlotClaim",
    "StudyVersion",
    "Trial",
]
