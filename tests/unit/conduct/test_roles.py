"""Roles: a name, a paragraph, permissions; nobody gets more than the table says."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dosepath
from dosepath.conduct import ROLES, permits, roles_with

# permission -> the roles that carry it
TABLE = {
    "eligibility.sign": ("investigator",),
    "participant.enrol": ("investigator",),
    "dose.give": ("investigator",),
    "candidate.adjudicate": ("investigator", "independent_physician"),
    "decision.propose": ("investigator", "statistician"),
    "decision.sign": ("investigator", "independent_physician", "statistician"),
    "dosing.halt": ("investigator", "independent_physician", "statistician", "monitor"),
    "product.confirm": ("coordinator", "investigator", "cell_laboratory"),
    "identity.confirm": ("coordinator", "investigator"),
    "identity.read": ("coordinator", "investigator"),
    "amendment.record": ("investigator",),
    "accounts.manage": ("site_administrator",),
}


@pytest.mark.parametrize("permission", TABLE)
def test_who_may(permission: str) -> None:
    assert roles_with(permission) == TABLE[permission]


def test_the_auditor_writes_nothing_and_reads_no_identity() -> None:
    actions = {permission.rpartition(".")[2] for permission in ROLES["auditor"].permissions}
    assert actions == {"read"}
    assert not permits("auditor", "identity.read")


def test_the_site_administrator_sees_no_clinical_data() -> None:
    assert not permits("site_administrator", "clinical.read")


def test_an_unknown_role_may_do_nothing() -> None:
    assert not any(permits("visitor", p) for role in ROLES.values() for p in role.permissions)


def test_every_role_says_what_it_is_for() -> None:
    for name, role in ROLES.items():
        assert role.name == name
        assert role.paragraph.endswith(".")


def test_every_permission_that_a_command_asks_for_is_given_to_somebody() -> None:
    asked = set()
    for path in (Path(dosepath.__file__).parent / "conduct/command").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "begin",
                "require",
                "_begin_report",
            ):
                asked |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    assert asked
    for permission in asked:
        assert roles_with(permission), permission
