"""The study file's rule for a response: where it is answered, and what cannot be read."""

from __future__ import annotations

from typing import Any

import pytest

from dosepath.quantity import Fault, FaultsFound
from dosepath.study import load_text

FILE = """\
dosepath: 1
doses: [1 mg, 2 mg]
escalation:
  stages: [three_plus_three]
  response: {response}
visits:
  d84: {{day: 84, forms: [tumour, vitals]}}
forms:
  tumour:
    title: Tumour
    items:
      responded: {{type: yes_no, label: Response}}
      change: {{type: code, label: Change, codes: {{complete: Complete, stable: Stable}}}}
  vitals:
    title: Vital signs
    items:
      heart_rate: {{type: number, unit: "/min", label: Heart rate}}
"""
TEXT = "text: Complete or partial response at day 84"


def read(response: str) -> Any:
    return load_text(FILE.format(response="{" + response + "}"), "f.yaml").escalation.response


def fault_of(response: str) -> Fault:
    with pytest.raises(FaultsFound) as refused:
        read(response)
    return refused.value.faults[0]


def test_an_item_or_a_rule_over_the_items_of_one_form() -> None:
    assert read(f"{TEXT}, visit: d84, item: responded").predicate == "responded is yes"
    found = read(f"{TEXT}, visit: d84, rule: change is complete, window: 12 wk")
    assert (found.predicate, found.window_days) == ("change is complete", 84)
    assert found.not_assessed == "no_response"


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (f"{TEXT}, visit: d84", "response.rule"),
        (f"{TEXT}, visit: d84, item: responded, rule: change is complete", "response.rule"),
        (f"{TEXT}, visit: d90, item: responded", "visit.unknown"),
        (f"{TEXT}, visit: d84, item: nothing", "response.form"),
        (f"{TEXT}, visit: d84, item: change", "response.form"),
        (f"{TEXT}, visit: d84, rule: heart_rate is complete", "response.form"),
    ],
)
def test_what_no_form_answers_is_a_fault_at_its_place(response: str, code: str) -> None:
    fault = fault_of(response)
    assert fault.code == code
    assert str(fault.place).startswith("f.yaml:5")
