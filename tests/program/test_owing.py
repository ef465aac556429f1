from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from program.blockers import Blocker
from program.conditions import Step, StepKind
from program.exemptions import Exemption, ExemptionKind, approver
from program.items import Item, ItemState
from program.owing import Duty, Owed, expected_of, is_near, owed, owed_by, owing
from program.programs import ProgramState
from program.sign_offs import Condition, SignOff, SignOffState
from program.standings import PassedGate, Standing
from program.votes import Poll
from tests.program.examples import (
    DISCOVERY,
    EVERY_ROLE,
    GATE_DAY,
    GO_NO_GO,
    NOW,
    PLAYBOOK,
    PROGRAM,
    START,
    asked,
    begun,
    complete,
    delivered,
    done,
    morning,
    signed,
    with_items,
)

A_WEEK_BEFORE = morning(GATE_DAY - timedelta(days=7))
LONG_BEFORE = morning(START)


def owes(user: str, standing: Standing, *duties: Duty, on: date = GATE_DAY - timedelta(days=7)) -> list[str]:
    found = owed_by(user, standing, morning(on))
    return [each.what for each in found if each.duty in duties]


def a_poll(**changed: object) -> Poll:
    open_now = Poll(
        uuid4(), PROGRAM.id, GO_NO_GO.key, {"SECURITY": ("security",)}, "d", "U1", NOW, morning(date(2026, 3, 20))
    )
    return replace(open_now, **changed)  # type: ignore[arg-type]


def at_the_vote(*polls: Poll) -> Standing:
    return replace(complete(GO_NO_GO), polls=polls)


def test_what_is_due_this_week_is_owed_by_who_holds_its_role() -> None:
    first = begun().playbook.items_due_in(1)[0]

    found = owed_by(begun().holders[first.owner_role][0], begun(), LONG_BEFORE)

    assert first.key in {each.about for each in found}
    needed = {"d1-problem-kpis", "c-problem-baseline"}
    assert {each.about for each in found if each.for_gate} <= needed


def test_a_cadence_without_reminders_leaves_each_thing_to_its_week() -> None:
    silent = replace(PLAYBOOK, cadence=replace(PLAYBOOK.cadence, reminder_days=()))
    standing = replace(begun(), playbook=silent)

    assert not is_near(standing, DISCOVERY, GATE_DAY - timedelta(days=1))
    assert is_near(standing, DISCOVERY, GATE_DAY)
    assert is_near(begun(), DISCOVERY, GATE_DAY - timedelta(days=7))
    assert not is_near(begun(), DISCOVERY, GATE_DAY - timedelta(days=8))
    far = {each.about for each in owed(begun(), LONG_BEFORE) if each.duty is Duty.DELIVER}
    near = {each.about for each in owed(begun(), A_WEEK_BEFORE) if each.duty is Duty.DELIVER}
    assert {*DISCOVERY.wanted} <= near and not {*DISCOVERY.wanted} <= far


def test_to_a_gate_that_is_far_only_what_it_needs_of_this_week_is_owed() -> None:
    standing, now = begun(), LONG_BEFORE
    needed = {each.about for each in owed(standing, now) if each.duty is Duty.DELIVER and each.for_gate}
    others = {each.about for each in owed(standing, now) if each.duty is Duty.DELIVER and not each.for_gate}

    assert needed and others
    assert owing(standing, now) == {user for key in needed for user in standing.owners(PLAYBOOK.item(str(key)))}


def test_what_a_gate_needs_is_owed_from_its_first_reminder_on() -> None:
    assert owes("DATA-OWNER", begun(), Duty.DELIVER, on=GATE_DAY - timedelta(days=8)) == owes(
        "DATA-OWNER", begun(), Duty.DELIVER, on=START + timedelta(days=7)
    )
    assert "Data and risk assessment" in owes("DATA-OWNER", begun(), Duty.DELIVER)


def test_a_signature_is_owed_by_who_was_asked_and_by_nobody_before() -> None:
    assert owes("SECURITY", begun(), Duty.SIGN) == []
    assert owes("SECURITY", asked(begun(), DISCOVERY), Duty.SIGN) == ["Sign as Security: End of discovery"]
    assert owes("SECURITY", signed(asked(begun(), DISCOVERY)), Duty.SIGN) == []


def test_who_signed_something_else_than_what_is_there_signs_again() -> None:
    standing = with_items(complete(DISCOVERY), done("d1-architecture", evidence="another diagram"))

    assert owes("SECURITY", standing, Duty.SIGN) == ["Sign again as Security: End of discovery"]


def test_the_program_manager_sees_to_it_that_everybody_is_asked() -> None:
    standing = asked(begun(EVERY_ROLE | {"privacy": []}), DISCOVERY, "security", "compliance")

    assert owes("PROGRAM-MANAGER", standing, Duty.ASK, Duty.APPOINT) == [
        "Appoint Privacy: End of discovery",
        "Ask for 3 sign-offs: End of discovery",
    ]


def test_one_sign_off_is_named_and_who_delivered_what_they_would_accept_is_replaced() -> None:
    roles = [role for role in DISCOVERY.signers if role != "security"]
    one_left = asked(begun(), DISCOVERY, *roles)
    own = with_items(begun(), done("d1-architecture", by="SECURITY"))

    assert owes("PROGRAM-MANAGER", one_left, Duty.ASK) == ["Ask for the Security sign-off: End of discovery"]
    assert owes("PROGRAM-MANAGER", asked(begun(), DISCOVERY, *roles[1:]), Duty.ASK) == [
        "Ask for 2 sign-offs: End of discovery"
    ]
    assert owes("PROGRAM-MANAGER", own, Duty.APPOINT) == ["Appoint someone else as Security: End of discovery"]


def test_a_vote_for_which_too_little_is_ready_asks_for_more_of_what_is_due_by_it() -> None:
    due = PLAYBOOK.checklist_due_by("go-no-go")
    left = {each.key for each in [each for each in due if each.section == "data"][::2]}
    half = with_items(begun(passed=("foundation",)), *(done(each.key) for each in due if each.key not in left))
    ready = half.readiness(GO_NO_GO)

    assert ready.whole != half.readiness(None).whole
    assert owes("PROGRAM-MANAGER", half, Duty.RAISE, on=half.gate_day(GO_NO_GO)) == [
        f"Raise the readiness from {ready.whole} to {ready.most}: {GO_NO_GO.title}"
    ]


def test_without_a_program_manager_the_product_owner_does() -> None:
    standing = begun(EVERY_ROLE | {"program-manager": []})

    assert owes("PRODUCT-OWNER", standing, Duty.ASK) == ["Ask for 6 sign-offs: End of discovery"]


def test_nobody_need_ask_long_before_a_gate_that_is_not_ready() -> None:
    assert owes("PROGRAM-MANAGER", begun(), Duty.ASK, on=START) == []
    assert owes("PROGRAM-MANAGER", delivered(begun(), DISCOVERY), Duty.ASK, on=START) != []


def test_a_rejection_is_mended_by_those_who_run_the_program() -> None:
    standing = signed(asked(begun(), DISCOVERY, "privacy"), SignOffState.REJECTED, comment="no")

    assert owes("PROGRAM-MANAGER", standing, Duty.MEND) == ["Mend what Privacy rejected: End of discovery"]
    assert owes("PRIVACY", standing, Duty.SIGN) == []


def test_a_complete_gate_is_closed_by_the_program_manager() -> None:
    assert owes("PROGRAM-MANAGER", complete(DISCOVERY), Duty.CLOSE) == ["Close the gate: End of discovery"]
    assert owes("PROGRAM-MANAGER", begun(), Duty.CLOSE) == []


def test_a_vote_is_opened_when_nothing_is_missing_or_little_time_is_left() -> None:
    gate_day = begun().gate_day(GO_NO_GO)
    unsigned = replace(complete(GO_NO_GO), sign_offs=())

    for standing, left, wanted in ((at_the_vote(), 30, True), (unsigned, 7, False), (unsigned, 3, True)):
        found = owes("PROGRAM-MANAGER", standing, Duty.OPEN_VOTE, on=gate_day - timedelta(days=left))
        assert bool(found) is wanted, left


def test_an_open_vote_is_owed_by_who_has_not_voted() -> None:
    standing = at_the_vote(a_poll())

    assert owes("SECURITY", standing, Duty.VOTE) == ["Vote: Go or no-go for limited production"]
    assert owes("OPERATIONS", standing, Duty.VOTE) == []
    assert owes("PROGRAM-MANAGER", standing, Duty.OPEN_VOTE) == []


def test_a_vote_that_has_closed_is_decided_by_the_sponsor_alone() -> None:
    standing = at_the_vote(a_poll(closed_at=NOW, tally={}))

    assert owes("SPONSOR", standing, Duty.DECIDE) == ["Record the decision: Go or no-go for limited production"]
    assert owes("PROGRAM-MANAGER", standing, *set(Duty) - {Duty.DELIVER}) == []


def test_a_blocker_is_cleared_by_who_holds_it() -> None:
    blocker = Blocker(UUID(int=9), PROGRAM.id, 2, None, "No access", "OPERATIONS", GATE_DAY, "U1", NOW)
    standing = replace(begun(), blockers=(blocker,))

    assert owes("OPERATIONS", standing, Duty.CLEAR) == ["Clear B-2: No access"]


def test_nothing_is_owed_in_a_program_that_does_not_run() -> None:
    paused = replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED))

    assert owing(paused, A_WEEK_BEFORE) == set()
    assert all(not owed_by(role.key.upper(), paused, A_WEEK_BEFORE) for role in paused.playbook.roles)


def test_what_is_owed_comes_soonest_first_and_then_the_most_pressing() -> None:
    found = owed_by("SECURITY", asked(begun(), DISCOVERY), A_WEEK_BEFORE)

    assert found == sorted(found, key=lambda each: each.rank)


def test_a_button_carries_an_id_or_the_program_with_a_key() -> None:
    by_key = Owed(PROGRAM, Duty.DELIVER, "", START, "d1-architecture")
    by_id = Owed(PROGRAM, Duty.SIGN, "", START, UUID(int=9))

    assert by_key.value == f"{PROGRAM.id}/d1-architecture"
    assert by_id.value == str(UUID(int=9))


def test_whoever_gets_a_role_is_told_what_it_is_asked_for_first() -> None:
    standing = begun()

    first = expected_of({"security"}, standing, NOW)

    assert [day for _, day in first] == sorted(day for _, day in first)
    assert len(first) == 3
    assert ("Your signature: End of discovery", GATE_DAY) in first
    assert not expected_of({"auditor"}, standing, NOW)
    every = expected_of({"security"}, standing, NOW, most=99)
    own = [each for each in standing.playbook.items if each.owner_role == "security"]
    signs = [gate for gate in standing.gates_ahead if "security" in gate.signers]
    assert len(every) == len(own) + len(signs)
    done_first = with_items(standing, done(own[0].key))
    assert own[0].title not in {title for title, _ in expected_of({"security"}, done_first, NOW, most=99)}
    assert ("Your signature: End of discovery", GATE_DAY) in expected_of({"security"}, standing, morning(GATE_DAY))
    later = expected_of({"security"}, standing, morning(date(2026, 3, 1)))
    assert all(day >= date(2026, 3, 1) for _, day in later)


def test_with_every_gate_behind_nothing_is_owed_to_one() -> None:
    keys = [each.key for each in PLAYBOOK.gates]
    behind, before_the_last = begun(passed=keys), begun(passed=keys[:-1])
    late = morning(START + timedelta(weeks=13))

    assert owing(before_the_last, late)
    assert owing(behind, late) == set()


# --- what waits for whom ------------------------------------------------------------------------------------------


def proposing(standing: Standing, *keys: str) -> Standing:
    waits = Exemption(ExemptionKind.NOT_APPLICABLE, "No such data", "PRODUCT-OWNER", NOW)
    return with_items(standing, *(Item(key, ItemState.PROPOSED, changed_by="X", exemption=waits) for key in keys))


def exempting(standing: Standing) -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for each in owed(standing, A_WEEK_BEFORE):
        if each.duty is Duty.EXEMPT:
            assert each.about == "exemptions"
            found.setdefault(each.by[0], []).append((each.what, each.for_gate))
    return found


def test_exemptions_wait_for_each_who_may_approve_them_in_one_line() -> None:
    one, two, other = "c-kpis-agreed", "c-problem-baseline", "c-secrets"
    known = {key: approver(PLAYBOOK, PLAYBOOK.item(key)).upper() for key in (one, two, other)}
    assert known[one] == known[two] != known[other]

    assert exempting(begun()) == {}
    assert exempting(proposing(begun(), one)) == {known[one]: [("Approve or turn down 1 exemption", True)]}
    both = proposing(begun(), one, two, other)
    assert exempting(both) == {
        known[one]: [("Approve or turn down 2 exemptions", True)],
        known[other]: [("Approve or turn down 1 exemption", False)],
    }
    assert exempting(replace(both, passed=tuple(PassedGate(each.key, NOW, "SPONSOR") for each in PLAYBOOK.gates))) == {
        user: [(what, False) for what, _ in lines] for user, lines in exempting(both).items()
    }


def test_what_waits_for_approval_is_not_owed_meanwhile_and_hides_nothing_that_is() -> None:
    standing = proposing(begun(), "c-kpis-agreed")

    def delivering(of: Standing) -> set[object]:
        return {each.about for each in owed(of, A_WEEK_BEFORE) if each.duty is Duty.DELIVER}

    assert delivering(standing) == delivering(begun()) - {"c-kpis-agreed"}
    assert owing(standing, A_WEEK_BEFORE) >= {"DATA-OWNER", "PRODUCT-OWNER"}


def test_each_condition_is_owed_whatever_became_of_the_one_before() -> None:
    due = GATE_DAY
    conditions = tuple(Condition(text, "OPERATIONS", due) for text in ("First", "Second"))
    given = SignOff(
        uuid4(), PROGRAM.id, "discovery", "security", "SECURITY", "X", NOW, state=SignOffState.CONDITIONAL,
        signed_at=NOW, conditions=conditions,
    )  # fmt: skip
    met = Step(uuid4(), PROGRAM.id, given.id, 1, StepKind.MET, "here", None, "OPERATIONS", NOW)
    standing = replace(begun(), sign_offs=(given,), condition_steps=(met,))

    def told(on: date) -> list[tuple[str, tuple[str, ...], bool]]:
        found = owed(standing, morning(on))
        return [(each.what, each.by, each.for_gate) for each in found if each.duty in {Duty.MEET, Duty.REVIEW}]

    assert sorted(told(due - timedelta(days=7))) == [
        ("Meet the condition: Second", ("OPERATIONS",), True),
        ("See whether this is met: First", ("SECURITY",), True),
    ]
    assert [near for _, _, near in told(due - timedelta(days=8))] == [False, False]
    late = owed(standing, morning(due + timedelta(days=1)))
    assert [(each.what, each.by, each.for_gate) for each in late if each.duty is Duty.SETTLE] == [
        ("Settle what was missed: Second", ("SPONSOR",), True)
    ]


def test_a_vote_is_owed_to_the_gate_by_each_who_has_not_voted() -> None:
    standing = at_the_vote(a_poll(electorate={"SECURITY": ("security",), "LEGAL": ("legal",)}))
    (vote,) = [each for each in owed(standing, morning(date(2026, 3, 18))) if each.duty is Duty.VOTE]

    assert (vote.by, vote.for_gate, vote.due) == (("SECURITY", "LEGAL"), True, date(2026, 3, 20))
    assert {"SECURITY", "LEGAL"} <= owing(standing, morning(date(2026, 3, 18)))
