"""A whole committee decision by a process that can be killed: ``python -m tests.faults.deciding``.

``statements FOLDER`` lists what the database is asked, in order, while the decision is made.
``killed FOLDER N...`` makes the decision once for each N in a copy of the folder, dies before
statement N, looks at what is left, lets another process finish, and looks again; one line of
JSON for each N. Children are forked, so that Django is loaded once.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from dosepath import conduct, store, web
from dosepath.cli.course.database import PASSWORD, PEOPLE
from dosepath.conduct import TrialState
from dosepath.ledger import Actor, Draft
from dosepath.study import load_text

TRIAL = "NCT05727722"
FILE = "dosepath.sqlite3"
COMMITTEE = ("investigator", "statistician", "independent_physician")
MEANING = "I have reviewed the data and agree with this decision"
Step = Callable[..., tuple[Draft, ...]]


def steps() -> Iterator[tuple[str, str, Step]]:
    """Proposal, three votes, three signatures: the key, the person and the command of each."""
    yield "propose", "statistician", conduct.propose_decision
    for name in COMMITTEE:
        yield f"vote-{name}", name, _vote
    for name in COMMITTEE:
        yield f"sign-{name}", name, _sign


def _last(state: TrialState) -> str:
    return list(state.decisions)[-1]


def _vote(state: TrialState, *, by: Actor, at: object) -> tuple[Draft, ...]:
    return conduct.vote(state, _last(state), answer="for", by=by, at=at)  # type: ignore[arg-type]


def _sign(state: TrialState, *, by: Actor, at: object) -> tuple[Draft, ...]:
    decision = _last(state)
    return conduct.sign_decision(
        state,
        decision,
        name=by.name,
        meaning=MEANING,
        by=by,
        at=at,  # type: ignore[arg-type]
    )


def carry_out(key: str, person: str, command: Step) -> int:
    """One step, as the site does it: the password again for a signature. Gives the last number."""
    by, at = PEOPLE[person], store.now()
    if key.startswith("sign-"):
        account = store.account_of(person)
        by = store.authenticate_signature(account, PASSWORD, role=by.role, trial=TRIAL, at=at)
    done = store.perform(TRIAL, lambda state: command(state, by=by, at=at), by=by, at=at, key=key)
    return done.events[-1].seq


def decide(said: Callable[[str], None]) -> None:
    """The whole decision; every step has its key, so that all of it can be sent again."""
    for step in steps():
        said(f"acknowledged {carry_out(*step)}")


def watch(seen: Callable[[str], None]) -> None:
    """Call ``seen`` with each statement just before the database carries it out."""
    from django.db import connection

    connection.ensure_connection()
    connection.connection.set_trace_callback(seen)


def use(folder: Path) -> None:
    """Work on the database of ``folder`` from now on; before the first connection only."""
    from django.db import connection

    connection.settings_dict["NAME"] = folder / FILE
    os.environ["DOSEPATH_DATABASE"] = str(folder / FILE)


def in_a_child(task: Callable[[Callable[[str], None]], None]) -> tuple[int, list[str]]:
    """Carry ``task`` out in a process of its own; its end and the lines it said until then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 70
        try:
            task(lambda line: os.write(writing, f"{line}\n".encode()) and None)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), lines


def until(folder: Path, number: int, said: Callable[[str], None]) -> None:
    """Decide, and be killed just before statement ``number``."""
    use(folder)
    left = iter(range(number))

    def seen(statement: str) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    watch(seen)
    decide(said)


def whole(folder: Path, said: Callable[[str], None]) -> None:
    """Decide undisturbed."""
    use(folder)
    decide(said)


def listed(folder: Path, said: Callable[[str], None]) -> None:
    """Decide undisturbed and say every statement on one line."""
    use(folder)
    watch(lambda statement: said(" ".join(statement.split())[:60]))
    decide(lambda _: None)


def found(folder: Path) -> dict[str, object]:
    """What lies in the folder: the kinds in the log, and whether it verifies."""
    key = bytes.fromhex(store.require_key("CHAIN_KEY", folder / FILE))
    seen = store.inspect_database(folder / FILE, key=key)
    code, kinds = in_a_child(partial(_kinds, folder))
    return {"kinds": kinds, "findings": [one.message for one in seen.findings], "read": code}


def _kinds(folder: Path, said: Callable[[str], None]) -> None:
    use(folder)
    for event in store.events(TRIAL):
        said(event.kind)


def killed(folder: Path, number: int) -> dict[str, object]:
    """One death and what came after it."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(folder, Path(place) / "site"))
        code, said = in_a_child(partial(until, copy, number))
        left = found(copy)
        finished, _ = in_a_child(partial(whole, copy))
        return {
            "before": number,
            "code": code,
            "acknowledged": said,
            "left": left,
            "finished": finished,
            "after": found(copy),
        }


def main(task: str, folder: Path, *numbers: str) -> None:
    """Carry out one of the two tasks; the folder is never written to."""
    web.start(folder / FILE)
    for name, text in store.inspect_database(folder / FILE).studies.values():
        load_text(text, name)  # read once here, known to every child
    if task == "statements":
        copy = Path(shutil.copytree(folder, Path(tempfile.mkdtemp()) / "site"))
        code, lines = in_a_child(partial(listed, copy))
        shutil.rmtree(copy.parent)
        print("\n".join(lines))
        raise SystemExit(code)
    for number in numbers:
        print(json.dumps(killed(folder, int(number))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
