"""A rule about the answers of one form: whether it holds, does not, or is not known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from dosepath.quantity import FaultsFound, Place
from dosepath.rule import Rule, Truth, evaluate, parse_rule
from dosepath.schedule.checking import FormFacts, declared, read_form
from dosepath.schedule.form import Form

Predicate = Callable[[Mapping[str, object]], Truth]


def read_predicate(form: Form, text: str) -> Predicate:
    """The rule ``text`` over the items of ``form``, in the words of ``required_when``.

    What it answers for is the values of an entered form, complete or not; an item that was not
    answered, or that cannot be read, is unknown. FaultsFound if the rule cannot be read.
    """
    rule = _parsed(form, text)

    def holds(values: Mapping[str, object]) -> Truth:
        entries = read_form(form, values, partial=True).entries
        return evaluate(rule, FormFacts(entries)).truth

    return holds


def forms_answering(forms: Iterable[Form], text: str) -> tuple[Form, ...]:
    """The forms over whose items the rule can be read."""
    return tuple(form for form in forms if _can_read(form, text))


def _can_read(form: Form, text: str) -> bool:
    try:
        _parsed(form, text)
    except FaultsFound:
        return False
    return True


def _parsed(form: Form, text: str) -> Rule:
    variables = {item.id: declared(item) for item in form.items}
    return parse_rule(text, Place(path="rule"), variables=variables)
