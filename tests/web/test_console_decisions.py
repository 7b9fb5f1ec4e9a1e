"""Dose decisions in the console: evidence, choice, votes, signatures, and what cannot be done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from dosepath import conduct, store, wording
from dosepath.conduct import Choice
from dosepath.store.models import AuditEntry
from dosepath.web.decision.choices import code_of, more_cautious, read_code
from dosepath.web.decision.evidence import evidence
from dosepath.web.decision.rule_table import rule_table
from tests.unit.conduct.playing import COORDINATOR, HERE, INVESTIGATOR, STATISTICIAN
from tests.web.console_trial import PASSWORD, TRIAL, Console, hidden, page
from tests.web.markup import tree

COMMITTEE = ("investigator", "statistician", "independent_physician")


def url(name: str, *more: str) -> str:
    return reverse(f"decision:{name}", args=[TRIAL, *more])


@pytest.fixture
def due(console: Console) -> Console:
    """The second verdict makes AE-001 a DLT: a decision is due at once."""
    console.trial.now = store.now().astimezone(HERE)
    console.trial.do(conduct.adjudicate, "AE-001", verdict="dlt", by=INVESTIGATOR, reason="as seen")
    return console


def send(console: Console, where: str, data: dict[str, Any], *, role: str, shown: str = "") -> Any:
    """What a browser sends from the page ``shown`` (default: the form's own address)."""
    client = console.client(role)
    return client.post(where, {**hidden(client, shown or where), **data})


def propose(console: Console, role: str = "statistician", **data: Any) -> Any:
    given = {"which": "recommended", **data}
    return send(console, url("propose"), given, role=role, shown=url("next"))


def sign(console: Console, role: str, password: str = PASSWORD) -> Any:
    return send(console, url("sign", "D-001"), {"password": password}, role=role)


def signers(number: str = "D-001") -> list[str]:
    return [one.stamp.actor for one in store.trial_state(TRIAL).decisions[number].signatures]


def acts() -> list[str]:
    """What the audit says was tried."""
    return list(AuditEntry.objects.values_list("action", flat=True))


def test_no_decision_is_due_and_the_page_says_what_is_missing(console: Console) -> None:
    shown = page(console.client("statistician"), url("list"))
    assert "AE-001 needs 1 more verdict" in shown.text
    links = [link["href"] for link in shown.all("a")]
    assert reverse("safety:candidate", args=[TRIAL, "AE-001"]) in links
    at_evidence = page(console.client("statistician"), url("next"))
    assert "No decision can be put to the committee now." in at_evidence.text
    assert not [form for form in at_evidence.all("form") if "propose" in form["action"]]


def test_a_decision_that_is_not_due_is_refused_also_when_it_is_sent(console: Console) -> None:
    answer = propose(console)
    assert answer.status_code == 422
    assert "no decision can be made now" in tree(answer.content.decode()).text
    assert not store.trial_state(TRIAL).decisions


def test_the_evidence_shows_counts_rule_tree_and_the_planned_number(due: Console) -> None:
    text = page(due.client("monitor"), url("next")).text
    assert "Treat 2 participants at level 1; the committee has to decide." in text
    assert "P-001 had a DLT (AE-001)." in text
    assert "we are here" in text
    assert "Probability that more than 10 participants are needed" in text
    assert "exact, 192 merged states" in text
    assert f"entry {due.seq} of the log" in text
    assert "A decision is put to the committee by: investigator and statistician." in text


def test_the_chances_of_a_step_add_up_to_one(due: Console) -> None:
    found = evidence(due.trial.state, due.study, trial=TRIAL, at=due.trial.now)
    assert found.ahead is not None
    for column in range(1, 1 + len(due.study.scenarios)):
        chances = [row[column].text for row in found.ahead.rows]
        total = sum(float(one.strip("<>%")) for one in chances)
        assert total == pytest.approx(100, abs=0.5)


def test_the_rules_cell_is_what_the_rule_says(due: Console) -> None:
    advice = conduct.recommend(due.trial.state, at=due.trial.now)
    table = rule_table(due.study.design, advice.counts)
    assert table is not None
    (here,) = [row for row in table.rows if row[-2].text]
    assert here[-1].text == wording.say(advice.because[0])


def test_putting_it_to_the_committee_freezes_the_cut_once(due: Console) -> None:
    client = due.client("statistician")
    sent = {
        **hidden(client, url("next")),
        "which": "recommended",
        "minutes": "Agreed.",
        "present": [STATISTICIAN.name, INVESTIGATOR.name],
    }
    before = due.seq
    first, second = (client.post(url("propose"), sent) for _ in range(2))
    assert first["Location"] == second["Location"] == url("decision", "D-001")
    state = store.trial_state(TRIAL)
    assert list(state.decisions) == ["D-001"]
    assert state.seq == before + 1
    decision = state.decisions["D-001"]
    assert decision.cut.seq == before
    assert decision.choice == Choice("treat", 1, 2)
    assert decision.minutes.splitlines() == [
        "Present: statistician-1 and investigator-1.",
        "Agreed.",
    ]


def test_a_decision_on_data_that_have_changed_since_is_refused(due: Console) -> None:
    client = due.client("statistician")
    sent = {**hidden(client, url("next")), "which": "recommended"}
    somebody_writes(due)
    answer = client.post(url("propose"), sent)
    assert answer.status_code == 422
    assert "Nothing was stored" in tree(answer.content.decode()).text
    assert not store.trial_state(TRIAL).decisions


def test_less_cautious_is_not_offered_and_not_possible_by_a_forged_form(due: Console) -> None:
    shown = page(due.client("statistician"), url("next"))
    offered = {option["value"] for option in shown.all("option")}
    assert offered == {"", "treat:1:1", "hold", "stop"}
    for forged in ("treat:2:1", "treat:1:3", "stop:1", "stop:2"):
        answer = propose(due, which="cautious", choice=forged, why="we want to")
        assert answer.status_code == 422
        assert "less cautious than the recommendation" in tree(answer.content.decode()).text
    assert not store.trial_state(TRIAL).decisions


@pytest.mark.parametrize(
    "choice", ["", "treat", "treat:1", "treat:1:2:3", "treat:x:1", "hold:1", "stop:9999", "more"]
)
def test_a_choice_that_is_none_is_said_beside_its_field(due: Console, choice: str) -> None:
    answer = propose(due, which="cautious", choice=choice, why="careful")
    assert answer.status_code == 422
    assert "Choose what the committee decides" in tree(answer.content.decode()).text


def test_more_cautious_needs_its_reason_and_keeps_it(due: Console) -> None:
    answer = propose(due, which="cautious", choice="hold", why="  ")
    assert "Say why the committee is more cautious" in tree(answer.content.decode()).text
    assert not store.trial_state(TRIAL).decisions
    assert propose(due, which="cautious", choice="hold", why="<b>wait</b>").status_code == 302
    decision = store.trial_state(TRIAL).decisions["D-001"]
    assert decision.choice == Choice("hold")
    assert decision.minutes == "Why more cautious: <b>wait</b>"
    answer = due.client("auditor").get(url("decision", "D-001"))
    assert b"&lt;b&gt;wait&lt;/b&gt;" in answer.content
    assert b"<b>wait" not in answer.content


def test_choices_survive_the_way_through_a_form() -> None:
    for choice in (Choice("treat", 2, 3), Choice("hold"), Choice("stop"), Choice("stop", mtd=1)):
        assert read_code(code_of(choice)) == choice


def test_what_is_offered_is_more_cautious_and_everything_that_is(due: Console) -> None:
    state = due.trial.state
    found = conduct.recommend(state, at=due.trial.now)
    offered = more_cautious(found, state.protocol)
    assert found.choice not in offered
    assert all(conduct.less_cautious(found, one) is None for one in offered)
    assert len(set(offered)) == len(offered)


def test_votes_stay_visible_and_one_against_needs_a_reason(due: Console) -> None:
    propose(due)
    where, shown = url("vote", "D-001"), url("decision", "D-001")
    bare = send(due, where, {"answer": "against"}, role="statistician", shown=shown)
    assert bare.status_code == 422
    for answer, reason in (("against", "too early"), ("for", "")):
        data = {"answer": answer, "reason": reason}
        assert send(due, where, data, role="statistician", shown=shown).status_code == 302
    text = page(due.client("monitor"), shown).text
    assert "against" in text
    assert "too early" in text
    assert (
        send(due, where, {"answer": "perhaps"}, role="statistician", shown=shown).status_code == 422
    )


def test_the_last_signature_that_is_needed_puts_it_in_force(due: Console) -> None:
    propose(due)
    for role in COMMITTEE:
        follows = page(due.client(role), url("sign", "D-001")).text
        is_last = role == COMMITTEE[-1]
        assert ("comes into force at once" in follows) is is_last
        assert sign(due, role).status_code == 302
    text = page(due.client("coordinator"), url("decision", "D-001")).text
    assert "In force since" in text
    assert "2 places are free; the next dosing is allowed from" in text
    for role in COMMITTEE:
        assert wording.label(f"role.{role}") in text
    assert text.count("I have reviewed the data at the data cut of D-001") == len(COMMITTEE)
    assert store.trial_state(TRIAL).decisions["D-001"].is_effective


def test_a_wrong_password_signs_nothing_and_is_audited(due: Console) -> None:
    propose(due)
    before = due.seq
    answer = sign(due, "investigator", "wrong-password-for-sure")
    assert answer.status_code == 422
    assert "The signature was not given" in tree(answer.content.decode()).text
    assert b"wrong-password-for-sure" not in answer.content
    assert due.seq == before
    assert "signature_failed" in acts()
    assert "signature_given" not in acts()


def test_one_person_signs_once_and_a_double_click_is_one_signature(due: Console) -> None:
    propose(due)
    client = due.client("investigator")
    sent = {**hidden(client, url("sign", "D-001")), "password": PASSWORD}
    assert [client.post(url("sign", "D-001"), sent).status_code for _ in range(2)] == [302, 302]
    assert signers() == [INVESTIGATOR.name]
    given = acts().count("signature_given")
    again = sign(due, "investigator")
    assert again.status_code == 422
    assert "you have signed D-001" in tree(again.content.decode()).text
    assert signers() == [INVESTIGATOR.name]
    # Refused before the password was tried, so the audit speaks of no signature that is not there.
    assert acts().count("signature_given") == given


def test_nobody_signs_without_training_and_delegation_on_record(due: Console) -> None:
    propose(due)
    account = store.account_of(STATISTICIAN.name)
    with store.acting(store.INSTALLER):
        account.grants.update(delegated_on=None)
    answer = sign(due, "statistician")
    assert answer.status_code == 422
    assert "no delegation on record" in tree(answer.content.decode()).text
    assert signers() == []
    shown = page(due.client("monitor"), url("next")).text
    assert "may not sign" in shown


def test_a_decision_whose_facts_have_changed_cannot_be_signed(due: Console) -> None:
    propose(due)
    facts_change(due)
    text = page(due.client("investigator"), url("sign", "D-001")).text
    assert "can no longer be signed" in text
    answer = due.client("investigator").post(url("sign", "D-001"), {"password": PASSWORD})
    assert answer.status_code == 422
    assert signers() == []


def somebody_writes(console: Console) -> None:
    """Something is recorded that has nothing to do with the decision."""
    console.trial.now = store.now().astimezone(HERE)
    console.trial.do(conduct.open_screening, by=COORDINATOR)


def facts_change(console: Console) -> None:
    """The report of AE-001 is replaced, so its verdicts no longer count."""
    trial = console.trial
    trial.state, trial.now = store.trial_state(TRIAL), store.now().astimezone(HERE)
    report = replace(trial.state.adverse_events["AE-001"].report, grade=2)
    reason = "graded too high"
    trial.do(conduct.update_adverse_event, "AE-001", report=report, reason=reason, by=COORDINATOR)


def test_signing_needs_the_page_as_it_is_now(due: Console) -> None:
    propose(due)
    client = due.client("investigator")
    sent = {**hidden(client, url("sign", "D-001")), "password": PASSWORD}
    somebody_writes(due)
    answer = client.post(url("sign", "D-001"), sent)
    assert answer.status_code == 422
    assert signers() == []


def test_a_decision_that_does_not_exist_is_not_found(console: Console) -> None:
    assert console.client("investigator").get(url("decision", "D-404")).status_code == 404
    assert console.client("investigator").get(url("sign", "D-404")).status_code == 404


def test_the_evidence_of_an_old_decision_stays_what_it_was(due: Console) -> None:
    propose(due)
    then = page(due.client("auditor"), url("decision", "D-001")).marked("table-box")
    facts_change(due)
    now = page(due.client("auditor"), url("decision", "D-001")).marked("table-box")
    assert [one.text for one in then] == [one.text for one in now]


def against(due: Console) -> None:
    propose(due)
    given = {"answer": "against", "reason": "too early for two at once"}
    where, shown = url("vote", "D-001"), url("decision", "D-001")
    answer = send(due, where, given, role="independent_physician", shown=shown)
    assert answer.status_code == 302


def test_a_vote_against_is_seen_before_signing_and_asks_for_an_answer(due: Console) -> None:
    against(due)
    for name in ("decision", "sign"):
        shown = page(due.client("statistician"), url(name, "D-001"))
        assert "too early for two at once" in shown.text, name
        assert "Somebody voted against this decision" in shown.text, name
    assert sign(due, "statistician").status_code == 422
    assert signers() == []
    given = {"password": PASSWORD, "acknowledged": "discussed; two at once is what the rule says"}
    assert send(due, url("sign", "D-001"), given, role="statistician").status_code == 302
    assert signers() == [STATISTICIAN.name]
    signature = store.trial_state(TRIAL).decisions["D-001"].signatures[0]
    assert signature.stamp.reason.startswith("discussed")
    text = page(due.client("monitor"), url("decision", "D-001")).text
    assert "discussed; two at once is what the rule says" in text


def test_without_a_vote_against_nothing_is_asked(due: Console) -> None:
    propose(due)
    shown = page(due.client("statistician"), url("sign", "D-001"))
    assert not [one for one in shown.all("textarea") if one["name"] == "acknowledged"]
    assert sign(due, "statistician").status_code == 302


def test_the_look_ahead_is_a_tree_with_tables_and_what_it_rests_on(due: Console) -> None:
    client = due.client("statistician")
    shown = page(client, url("next"))
    for said in (
        "if “plausible” were the truth",
        "posterior",
        "Participants to come (expected)",
        "How the trial will end: the level recommended (MTD)",
        "The committee follows the rule",
        "beta(1, 1) prior",
    ):
        assert said in shown.text, said
    (tree, *_) = [one for one in shown.all("ul") if one["class"] == "tree tree--first"]
    assert "with DLT at level 1" in tree.text
    other = page(client, url("next") + "?if=posterior")
    assert "The tree, by the posterior given the data so far" in other.text
    assert "if “plausible” were the truth" in page(client, url("next") + "?if=nonsense").text


def test_the_look_ahead_of_a_decision_is_that_of_its_data_cut(due: Console) -> None:
    propose(due)
    client = due.client("statistician")
    before = page(client, url("decision", "D-001")).text
    due.trial.now = store.now().astimezone(HERE)
    due.trial.harm("P-001", 2, term="Nausea")
    after = page(client, url("decision", "D-001")).text
    start = before.index("What may come next")
    end = before.index("What these figures take for granted")
    assert before[start:end] in after
