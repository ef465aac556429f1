"""The weekly digest over all programs, and where it goes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from program import gates
from program.decisions import Decision
from program.playbook import Gate
from program.standings import Standing
from program.workspaces import Workspace
from templates import blocks as b
from templates import status
from templates.words import say

OPEN_SETTINGS, SETTINGS = "digest-open-settings", "digest-settings"
A_WEEK = timedelta(days=7)
MOST_LINES = 30  # of programs in one post; the rest is counted and one click away


def digest(standings: Sequence[Standing], monday: date, now: datetime) -> b.Message:
    """Worst first; then what was decided, and which gates come."""
    ordered = status.worst_first(standings, now)
    text = say("digest", monday=monday, count=len(ordered), counts=status.counts(ordered, now))
    lines = [status.line(each, now) for each in ordered[:MOST_LINES]]
    shown = [b.section(text), *map(b.section, lines)]
    if len(ordered) > MOST_LINES:
        shown.append(b.context(say("home_more_programs", more=len(ordered) - MOST_LINES)))
    if decided := _decided(ordered, now):
        shown += b.sections(say("digest_decisions", decisions=decided))
    if ahead := _ahead(ordered, now):
        shown += b.sections(say("digest_ahead", ahead=ahead))
    words = b.shortened("\n".join([text, *lines]), b.SECTION)
    return b.Message(words, [*shown, b.actions(b.button("See the programs", f"{status.PAGE_OF}:first", "0"))])


def _decided(standings: Sequence[Standing], now: datetime) -> list[tuple[Standing, Decision, str]]:
    return [
        (each, decision, _title(each, decision))
        for each in standings
        for decision in each.decisions
        if decision.at > now - A_WEEK
    ]


def _title(standing: Standing, decision: Decision) -> str:
    gate = standing.playbook.gate(decision.gate)
    return next((option.title for option in gate.decisions if option.key == decision.choice), decision.choice)


def _ahead(standings: Sequence[Standing], now: datetime) -> list[tuple[Standing, Gate, date, int]]:
    found = [
        (each, gate, each.gate_day(gate), len(gates.missing(each, gate)))
        for each in standings
        if (gate := each.next_gate) and each.gate_day(gate) <= (now + 2 * A_WEEK).date()
    ]
    return sorted(found, key=lambda row: row[2])


def settings(workspace: Workspace) -> b.View:
    return b.modal(
        "Weekly digest",
        SETTINGS,
        [
            b.section(say("digest_settings", channel=workspace.digest_channel, next_at=workspace.next_digest_at)),
            b.question(
                "channel",
                "Channel",
                b.channel_input(initial=workspace.digest_channel),
                hint="Leave it empty to stop the digest. A private channel must have invited the bot.",
                optional=True,
            ),
        ],
        submit="Save",
    )
