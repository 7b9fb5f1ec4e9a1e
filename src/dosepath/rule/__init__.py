"""Three-valued truth, reasons and typed predicates: a rule is said once and used everywhere."""

from dosepath.rule.evaluate import Answer, Evidence, evaluate, joined
from dosepath.rule.explain import Explanation, explain
from dosepath.rule.fact import DATE, YES_NO, Declared, Fact, Facts
from dosepath.rule.names import names
from dosepath.rule.parse import parse_rule
from dosepath.rule.reason import Reason, Value
from dosepath.rule.text import canonical, text, tree_hash
from dosepath.rule.tree import (
    NODES,
    And,
    Compare,
    Fixed,
    Gap,
    Is,
    Judged,
    Multiple,
    Node,
    Not,
    Or,
    Rule,
    Span,
    Trend,
)
from dosepath.rule.truth import Truth, every, some
from dosepath.rule.ways import NO_WAY, NOTHING_NEEDED, Ways, all_of, any_of, ways

__all__ = [
    "DATE",
    "NODES",
    "NOTHING_NEEDED",
    "NO_WAY",
    "YES_NO",
    "And",
    "Answer",
    "Compare",
    "Declared",
    "Evidence",
    "Explanation",
    "Fact",
    "Facts",
    "Fixed",
    "Gap",
    "Is",
    "Judged",
    "Multiple",
    "Node",
    "Not",
    "Or",
    "Reason",
    "Rule",
    "Span",
    "Trend",
    "Truth",
    "Value",
    "Ways",
    "all_of",
    "any_of",
    "canonical",
    "evaluate",
    "every",
    "explain",
    "joined",
    "names",
    "parse_rule",
    "some",
    "text",
    "tree_hash",
    "ways",
]
