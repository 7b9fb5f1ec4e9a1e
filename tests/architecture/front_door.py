"""Import-linter contract: a room is entered only through its ``__init__``.

``from dosepath.designs import Tally`` is entering by the front door; from
another room, ``from dosepath.designs.decision import Tally`` is not.
"""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """No module imports the inside of a room that it is not in.

    ``doors`` are inner modules that may be entered all the same.
    """

    type_name = "front_door"
    doors = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find each import that goes through a wall."""
        (root,) = self.session_options["root_packages"]
        doors = self.doors or set()
        found = [
            (importer, imported, detail["line_number"])
            for imported in sorted(graph.find_descendants(root))
            if imported.count(".") > 1 and imported not in doors
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if room_of(importer) != room_of(imported)
            for detail in graph.get_import_details(importer=importer, imported=imported)
            if not is_by_the_door(detail["line_contents"], room_of(imported))
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line per import, with what to write instead."""
        for importer, imported, line in check.metadata["found"]:
            output.print_error(f"- {importer}:{line} imports {imported}", bold=False)
            output.print(f"    instead: from {room_of(imported)} import ...")


def is_by_the_door(line: str, room: str) -> bool:
    """``from dosepath.rule import evaluate`` takes what the room offers, also where a module
    of the room has the same name; a test checks that the name is offered.
    """
    return line.split()[:3] == ["from", room, "import"]


def room_of(module: str) -> str:
    """``dosepath.designs.decision`` is in ``dosepath.designs``."""
    return ".".join(module.split(".")[:2])
