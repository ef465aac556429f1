"""Every view and message of votes and decisions is one that Slack takes, whatever people typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from program import packets as rules
from program.decisions import RESUMED, Decision
from program.items import Item, ItemState
from program.kpis import Direction, Kpi, Meaning, Reading
from program.playbook import Gate
from program.programs import ProgramState
from program.risks import Risk
from program.sign_offs import Condition, SignOffState
from program.standings import Standing
from program.votes import Poll, Vote, close
from sandbox.block_kit import check_message, check_view
from templates import condition_inputs, decisions, packets, votes
from templates.blocks import Message, View
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, asked, begun, complete, done, signed, with_items

SCALE = PLAYBOOK.gate("scale")
LATER = NOW + timedelta(days=3)
NASTY = ["<!channel> & <@U1> ", "🚀✅", "مرحبا بكم في ", "&", "x", "two\n\nlines\n"]
MANY = [f"U{number}" for number in range(60)]


def typed(nasty: str, length: int) -> str:
    return (nasty * length)[:length]


def extreme(gate: Gate, nasty: str) -> Standing:
    """Everything is as long as a form lets it be, and there is much of it."""
    standing = signed(asked(complete(gate), gate), SignOffState.CONDITIONAL, comment=typed(nasty, 500))
    keys = [*gate.deliverables, *gate.questions, *(each.key for each in PLAYBOOK.checklist_due_by(gate.key))]
    agreed = tuple(Condition(typed(nasty, 300), user, date(2026, 3, 1)) for user in MANY[:5])
    return with_items(
        replace(
            standing,
            program=replace(PROGRAM, title=typed(nasty, 60)),
            sign_offs=tuple(replace(each, conditions=agreed) for each in standing.sign_offs),
            risks=tuple(
                Risk(uuid4(), PROGRAM.id, number, typed(nasty, 200), 5, 5, "U1", None, "U2", NOW)
                for number in range(30)
            ),
            kpis=tuple(a_kpi(number, nasty) for number in range(20)),
        ),
        *(done(key, evidence=typed(nasty, 1000)) for key in keys[::2]),
        *(Item(key, ItemState.NOT_APPLICABLE, reason=typed(nasty, 500)) for key in keys[1::2]),
    )


def a_kpi(number: int, nasty: str) -> Kpi:
    reading = Reading(123456.789, date(2026, 1, 12), None, "U1", NOW)
    name, unit = typed(nasty, 80), typed(nasty, 20)
    return Kpi(uuid4(), number, name, unit, Direction.DOWN, 45, 20, "Report", Meaning.BUSINESS, "U1", (reading,))


def a_poll(gate: Gate, nasty: str, *, voters: list[str] = MANY) -> Poll:
    choices = [option.key for option in gate.options]
    cast = tuple(
        Vote(user, choices[place % len(choices)], typed(nasty, votes.REASON), "earlier", NOW)
        for place, user in enumerate(voters)
    )
    roles = dict.fromkeys([*voters, "LATE"], ("security", "compliance", "risk-owner"))
    return Poll(uuid4(), PROGRAM.id, gate.key, roles, "d", "U1", NOW, LATER, cast)


def a_decision(poll: Poll, gate: Gate, nasty: str, choice: str) -> Decision:
    agreed = tuple(
        Condition(typed(nasty, condition_inputs.LENGTH), user, date(2026, 3, 1))
        for user in MANY[: decisions.MOST_CONDITIONS]
    )
    return Decision(
        uuid4(), PROGRAM.id, gate.key, poll.id, choice, typed(nasty, decisions.REASON), agreed, "U1", NOW, "d"
    )


def seen(gate: Gate, nasty: str) -> Iterator[Message | View]:
    names = dict.fromkeys([*MANY, "SECURITY", "COMPLIANCE", "LATE"], typed(nasty, 80))
    before, standing = complete(gate), extreme(gate, nasty)
    changes = rules.changes(rules.plain(before, gate), standing, gate)
    poll = a_poll(gate, nasty)
    closed = close(poll, options=[option.key for option in gate.options], now=LATER)
    decided = tuple(
        a_decision(closed, gate, nasty, option) for option in [*(each.key for each in gate.decisions), RESUMED]
    )
    over = replace(standing, polls=(closed,), decisions=decided)
    yield votes.opening(standing, gate, closes_at=LATER)
    yield votes.opening(begun(holders={"sponsor": ["S"]}), gate, closes_at=LATER)
    yield votes.opened(standing, poll)
    yield votes.poll(standing, poll, names=names, changes=changes)
    yield votes.poll(standing, closed, names=names, changes=changes)
    yield votes.poll(over, closed, names=names, changes=changes)
    yield votes.poll(standing, replace(poll, votes=()), names={}, changes=[])
    yield votes.ballot(standing, poll, user="U1", choice=None, names=names, changes=changes)
    yield votes.ballot(standing, poll, user="LATE", choice=gate.options[0].key, names=names, changes=[])
    yield votes.reason(standing, poll, poll.votes[1], poll.votes[0])
    yield votes.reason(standing, poll, poll.votes[0], None)
    yield votes.voter_asked(standing, poll, "LATE")
    for each in (poll, closed):
        yield votes.under_way(standing, each, user="SPONSOR", link="https://x.example/p1", names=names)
    pages = packets.pages(rules.plain(standing, gate), standing, gate, names)
    for part in range(len(pages)):
        message = packets.asked(poll, part, pages)
        assert message
        yield message
    yield decisions.wanted(standing, closed, names)
    yield decisions.wanted(over, closed, names)
    yield decisions.form(standing, closed, names, conditions=decisions.MOST_CONDITIONS)
    yield decisions.done(gate, decided[0])
    for decision in decided[:-1]:
        yield decisions.recorded(over, decision)
    yield decisions.resumed(over, replace(decided[-1], reason=typed(nasty, 500)))
    yield decisions.resume(PROGRAM, decided[0], gate, weeks=3, gate_day=date(2026, 3, 1))
    for page in range(len(decided) * 3):
        yield decisions.listed(replace(over, decisions=decided * 3), page=page)
    yield decisions.listed(begun())


@pytest.mark.parametrize("gate", [GO_NO_GO, SCALE], ids=lambda gate: gate.key)
@pytest.mark.parametrize("nasty", NASTY)
def test_slack_takes_every_view_and_message(gate: Gate, nasty: str) -> None:
    for each in seen(gate, nasty):
        if isinstance(each, Message):
            assert not check_message({"text": each.text, "blocks": each.blocks}), each.text
            assert len(each.text) <= 4000, "an update takes no more"
            assert "<!channel>" not in f"{each.text}{[block for block in each.blocks if block['type'] != 'header']}"
        else:
            assert not check_view(each), each["title"]


def test_nobody_is_called_by_the_poll_itself() -> None:
    standing = extreme(GO_NO_GO, "x")
    names = {user: f"Name {user}" for user in [*MANY, "LATE", "SECURITY", "COMPLIANCE", "RISK-OWNER"]}
    message = votes.poll(standing, a_poll(GO_NO_GO, "x"), names=names, changes=[])

    assert "<@" not in f"{message.text}{message.blocks}", "its first reply asks those who vote, once"


def test_who_voted_on_other_evidence_is_called_to_look_again() -> None:
    poll = a_poll(GO_NO_GO, "x", voters=["SECURITY", "LEGAL"])
    message = votes.poll(complete(GO_NO_GO), poll, names={}, changes=["R-1 is new"])

    assert "<@SECURITY> <@LEGAL> you voted before that. Please look again" in str(message.blocks)


def test_the_packet_in_full_leaves_nothing_out() -> None:
    standing = with_items(complete(GO_NO_GO), done("w10-accurate-enough", evidence=f"begin {'x' * 2900} end"))
    packet = rules.plain(standing, GO_NO_GO)
    pages = packets.pages(packet, standing, GO_NO_GO, {})
    told = "\n".join(block["text"]["text"] for page in pages for block in page)

    assert "begin" in told and " end" in told
    for key in packet["items"]:
        assert PLAYBOOK.item(key).title in told
    assert packets.asked(a_poll(GO_NO_GO, "x"), len(pages), pages) is None


def test_a_finished_program_says_so_instead_of_a_next_phase() -> None:
    over = replace(complete(SCALE), program=replace(PROGRAM, state=ProgramState.FINISHED))
    poll = close(a_poll(SCALE, "x", voters=["A"]), options=["scale"], now=LATER)

    assert "the program is finished" in decisions.recorded(over, a_decision(poll, SCALE, "x", "scale")).text


def test_buttons_carry_the_poll_the_answer_and_what_was_seen() -> None:
    standing, poll = complete(GO_NO_GO), a_poll(GO_NO_GO, "x")
    blocks = votes.poll(standing, poll, names={}, changes=[]).blocks
    buttons = next(block["elements"] for block in blocks if block["type"] == "actions")

    assert [button["action_id"] for button in buttons] == [
        "vote-cast:go", "vote-show:go-with-conditions", "vote-show:no-go", "vote-show:abstain",
        "vote-show:recuse",
    ]  # fmt: skip
    assert buttons[0]["value"] == f"{poll.id}/go/{standing.digest(GO_NO_GO)}"
    assert not any("style" in button for button in buttons), "the poll itself leans to no side"
