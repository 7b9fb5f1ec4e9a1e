"""Write what is generated from the study file's models: its JSON Schema and its reference page.

``python scripts/document_study.py`` writes studies/study.schema.json and
docs/reference/study-file.md. A test fails while either is not current.
"""

from __future__ import annotations

import json
from pathlib import Path

from dosepath.study import json_schema, reference

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "studies" / "study.schema.json"
PAGE = ROOT / "docs" / "reference" / "study-file.md"


def schema_text() -> str:
    """The JSON Schema as it is published."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write both."""
    for path, text in ((SCHEMA, schema_text()), (PAGE, reference())):
        path.write_text(text, encoding="utf-8")
        print(f"Wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
