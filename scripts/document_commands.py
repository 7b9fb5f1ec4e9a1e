"""Run the commands that the documents show, and write what they print below them.

``python scripts/document_commands.py`` runs every ``console`` block of the pages
below, page by page, in a new folder that has only the studies in it, so that
no page depends on what lies about. A block whose words no longer agree with the
page is written again; dates, hashes and times, which differ on every run, leave
it as it is. ``--all`` writes every block. A test runs the same and only compares.

In a block a command stands after ``$``, its further lines after ``>``. All blocks
of a page are one shell, so that what one sets the next one knows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PICTURES = DOCS / "images"
# Each of these has a folder of its own; the pages of one follow each other in it, because the
# tutorial makes the demonstration that some how-tos use. The two run at the same time.
FOLDERS = (
    (
        "tutorial/worked-study.md",
        "how-to/run-the-demo.md",
        "how-to/read-the-pack.md",
        "how-to/verify-a-copy.md",
    ),
    (
        "tutorial/designing-an-escalation.md",
        "how-to/bring-up-a-site.md",
        "how-to/design-an-escalation.md",
        "how-to/screen-one-person.md",
        "how-to/simulate-a-trial-in-time.md",
        "how-to/write-other-designs.md",
    ),
)
PAGES = tuple(page for pages in FOLDERS for page in pages)

# The folder in which the commands ran has another name each time; the pages show this one.
SHOWN_FOLDER = "/srv/trial"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_BETWEEN = "\x1e"
# What a shell does before each command: mark the place, and keep the last exit code for `$?`.
_PRELUDE = f"said() {{ local code=$?; printf '\\{ord(_BETWEEN):03o}'; return $code; }}\n"
_VARIES = (
    (r"\b\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?", "DATE"),
    (r"\b\d{1,2} (Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\b( \d{4})?", "DATE"),
    (r"\b\d{8}T\d{6}Z", "DATE"),
    (r"\b\d\d:\d\d\b", "TIME"),
    (r"\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,64}\b", "HASH"),
    (r"\b\d{12,64}\b", "HASH"),  # one in three hundred short hashes has no letter
    (r"\b\d+ of \d+ steps", "STEPS"),
    (r"\bENQ-[0-9A-Z]{4}-[0-9A-Z]{4}\b", "ENQUIRY"),
    (r"─+", "─"),
    (r"\s+", " "),
    (r"STEPS( STEPS)+", "STEPS"),
)


@dataclass(frozen=True)
class Command:
    """A command of a page as it is written there, and the output written below it."""

    written: str
    output: str

    @property
    def shell(self) -> str:
        """What the shell reads."""
        return re.sub(r"^[$>] ?", "", self.written, flags=re.MULTILINE)


def commands(block: str) -> list[Command]:
    """The commands of one block."""
    parts = re.split(r"(?m)^(\$ .*\n(?:> ?.*\n)*)", block)
    if parts[0]:
        raise ValueError(f"a console block begins with $, not with: {parts[0]}")
    return [Command(*pair) for pair in zip(parts[1::2], parts[2::2], strict=True)]


def blocks(page: str) -> list[list[Command]]:
    """The commands of a page, block by block."""
    return [commands(block) for block in _BLOCK.findall(page)]


def constant(text: str) -> str:
    """``text`` without what differs from run to run, and without the spaces that fit to it."""
    for pattern, word in _VARIES:
        text = re.sub(pattern, word, text)
    return text.strip()


def run(page: str, folder: Path) -> list[list[Command]]:
    """Run the commands of a page in ``folder``; the same blocks with what was printed now."""
    asked = blocks(page)
    script = _PRELUDE + "".join(f"said\n{c.shell}" for block in asked for c in block)
    ran = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = iter(ran.stdout.replace(str(folder), SHOWN_FOLDER).split(_BETWEEN)[1:])
    return [[Command(c.written, _tidy(next(printed, ""))) for c in block] for block in asked]


def _environment(folder: Path) -> dict[str, str]:
    """A reader's environment: `dosepath` can be called, nothing of DosePath is set."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "80",
    }


def _tidy(output: str) -> str:
    """Without the spaces at the ends of lines and the empty lines around the whole."""
    lines = [line.rstrip() for line in output.splitlines()]
    text = "\n".join(lines).strip("\n")
    return f"{text}\n" if text else ""


def written(page: str, ran: list[list[Command]]) -> str:
    """The page with the output of ``ran`` in its blocks."""
    fresh = iter(ran)

    def block(_: re.Match[str]) -> str:
        return "".join(c.written + c.output for c in next(fresh))

    return _BLOCK.sub(block, page)


def merged(before: list[list[Command]], after: list[list[Command]]) -> list[list[Command]]:
    """``after``, but a command whose words are still the same keeps the output it had."""
    return [
        [old if constant(old.output) == constant(new.output) else new for old, new in pair]
        for pair in (zip(*both, strict=True) for both in zip(before, after, strict=True))
    ]


def played(pictures: Path) -> Iterator[tuple[Path, str, list[list[Command]]]]:
    """Run all pages: each with its text and its blocks as they print now.

    What they draw (SVG files) is copied into the folder ``pictures``.
    """
    with ThreadPoolExecutor(len(FOLDERS)) as both:
        for done in both.map(partial(_played_in_one_folder, pictures=pictures), FOLDERS):
            yield from done


def _played_in_one_folder(
    pages: tuple[str, ...], *, pictures: Path
) -> list[tuple[Path, str, list[list[Command]]]]:
    with tempfile.TemporaryDirectory(prefix="dosepath-") as name:
        folder = Path(name)
        (folder / "studies").symlink_to(ROOT / "studies")
        texts = [(DOCS / page, (DOCS / page).read_text(encoding="utf-8")) for page in pages]
        done = [(path, text, run(text, folder)) for path, text in texts]
        for drawn in folder.glob("*.svg"):
            shutil.copyfile(drawn, pictures / drawn.name)
        return done


def main(arguments: list[str]) -> None:
    """Bring the pages up to date."""
    for path, text, ran in played(PICTURES):
        new = written(text, ran if "--all" in arguments else merged(blocks(text), ran))
        path.write_text(new, encoding="utf-8")
        print(f"{'Wrote' if new != text else 'Still true:'} {path.relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
