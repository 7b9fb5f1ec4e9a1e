"""The console's door: who sits at which trial, what they may see, and how they act.

Looking up and being allowed are one step: a view that holds a :class:`Seat` may read its
trial, and there is no other way to a trial's state in the console.
"""

from dosepath.web.access.acting import ActForm, SignForm, tell
from dosepath.web.access.door import console_page, landing
from dosepath.web.access.frame import framed
from dosepath.web.access.seat import Seat, part_name

__all__ = [
    "ActForm",
    "Seat",
    "SignForm",
    "console_page",
    "framed",
    "landing",
    "part_name",
    "tell",
]
