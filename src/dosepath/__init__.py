"""DosePath: a phase 1 dose-escalation trial from its protocol to its recommended dose.

Importing this package loads none of the rooms; import the room you need
(``from dosepath import designs``).
"""

__version__ = "0.1.0"
