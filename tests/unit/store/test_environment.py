"""Every variable that the program reads is in the reference, and none that it does not read."""

from __future__ import annotations

import re
from pathlib import Path

# A setting of Django's that this project adds, and a variable that `make demo` reads.
OTHERS = {"DOSEPATH_SYNTHETIC", "DOSEPATH_PORT"}


def test_the_reference_lists_the_environment(root: Path) -> None:
    read = set()
    for path in (root / "src").rglob("*.py"):
        read |= set(
            re.findall(r"\bDOSEPATH_[A-Z]+(?:_[A-Z]+)*\b", path.read_text(encoding="utf-8"))
        )
    keys = {f"DOSEPATH_{name}_KEY" for name in ("SECRET", "CHAIN", "IDENTITY")}
    read |= keys | {f"{key}_FILE" for key in keys}
    page = (root / "docs" / "reference" / "environment.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(DOSEPATH_[A-Z_]+)`", page))
    assert listed == read - OTHERS
