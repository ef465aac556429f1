"""Changes of what is live: who approves which kind, nobody their own, and nothing goes live before."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from program import approvals, changes
from program.changes import Answer, Change, ChangeState
from program.owing import Duty, owed_by
from program.people import Appointment
from program.programs import ProgramState
from program.standings import Standing
from program.tiers import Profile, Tier
from tests.program.examples import EVERY_ROLE, NOW, PLAYBOOK, PROGRAM, begun, refuses
from tests.program.test_production import in_production

BEFORE_THE_LAST = [gate.key for gate in PLAYBOOK.gates[:-1]]
TODAY = date(2026, 1, 12)
MODEL = ("product-owner", "engineering-lead", "security")
CHANGE = Change(
    uuid4(), PROGRAM.id, 1, "model", "From M1 to M2", "It is retired", "No difference", TODAY, MODEL, "ON-CALL", NOW
)


def word(role: str, *, approves: bool = True, reason: str | None = None) -> Answer:
    return Answer(uuid4(), CHANGE.id, role, role.upper(), approves, reason, NOW)


def approved() -> Change:
    return changes.answered(CHANGE, [word(role) for role in MODEL])


def live(*found: Change, holders: Any = EVERY_ROLE) -> Standing:
    return replace(begun(holders, passed=BEFORE_THE_LAST), changes=found)


# --- who approves -------------------------------------------------------------------------------------------------


def test_the_playbook_names_who_approves_each_kind_at_each_tier() -> None:
    standing = live()
    found = {each.key: approvals.roles(standing, each) for each in approvals.kinds(PLAYBOOK)}
    assert found == {
        "prompt": ("product-owner", "engineering-lead"),
        "model": MODEL,
        "provider": (*MODEL, "privacy", "compliance"),
        "scope": ("product-owner", "business-owner", "risk-owner"),
    }
    trait = next(each for each in PLAYBOOK.traits if each.tier == "high")
    high = replace(standing, program=replace(PROGRAM, profile=Profile((trait.key,))))
    assert high.tier is Tier.HIGH
    assert approvals.roles(high, approvals.kind(PLAYBOOK, "provider"))[-1] == "legal"
    assert approvals.roles(high, approvals.kind(PLAYBOOK, "scope"))[-1] == "compliance"
    with refuses("what kind of change", field="kind"):
        approvals.kind(PLAYBOOK, "weather")


def test_a_playbook_that_names_none_has_the_four_kinds_with_its_own_roles() -> None:
    roles = tuple(
        replace(each, key="it", acts_as=("engineering-lead", "security")) if each.key == "engineering-lead" else each
        for each in PLAYBOOK.roles
        if each.key != "security"
    )
    own = replace(PLAYBOOK, changes=(), roles=roles)
    standing = replace(live(), playbook=own)
    assert [each.key for each in approvals.kinds(own)] == [each.key for each in PLAYBOOK.changes]
    assert [(each.approvers, each.also_approve, each.also_from) for each in approvals.kinds(own)] == [
        (each.approvers, each.also_approve, each.also_from) for each in PLAYBOOK.changes
    ]
    assert approvals.roles(standing, approvals.kind(own, "model")) == ("product-owner", "it")
    bare = replace(standing, playbook=replace(own, roles=()))
    assert approvals.roles(bare, approvals.kind(own, "model")) == ()


def test_nobody_approves_what_they_proposed_and_the_sponsor_answers_in_their_place() -> None:
    mine = replace(CHANGE, by="SECURITY")
    standing = live(mine)
    assert approvals.approvers(standing, CHANGE, "security") == ("SECURITY",)
    assert approvals.approvers(standing, mine, "security") == ("SPONSOR",)
    with refuses("proposed by you", field=None):
        approvals.wanted_of(standing, mine, "SECURITY")
    assert approvals.wanted_of(standing, mine, "SPONSOR") == ("security",)
    two = EVERY_ROLE | {"security": ["SECURITY", "SECOND"]}
    assert approvals.approvers(live(mine, holders=two), mine, "security") == ("SECOND",)
    alone = EVERY_ROLE | {"sponsor": ["SECURITY"]}
    assert approvals.approvers(live(mine, holders=alone), mine, "security") == ("PROGRAM-MANAGER",)
    empty = EVERY_ROLE | {"security": []}
    assert approvals.approvers(live(mine, holders=empty), mine, "security") == ()
    nobody = {"security": ["SECURITY"]}
    assert approvals.approvers(live(mine, holders=nobody), mine, "security") == ()


def test_nor_does_whoever_stands_in_for_them() -> None:
    mine = replace(CHANGE, by="SECURITY")
    standing = live(mine)
    stand_in = Appointment(PROGRAM.id, "security", "STAND-IN", NOW, "SECURITY", for_user="SECURITY")
    away = replace(standing, appointments=(*standing.appointments, stand_in))
    assert approvals.is_asker(away, mine, "STAND-IN") and not approvals.is_asker(away, CHANGE, "STAND-IN")
    assert approvals.approvers(away, mine, "security") == ("SPONSOR",)
    with refuses("whom you stand in for", field=None):
        approvals.wanted_of(away, mine, "STAND-IN")


def test_everybody_whose_word_is_missing_is_asked_once_and_owes_it() -> None:
    one = {"product-owner": ["ANN"], "engineering-lead": ["ANN"], "security": ["SECURITY"]}
    standing = live(CHANGE, holders=one)
    assert approvals.asked(standing, CHANGE) == ("ANN", "SECURITY")
    assert approvals.wanted_of(standing, CHANGE, "ANN") == ("product-owner", "engineering-lead")
    assert approvals.waits_for(standing, changes.answered(CHANGE, [word("security")])) == [
        ("Product owner", ("ANN",)), ("Engineering lead", ("ANN",))
    ]  # fmt: skip
    assert approvals.asked(standing, approved()) == () and approvals.open_changes(standing) == [CHANGE]
    (due,) = [each for each in owed_by("SECURITY", standing, NOW) if each.duty is Duty.APPROVE]
    assert (due.due, due.about, due.own_day) == (TODAY, CHANGE.id, True)
    assert not [each for each in owed_by("ANN", live(approved(), holders=one), NOW) if each.duty is Duty.APPROVE]
    finished = replace(in_production(), changes=(CHANGE,))
    assert [each.duty for each in owed_by("SECURITY", finished, NOW)] == [Duty.APPROVE]


def test_a_word_is_wanted_only_of_those_who_are_asked_and_only_while_it_is_missing() -> None:
    with refuses("does not wait for you", field=None):
        approvals.wanted_of(live(CHANGE), CHANGE, "LEGAL")
    with refuses("approved already", field=None):
        approvals.wanted_of(live(approved()), approved(), "SECURITY")


def test_before_the_go_and_in_a_pause_nothing_is_asked_for() -> None:
    approvals.check_time(live())
    approvals.check_time(in_production())
    with refuses("Until the go", field=None):
        approvals.check_time(begun())
    for state, sentence in ((ProgramState.PAUSED, "is paused"), (ProgramState.FINISHED, "not in production")):
        over = replace(live(), program=replace(PROGRAM, state=state))
        with refuses(sentence, field=None):
            approvals.check_time(over)


# --- what becomes of it -------------------------------------------------------------------------------------------


def test_a_proposal_says_what_why_and_what_it_should_do_before_it_is_made() -> None:
    assert changes.check(CHANGE, today=TODAY) == CHANGE and CHANGE.code == "CH-1"
    for told, field, sentence in (
        ({"what": ""}, "what", "fill this in"),
        ({"why": ""}, "why", "fill this in"),
        ({"effect": ""}, "effect", "fill this in"),
        ({"planned_on": TODAY - timedelta(days=1)}, "planned_on", "has passed"),
        ({"roles": ()}, "kind", "names nobody"),
    ):
        with refuses(sentence, field=field):
            changes.check(replace(CHANGE, **told), today=TODAY)


def test_all_approve_or_one_refuses_with_the_reason() -> None:
    half = changes.answered(CHANGE, [word("security")])
    assert (CHANGE.state, half.state, half.waiting) == (ChangeState.WAITING, ChangeState.WAITING, MODEL[:2])
    assert approved().state is ChangeState.APPROVED and approved().is_open and approved().refusal is None
    no = word("security", approves=False, reason="Untested.")
    refused = changes.answered(CHANGE, [no])
    assert refused.state is ChangeState.REFUSED and refused.refusal == no and not refused.is_open
    for reason in (None, ""):
        with refuses("Say why not", field="reason"):
            changes.answered(CHANGE, [word("security", approves=False, reason=reason)])


def test_nothing_goes_live_before_all_have_approved_it() -> None:
    def go(change: Change, on: date = TODAY) -> Change:
        since = approvals.approved_on(live(), change)
        return changes.live(change, on=on, by="ANN", waits_for="Security", approved_on=since, today=TODAY)

    gone = go(approved())
    assert (gone.state, gone.live_on, gone.live_by) == (ChangeState.LIVE, TODAY, "ANN")
    for change, on, sentence in (
        (CHANGE, TODAY, "not approved yet. It waits for: Security"),
        (gone, TODAY, "is live"),
        (approved(), TODAY + timedelta(days=1), "still to come"),
        (approved(), TODAY - timedelta(days=1), "not approved yet: a change goes live after"),
    ):
        with refuses(sentence, field="on"):
            go(change, on)
    assert approvals.approved_on(live(), CHANGE) is None
    bare = replace(CHANGE, roles=())
    assert go(bare).state is ChangeState.LIVE


def test_only_who_proposed_it_withdraws_it_and_only_while_it_is_open() -> None:
    gone = changes.withdraw(CHANGE, by="ON-CALL", now=NOW)
    assert gone.state is ChangeState.WITHDRAWN and not gone.is_open
    with refuses("not yours", field=None):
        changes.withdraw(CHANGE, by="SPONSOR", now=NOW)
    with refuses("withdrawn already", field=None):
        changes.withdraw(gone, by="ON-CALL", now=NOW)
