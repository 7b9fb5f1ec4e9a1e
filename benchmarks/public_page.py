"""What a phone loads to read the public page of the worked study for the first time, in kB."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults.site import TRIAL, Site, ended  # noqa: E402
from tests.journeys.serving import served  # noqa: E402

TITLE = "Public page with everything it loads, first visit, the larger language"
WANTED = 100
UNIT = "kB"
_ASSET = re.compile(r"""(?:href|src)=["']?(/static/[^"' >]+)""")


def measure() -> float:
    """The bytes of the larger of the two languages, in kB of 1000 bytes."""
    with tempfile.TemporaryDirectory() as place:
        site = Site(Path(place) / "site")
        study = shutil.copytree(ROOT / "studies" / "nct05727722", Path(place) / "study")
        database = ("--database", str(site.database))
        made = ended(site.begin("demo", str(study / "study.yaml"), "--no-serve", *database))
        if made.code:
            raise RuntimeError(made.err)
        with served(site) as at:
            return max(loaded(at.address, lang) for lang in ("en", "zh-hans")) / 1000


def loaded(address: str, lang: str) -> int:
    """The bytes of the page and of each file that it names, as they travel."""
    page = fetched(f"{address}/{lang}/studies/{TRIAL}/")
    assets = set(_ASSET.findall(page.decode()))
    return len(page) + sum(len(fetched(address + one)) for one in assets)


def fetched(url: str) -> bytes:
    """One answer, compressed if the site compresses it."""
    asked = Request(url, headers={"Accept-Encoding": "gzip"})
    with urlopen(asked, timeout=60) as answer:
        content: bytes = answer.read()
    return content


if __name__ == "__main__":
    print(f"{TITLE}: {measure():.1f} {UNIT} (wanted: under {WANTED} {UNIT})")
