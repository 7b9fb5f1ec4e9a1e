"""The store: the only room that keeps anything.

Event log, accounts, enquiries, outgoing mail, identities and their audit, on
SQLite through Django. The public names load on first use, because Django must
be set up before its models, and because what an inspector runs
(``inspect_database``) must not need Django at all.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dosepath.store.absence import NotFound
    from dosepath.store.accounts import (
        INSTALLER,
        Grant,
        account_of,
        actor_of,
        close_account,
        create_account,
        end_role,
        grant_role,
        grants_of,
        list_accounts,
        set_password,
        unlock_account,
    )
    from dosepath.store.alike import same_identity, same_sender
    from dosepath.store.anchoring import anchor_head, anchor_now
    from dosepath.store.attribution import acting
    from dosepath.store.audit import record_act
    from dosepath.store.backup import Backup, BackupFault, back_up, read_backup, restore
    from dosepath.store.clock import now
    from dosepath.store.enquiries import (
        MOVES,
        EnquirySummary,
        add_note,
        list_enquiries,
        move_enquiry,
        moves_of,
        read_enquiry,
        receive_enquiry,
    )
    from dosepath.store.entry import authenticate_signature, is_locked, log_in, record_logout
    from dosepath.store.identities import link_identity, read_identity
    from dosepath.store.inspection import Inspection, inspect_database
    from dosepath.store.keys import (
        KeyFault,
        database_is_synthetic,
        database_path,
        find_key,
        make_demo_keys,
        read_key_file,
        require_key,
    )
    from dosepath.store.log import events
    from dosepath.store.outbox import Delivered, deliver
    from dosepath.store.performing import NotAnchored, NotStored, Performed, perform
    from dosepath.store.trials import list_trials, open_trial, study_of, trial_state

_NAMES = {
    "absence": ("NotFound",),
    "accounts": (
        "INSTALLER",
        "Grant",
        "account_of",
        "actor_of",
        "close_account",
        "create_account",
        "end_role",
        "grant_role",
        "grants_of",
        "list_accounts",
        "set_password",
        "unlock_account",
    ),
    "anchoring": ("anchor_head", "anchor_now"),
    "attribution": ("acting",),
    "audit": ("record_act",),
    "backup": (
        "Backup",
        "BackupFault",
        "back_up",
        "read_backup",
        "restore",
    ),
    "alike": ("same_identity", "same_sender"),
    "clock": ("now",),
    "enquiries": (
        "MOVES",
        "EnquirySummary",
        "add_note",
        "list_enquiries",
        "move_enquiry",
        "moves_of",
        "read_enquiry",
        "receive_enquiry",
    ),
    "entry": (
        "authenticate_signature",
        "is_locked",
        "log_in",
        "record_logout",
        "require_key",
    ),
    "identities": (
        "link_identity",
        "read_identity",
    ),
    "inspection": (
        "Inspection",
        "inspect_database",
    ),
    "keys": (
        "KeyFault",
        "database_is_synthetic",
        "database_path",
        "find_key",
        "make_demo_keys",
        "read_key_file",
        "require_key",
    ),
    "log": ("events",),
    "outbox": (
        "Delivered",
        "deliver",
    ),
    "performing": (
        "NotAnchored",
        "NotStored",
        "Performed",
        "perform",
    ),
    "trials": (
        "list_trials",
        "open_trial",
        "study_of",
        "trial_state",
    ),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "INSTALLER",
    "MOVES",
    "Backup",
    "BackupFault",
    "Delivered",
    "EnquirySummary",
    "Grant",
    "Inspection",
    "KeyFault",
    "NotAnchored",
    "NotFound",
    "NotStored",
    "Performed",
    "account_of",
    "acting",
    "actor_of",
    "add_note",
    "anchor_head",
    "anchor_now",
    "authenticate_signature",
    "back_up",
    "close_account",
    "create_account",
    "database_is_synthetic",
    "database_path",
    "deliver",
    "end_role",
    "events",
    "find_key",
    "grant_role",
    "grants_of",
    "inspect_database",
    "is_locked",
    "link_identity",
    "list_accounts",
    "list_enquiries",
    "list_trials",
    "log_in",
    "make_demo_keys",
    "move_enquiry",
    "moves_of",
    "now",
    "open_trial",
    "perform",
    "read_backup",
    "read_enquiry",
    "read_identity",
    "read_key_file",
    "receive_enquiry",
    "record_act",
    "record_logout",
    "require_key",
    "restore",
    "same_identity",
    "same_sender",
    "set_password",
    "study_of",
    "trial_state",
    "unlock_account",
]


def __getattr__(name: str) -> object:
    """Load the module of a public name when the name is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
