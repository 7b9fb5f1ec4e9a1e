"""Dose-escalation designs: each a frozen value that answers what is next, and why."""

from dosepath.designs.decision import Counts, Decision, Design, Stop, Tally, Treat, Wait

__all__ = ["Counts", "Decision", "Design", "Stop", "Tally", "Treat", "Wait"]
