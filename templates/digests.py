"""The weekly digest over all programs, and where it goes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from program import gates, launches, production
from program.decisions import Decision, asked_for
from program.playbook import Gate
from program.programs import ProgramState
from program.standings import Standing
from program.workspaces import Workspace
from templates import blocks as b
from templates import signals, status
from templates.words import say

OPEN_SETTINGS, SETTINGS = "digest-open-settings", "digest-settings"
A_WEEK = timedelta(days=7)
Decided = tuple[Standing, Decision, str, list[tuple[str, str]]]  # what, its title, and what it asks for
Ahead = tuple[Standing, Gate, date, int]  # on which day, and how many things it lacks
# Programs, and decisions or gates, that one post names; the rest is counted and one click away. Fewer, where their
# words are longer than Slack takes.
SIZES = ((30, 15), (15, 8), (8, 4), (3, 1))
MOST_TEXT = 13_000  # characters in all blocks together
MOST_SIGNS = 3  # that came or went, of each program by name


def digest(standings: Sequence[Standing], monday: date, now: datetime) -> b.Message:
    """Worst first; then what was decided, and which gates come."""
    ordered = status.worst_first([each for each in standings if not _is_over(each)], now)
    text = say("digest", monday=monday, count=len(ordered), counts=status.counts(ordered, now))
    decided, ahead = _decided(standings, now), _ahead(ordered, now)
    live = sorted((each for each in standings if production.is_live(each)), key=_review)
    signs = signals.told(ordered, now)
    drafts = (
        [
            b.section(text),
            *_programs(ordered, most, now),
            *_signs(signs, named),
            *_live(live, named),
            *_news(decided, ahead, named),
        ]
        for most, named in SIZES
    )
    shown = next((draft for draft in drafts if b.length(draft) <= MOST_TEXT), [b.section(text)])
    words = b.shortened("\n".join(block["text"]["text"] for block in shown if "text" in block), b.SECTION)
    return b.Message(words, [*shown, b.actions(b.button("See the programs", f"{status.PAGE_OF}:first", "0"))])


def _is_over(standing: Standing) -> bool:
    return standing.program.state is ProgramState.FINISHED


def _review(standing: Standing) -> tuple[date, str]:
    return production.next_review(standing) or date.max, standing.program.code


def _live(live: Sequence[Standing], named: int) -> list[b.Block]:
    """Who has each, and when it is looked at again; the soonest first."""
    rows = [(each.program, launches.live(each), production.next_review(each)) for each in live]
    return b.sections(say("digest_live", rows=rows[:named], more=len(rows[named:]))) if rows else []


def _programs(ordered: Sequence[Standing], most: int, now: datetime) -> list[b.Block]:
    shown = [b.section(status.line(each, now)) for each in ordered[:most]]
    more = len(ordered[most:])
    return [*shown, b.context(say("home_more_programs", more=more))] if more else shown


def _signs(signs: Sequence[dict[str, object]], named: int) -> list[b.Block]:
    """How many show in each program, the gravest, and what came or went since the last digest."""
    text = say("digest_signals", signs=signs[:named], more=len(signs[named:]), most=MOST_SIGNS)
    return b.sections(text) if signs else []


def _news(decided: Sequence[Decided], ahead: Sequence[Ahead], named: int) -> list[b.Block]:
    shown: list[b.Block] = []
    if decided:
        shown += b.sections(say("digest_decisions", decisions=decided[:named], more=len(decided[named:])))
    if ahead:
        shown += b.sections(say("digest_ahead", ahead=ahead[:named], more=len(ahead[named:])))
    return shown


def _decided(standings: Sequence[Standing], now: datetime) -> list[Decided]:
    """Newest first."""
    found = [
        (each, decision, _title(each, decision), asked_for(each.playbook.gate(decision.gate), decision))
        for each in standings
        for decision in each.decisions
        if decision.at > now - A_WEEK
    ]
    return sorted(found, key=lambda row: row[1].at, reverse=True)


def _title(standing: Standing, decision: Decision) -> str:
    gate = standing.playbook.gate(decision.gate)
    return next((option.title for option in gate.decisions if option.key == decision.choice), decision.choice)


def _ahead(standings: Sequence[Standing], now: datetime) -> list[Ahead]:
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
