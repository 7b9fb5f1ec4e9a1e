"""Three-valued truth, reasons and typed predicates: a rule is said once and used everywhere."""

from dosepath.rule.reason import Reason, Value
from dosepath.rule.truth import Truth, every, some

__all__ = ["Reason", "Truth", "Value", "every", "some"]
