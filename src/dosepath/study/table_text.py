"""A decision table in a file of its own, as CSV or as YAML."""

from __future__ import annotations

from dosepath.designs import TableCells, read_table_csv
from dosepath.quantity import Fault, FaultsFound, Place
from dosepath.study.source import parse

_ENDINGS = (".yaml", ".yml")
_ALLOWED = 'cells, a mapping {"3,0": escalate} or a list of rows with n'


def read_decision_table(text: str, name: str) -> TableCells:
    """The table in ``text``: YAML if ``name`` ends in .yaml or .yml, else CSV.

    YAML holds one key, ``cells``, as a study file writes it; for CSV see
    :func:`dosepath.designs.read_table_csv`.

    Raises:
        FaultsFound: everything that cannot be read, with the line and column in ``name``.
    """
    if not name.lower().endswith(_ENDINGS):
        return read_table_csv(text, name)
    source = parse(text, name)
    written = source.root.plain()
    faults = [
        Fault(source.place((key,), key=True), "design.cells", "Unknown key.", key, _ALLOWED)
        for key in written
        if key != "cells"
    ]
    if "cells" not in written:
        message = "The table has no cells."
        faults.append(Fault(Place(name, 1, 1), "design.cells", message, "", _ALLOWED))
    if faults:
        raise FaultsFound(faults)
    return TableCells.of(written["cells"], lambda path: source.place(("cells", *path)), file=name)
