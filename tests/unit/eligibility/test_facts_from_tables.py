"""Facts from CSV, JSON and the command line: all of them, or every fault with its place."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from dosepath.eligibility import Record, evaluate, read_csv, read_form, read_json
from dosepath.quantity import Fault, FaultsFound
from tests.unit.eligibility.made_population import AT, built

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEAD = "variable,value,unit,at,uln,lln,source,status,reason\n"


def csv_record(text: str | bytes) -> Record:
    raw = text if isinstance(text, bytes) else text.encode()
    return read_csv(raw, built(), name="facts.csv", zone=SHANGHAI)


def csv_faults(text: str | bytes) -> list[Fault]:
    with pytest.raises(FaultsFound) as found:
        csv_record(text)
    return list(found.value.faults)


def test_a_long_table() -> None:
    record = csv_record(
        HEAD
        + "# a comment\n"
        + "consent,2026-01-14,,,,,form,,\n"
        + "weight,62.0,kg,2026-01-15,,,ward,,\n"
        + 'inr,"1.8",,2026-01-15T08:00,1.2,0.8,lab,corrected,\n'
        + 'E12,no,,2026-01-15,,,investigator,,"nothing else, all seen"\n'
    )
    weight, inr = record.observations
    assert (weight.value, weight.unit, weight.source) == ("62.0", "kg", "ward")
    assert (inr.uln, inr.status, str(inr.at)) == ("1.2", "corrected", "2026-01-15T08:00:00+08:00")
    (judgement,) = record.judgements
    assert (judgement.by, judgement.reason) == ("investigator", "nothing else, all seen")
    assert str(record.anchors["consent"]) == "2026-01-14"


def test_a_wide_table() -> None:
    record = csv_record(
        "at,consent,weight [kg],inr,inr.uln,pta [%]\n2026-01-15,2026-01-14,62,1.8,1.2,\n"
    )
    weight, inr = record.observations
    assert (weight.value, weight.unit, str(weight.at)) == ("62", "kg", "2026-01-15")
    assert (inr.value, inr.uln) == ("1.8", "1.2")
    assert str(record.anchors["consent"]) == "2026-01-14"


def test_a_bom_and_windows_line_ends_do_not_matter() -> None:
    raw = b"\xef\xbb\xbf" + b"variable,value,unit\r\nweight,62,kg\r\n"
    assert csv_record(raw).observations[0].value == "62"


def test_a_bound_and_a_pending_result_are_no_faults() -> None:
    record = csv_record(HEAD + "inr,<1.2,,2026-01-15,,,,,\npta,pending,%,2026-01-15,,,,,\n")
    result = evaluate(built(), record, at=AT)
    assert result.criterion("B1").truth.value == "unknown"
    assert [reason["cause"] for reason in result.quality] == ["number.pending"]


# Each row: what is wrong, the table, and for every fault line, column and code.
BAD = [
    ("nothing", "", [(0, 0, "csv.empty")]),
    ("only comments", "# nothing\n", [(0, 0, "csv.empty")]),
    ("unknown column", "variable,value,color\nweight,62,kg\n", [(1, 16, "csv.unknown_column")]),
    ("column twice", "variable,value,value\nweight,62,kg\n", [(1, 16, "csv.repeated_column")]),
    ("no value column", "variable,unit\nweight,kg\n", [(1, 1, "csv.missing_column")]),
    ("semicolons", "variable;value;unit\nweight;62;kg\n", [(1, 1, "csv.unknown_column")]),
    ("short line", HEAD + "weight,62\n", [(2, 10, "csv.width")]),
    ("open quote", 'variable,value\nweight,"62\n', [(2, 1, "csv.quotes")]),
    ("unknown variable", "variable,value\nwieght,62\n", [(2, 1, "fact.unknown_variable")]),
    ("empty value", "variable,value\nweight,\n", [(2, 8, "fact.empty")]),
    ("empty name", "variable,value\n,62\n", [(2, 1, "fact.empty")]),
    ("decimal comma", 'variable,value\ninr,"1,5"\n', [(2, 5, "number.decimal_comma")]),
    ("flag", "variable,value\ninr,12.3*\n", [(2, 5, "number.annotated")]),
    ("exponent", "variable,value\ninr,1e3\n", [(2, 5, "number.exponent")]),
    ("NaN", "variable,value\ninr,NaN\n", [(2, 5, "number.not_a_number")]),
    ("inf", "variable,value\ninr,inf\n", [(2, 5, "number.infinite")]),
    ("unknown unit", "variable,value,unit\nweight,62,stone\n", [(2, 11, "fact.unit")]),
    ("unknown answer", "variable,value\ncirrhosis,maybe\n", [(2, 11, "fact.answer")]),
    ("bad date", "variable,value,at\ninr,1.5,15/01/2026\n", [(2, 9, "moment.malformed")]),
    ("bad ULN", 'variable,value,uln\ninr,1.5,"1,2"\n', [(2, 9, "number.decimal_comma")]),
    ("bad status", "variable,value,status\ninr,1.5,done\n", [(2, 9, "fact.status")]),
    ("same fact twice", "variable,value\ninr,1.5\ninr,1.5\n", [(3, 1, "fact.duplicate")]),
    ("two consents", "variable,value\nconsent,2026-01-14\nconsent,2026-01-15\n",
     [(3, 9, "fact.duplicate")]),
    ("judgement without a name", "variable,value\nE12,no\n",
     [(2, 1, "judgement.incomplete"), (2, 1, "judgement.incomplete")]),
    ("judgement with another answer", HEAD + "E12,perhaps,,,,,investigator,,why\n",
     [(2, 5, "judgement.answer")]),
    ("judging what is measured", HEAD + "A1,yes,,,,,investigator,,why\n",
     [(2, 1, "fact.unknown_variable")]),
    ("Latin-1 in the middle", HEAD.encode() + b"weight,62,kg,,,,caf\xe9,,\n",
     [(2, 20, "file.encoding")]),
    ("UTF-16", HEAD.encode("utf-16"), [(1, 1, "file.encoding")]),
    ("NUL", b"variable,value\nweight,6\x002\n", [(2, 0, "file.encoding")]),
    ("two persons", "weight [kg]\n62\n63\n", [(1, 1, "csv.one_person")]),
    ("wide unknown", "weight [kg],hight [cm]\n62,170\n", [(1, 13, "csv.unknown_column")]),
    ("wide bad number", "weight [kg],inr\n62,1e3\n", [(2, 4, "number.exponent")]),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "text", "expected"), BAD, ids=[row[0] for row in BAD])
def test_every_fault_has_its_place(
    wrong: str, text: str | bytes, expected: list[tuple[int, int, str]]
) -> None:
    found = csv_faults(text)
    assert [(f.place.line, f.place.column, f.code) for f in found] == expected
    for fault in found:
        assert fault.place.file == "facts.csv"
        assert fault.message


def test_all_faults_are_reported_and_nothing_is_kept() -> None:
    text = HEAD + "weight,62,stone,,,,,,\ninr,1e3,,,,,,,\nwieght,62,kg,,,,,,\npta,40,%,,,,,,\n"
    assert [fault.place.line for fault in csv_faults(text)] == [2, 3, 4]


def test_a_judgement_without_a_reason_names_the_reason_column() -> None:
    (fault,) = csv_faults(HEAD + "E12,no,,,,,investigator,,\n")
    assert (fault.code, fault.place.column) == ("judgement.incomplete", 26)


def json_record(text: str) -> Record:
    return read_json(text.encode(), built(), name="facts.json", zone=UTC)


def test_json_facts() -> None:
    text = '{"facts": [{"variable": "weight", "value": 62.50, "unit": "kg"}]}'
    assert json_record(text).observations[0].value == "62.50"
    assert json_record('[{"variable": "inr", "value": "1.5"}]').observations[0].value == "1.5"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json.syntax"),
        ("3", "json.shape"),
        ('{"facts": [], "more": 1}', "json.shape"),
        ("[3]", "json.shape"),
        ('[{"variable": "inr", "value": NaN}]', "number.not_a_number"),
        ('[{"variable": "inr", "value": 1e3}]', "number.exponent"),
        ('[{"variable": "inr", "value": true}]', "json.type"),
        ('[{"variable": "inr", "value": "1", "color": "x"}]', "json.unknown_key"),
        ('[{"variable": "inr"}]', "fact.empty"),
    ],
)
def test_bad_json(text: str, code: str) -> None:
    with pytest.raises(FaultsFound) as found:
        json_record(text)
    assert code in {fault.code for fault in found.value.faults}


def test_facts_as_typed() -> None:
    pairs = ("weight=62 kg", "inr=1.8 uln 1.2 at 2026-01-14", "consent=2026-01-14", "E12=no")
    record = read_form(pairs, built(), at=AT, zone=UTC)
    weight, inr = record.observations
    assert (weight.unit, weight.at is not None) == ("kg", True)
    assert (inr.uln, str(inr.at)) == ("1.2", "2026-01-14")
    assert record.judgements[0].answer == "no"


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ("weight", "form.pair"),
        ("weight=", "form.pair"),
        ("weight=62 stone", "fact.unit"),
        ("wieght=62 kg", "fact.unknown_variable"),
        ("inr=1,5", "number.decimal_comma"),
        ("inr=1.5 at noon", "moment.malformed"),
    ],
)
def test_bad_facts_as_typed(pair: str, code: str) -> None:
    with pytest.raises(FaultsFound) as found:
        read_form([pair], built(), at=AT, zone=UTC)
    assert [fault.code for fault in found.value.faults] == [code]
