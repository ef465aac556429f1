"""Adopting a newer playbook in a program under way: what cannot be, what reopens, what stays."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from program.errors import Refused
from program.items import ItemState
from program.playbook import Gate, Playbook
from program.playbooks import adopt, check, reopens
from program.programs import ProgramState
from program.standings import PassedGate, Standing
from program.votes import Poll
from tests.program.examples import (
    DISCOVERY,
    EVERY_ROLE,
    GO_NO_GO,
    NOW,
    PLAYBOOK,
    asked,
    begun,
    complete,
    done,
    morning,
    signed,
    with_items,
)


def with_gate(gate: Gate, playbook: Playbook = PLAYBOOK) -> Playbook:
    return replace(playbook, gates=tuple(gate if each.key == gate.key else each for each in playbook.gates))


def with_deliverable(key: str, **settings: Any) -> Playbook:
    found = tuple(replace(each, **settings) if each.key == key else each for each in PLAYBOOK.deliverables)
    return replace(PLAYBOOK, deliverables=found)


def without_role(key: str) -> Playbook:
    gates = tuple(
        replace(
            each,
            signers=tuple(role for role in each.signers if role != key),
            voters=tuple(role for role in each.voters if role != key),
        )
        for each in PLAYBOOK.gates
    )
    return replace(PLAYBOOK, gates=gates, roles=tuple(role for role in PLAYBOOK.roles if role.key != key))


NEWER = replace(PLAYBOOK, version="1.1")


def what(standing: Standing, new: Playbook) -> set[str]:
    return {f"{each.about}: {each.what}" for each in reopens(standing, new, NOW)}


# --- what cannot be -----------------------------------------------------------------------------------------------


def test_it_runs_on_it_already() -> None:
    with pytest.raises(Refused, match="already"):
        check(begun(), PLAYBOOK, NOW)


def test_a_finished_program_stays_as_it_is() -> None:
    standing = begun()
    with pytest.raises(Refused, match="is finished"):
        check(replace(standing, program=replace(standing.program, state=ProgramState.FINISHED)), NEWER, NOW)


def test_weeks_that_end_before_today_cannot_be() -> None:
    standing = begun()
    short = replace(PLAYBOOK, weeks=PLAYBOOK.weeks[:3])

    check(standing, short, morning(standing.program.monday(2)))
    with pytest.raises(Refused, match="ends with week 2, and CLAIMS is in week 3"):
        check(standing, short, morning(standing.program.monday(3)))


def poll(gate: Gate) -> Poll:
    return Poll(uuid4(), UUID(int=1), gate.key, {"U1": ("security",)}, "x", "U1", NOW, NOW)


def test_a_vote_that_is_not_decided_keeps_its_gate_as_it_is() -> None:
    standing = replace(begun(), polls=(poll(GO_NO_GO),))

    check(standing, NEWER, NOW)
    with pytest.raises(Refused, match="under way or not decided yet"):
        check(standing, with_gate(replace(GO_NO_GO, help="Otherwise.")), NOW)


def test_a_gate_with_something_on_record_stays() -> None:
    gone = replace(PLAYBOOK, gates=tuple(each for each in PLAYBOOK.gates if each.key != "discovery"))

    check(begun(), gone, NOW)
    for standing in (begun(passed=["selection", "discovery"]), asked(begun(), DISCOVERY, "security")):
        with pytest.raises(Refused, match="no gate “discovery” any more"):
            check(standing, gone, NOW)


def test_a_role_that_was_asked_to_sign_or_vote_stays() -> None:
    for standing in (asked(begun(), DISCOVERY, "security"), replace(begun(), polls=(poll(DISCOVERY),))):
        new = replace(without_role("security"), gates=PLAYBOOK.gates)
        with pytest.raises(Refused, match="Security was asked to sign or vote"):
            check(standing, new, NOW)


def test_somebody_is_left_who_decides() -> None:
    gates = tuple(replace(each, decider="board") for each in PLAYBOOK.gates)
    board = replace(PLAYBOOK.role("sponsor"), key="board", title="Board", acts_as=("sponsor",))
    new = replace(PLAYBOOK, gates=gates, roles=(*PLAYBOOK.roles, board))

    with pytest.raises(Refused, match="holds the role “Board”, which decides"):
        check(begun(), new, NOW)


# --- what reopens -------------------------------------------------------------------------------------------------


def test_another_version_of_the_same_reopens_nothing() -> None:
    assert what(complete(DISCOVERY), NEWER) == set()


def test_a_gate_ahead_waits_for_what_is_new_and_one_that_is_passed_does_not() -> None:
    more = replace(PLAYBOOK.deliverables[3], key="d1-budget", title="Budget")
    new = with_gate(
        replace(DISCOVERY, deliverables=(*DISCOVERY.deliverables, "d1-budget"), signers=(*DISCOVERY.signers, "legal")),
        replace(PLAYBOOK, deliverables=(*PLAYBOOK.deliverables, more)),
    )

    title = DISCOVERY.title
    assert what(begun(), new) == {f"{title}: waits for “Budget” as well", f"{title}: Legal must sign as well"}
    assert what(begun(passed=["selection", "discovery"]), new) == set()
    assert what(with_items(begun(), done("d1-budget")), new) == {f"{title}: Legal must sign as well"}


def test_a_new_gate_other_voters_and_another_decider_are_named() -> None:
    extra = replace(DISCOVERY, key="budget", title="Budget gate", week=2)
    gates = tuple(
        replace(each, voters=(*each.voters, "legal"), decider="risk-owner") if each.key == "go-no-go" else each
        for each in (PLAYBOOK.gates[0], extra, *PLAYBOOK.gates[1:])
    )

    assert what(begun(), replace(PLAYBOOK, gates=gates)) == {
        "Budget gate: a new gate, in week 2",
        f"{GO_NO_GO.title}: Legal votes as well",
        f"{GO_NO_GO.title}: Risk owner decides",
    }


def test_what_is_done_is_open_again_where_other_evidence_is_asked_for() -> None:
    new = with_deliverable("d1-architecture", evidence="Link and date")
    entry = new.item("d1-architecture")
    standing = complete(DISCOVERY)

    assert f"{entry.title}: is open again, since other evidence is asked for: Link and date" in what(standing, new)
    assert f"{DISCOVERY.title}: Security is asked to sign once more" in what(standing, new)
    assert what(begun(), new) == set(), "what is open has nothing to open"
    passed = replace(standing, passed=(*standing.passed, PassedGate("discovery", NOW, "SPONSOR")))
    assert what(passed, new) == set(), "what a gate was passed with stays"


def test_other_words_for_the_same_reopen_nothing() -> None:
    new = with_deliverable("d1-architecture", title="A diagram", help="From data to user.", source="house rules")

    assert what(complete(DISCOVERY), new) == set()


def test_a_deliverable_that_becomes_a_checklist_item_is_another_thing() -> None:
    item = replace(PLAYBOOK.checklist[0], key="d1-architecture")
    new = with_gate(
        replace(DISCOVERY, deliverables=tuple(each for each in DISCOVERY.deliverables if each != "d1-architecture")),
        replace(
            PLAYBOOK,
            deliverables=tuple(each for each in PLAYBOOK.deliverables if each.key != "d1-architecture"),
            checklist=(item, *PLAYBOOK.checklist),
        ),
    )

    assert any(each.startswith(f"{item.title}: is open again") for each in what(complete(DISCOVERY), new))


def test_roles_that_are_newly_needed_and_those_that_end_are_named() -> None:
    everyone_but = {key: users for key, users in EVERY_ROLE.items() if key not in {"legal", "on-call"}}
    sooner = {"legal": 1, "on-call": 4}
    roles = tuple(replace(each, needed_by=sooner.get(each.key, each.needed_by)) for each in PLAYBOOK.roles)
    new = replace(PLAYBOOK, roles=tuple(each for each in roles if each.key != "privacy"))

    assert what(begun(everyone_but), new) >= {
        "Legal: is needed now, and nobody holds it",
        "On-call: is needed by week 4, and nobody holds it",
        "Privacy: is no role any more; who holds it keeps what they did",
    }
    assert what(begun(), PLAYBOOK) == set()


def test_weeks_that_move_are_named() -> None:
    new = with_gate(replace(DISCOVERY, week=2), with_deliverable("d4-runbook", due_week=12))
    new = replace(new, weeks=new.weeks[:-1])

    found = what(with_items(begun(), done("d4-final-metrics")), new)

    assert f"{DISCOVERY.title}: closes in week 2 instead of week 3" in found
    assert f"{new.item('d4-runbook').title}: is due in week 12 instead of week 13" in found
    assert "The program: ends with week 12 instead of week 13" in found
    assert what(with_items(begun(), done("d4-runbook")), with_deliverable("d4-runbook", due_week=12)) == set()


# --- adopting -----------------------------------------------------------------------------------------------------


def test_adopting_needs_a_reason() -> None:
    with pytest.raises(Refused, match="Say why") as refused:
        adopt(begun(), NEWER, id=UUID(int=7), reason=None, by="U1", now=NOW)
    assert refused.value.field == "reason"


def test_what_was_done_stays_and_only_what_reopens_is_opened() -> None:
    standing = with_items(signed(asked(begun(), DISCOVERY)), done("d1-architecture"), done("d1-workflow-maps"))
    new = with_deliverable("d1-architecture", evidence="Link and date")

    found = adopt(standing, new, id=UUID(int=7), reason="The law", by="U1", now=NOW)

    assert found.program == replace(standing.program, playbook=new.digest)
    assert [(each.key, each.state) for each in found.items] == [("d1-architecture", ItemState.IN_PROGRESS)]
    assert (found.adoption.before, found.adoption.after) == (PLAYBOOK.digest, new.digest)
    assert found.ends == ()


def test_a_role_that_is_gone_ends() -> None:
    found = adopt(begun(), without_role("legal"), id=UUID(int=7), reason="No lawyers", by="U1", now=NOW)

    assert found.ends == ("legal",)
